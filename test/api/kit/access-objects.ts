import { sql } from 'kysely';
import { examplePath } from '../../../api/openapi/parameters.ts';
import type { Declaration, ObjectKind } from '../../../api/http/operation.ts';
import { SEEN_BY } from '../../../api/http/objects.ts';
import { ACCESS, type Role, SCOPES, scopesOf, SYSTEM } from '../../../domain/access/access.ts';
import { storeCleanPages } from '../../../store/findings/store-clean-pages.ts';
import type { Asked } from './caller.ts';
import type { Kit } from './api-kit.ts';
import { cleanPage } from './first-look.ts';
import { createdBy, reaches, submittedBy } from './people.ts';

/** One object of each kind, in test mode, and beside it one that only readers of findings may know of. */
export type Objects = Record<ObjectKind, { id: string; isSensitive: string | null }>;

/** Makes these objects. If a new kind of object is not made here, this does not compile. */
export async function makeObjects(kit: Kit): Promise<Objects> {
  const key = await kit.key();
  const [open, secret] = [await reviewed(kit, key), await reviewed(kit, key)];
  const [decision, isSensitive] = [await decided(kit, open), await decided(kit, secret)];
  await hush(kit, { review: secret.review, decision: isSensitive });
  return {
    customer: { id: open.customer, isSensitive: null },
    document: { id: open.document, isSensitive: null },
    review: { id: open.review, isSensitive: secret.review },
    decision: { id: decision, isSensitive },
    api_key: { id: (await kit.key()).split('_')[2] ?? '', isSensitive: null },
    webhook_endpoint: { id: await endpointOf(kit, key), isSensitive: null },
  };
}

async function endpointOf(kit: Kit, key: string): Promise<string> {
  const body = { url: 'https://hooks.example/vouch' };
  return (await kit.ask('POST', '/v1/webhook-endpoints', { key, body })).text('/id');
}

/** The path at which a caller who may know of the object can read it. */
export function shownAt(kind: ObjectKind, { customer, ...objects }: Objects): string {
  if (kind === 'customer') return `/v1/customers/${customer.id}`;
  if (kind === 'decision') return `/v1/customers/${customer.id}?expand=decisions`;
  if (kind === 'api_key') return '/v1/api-keys?limit=100';
  if (kind === 'webhook_endpoint') return `/v1/webhook-endpoints/${objects[kind].id}`;
  return `/v1/${kind}s/${objects[kind].id}`;
}

type Reviewed = Awaited<ReturnType<typeof reviewed>>;

async function reviewed(kit: Kit, key: string) {
  const customer = await createdBy(kit, key, { policy: 'manual' });
  const sent = await submittedBy(kit, key, { customer, types: ['passport', 'utility_bill'] });
  await reaches(kit, key, { customer, reason: 'in_review' });
  const reviews = await kit.ask('GET', `/v1/reviews?customer=${customer}`, { key });
  const document = sent.text('/data/0/id');
  await pageOf(kit, { customer, document });
  return { customer, document, review: reviews.text('/data/0/id') };
}

/** Stores the page that the path's example names. */
async function pageOf(kit: Kit, of: { customer: string; document: string }): Promise<void> {
  const { store } = kit.deps;
  const pages = [await cleanPage(store, { ...of, page: 1 })];
  const at = kit.deps.now();
  await store.database
    .transaction()
    .execute((trx) => storeCleanPages(trx, SYSTEM, { ...of, pages, at }));
}

/** Makes a proposal, which waits for a second person. */
async function decided(kit: Kit, { customer }: Reviewed): Promise<string> {
  const key = await kit.key({ role: 'senior_reviewer' });
  const checks = await kit.ask('GET', `/v1/customers/${customer}/checks`, { key });
  await kit.ask('POST', `/v1/reviews/${await reviewOf(kit, customer)}/claim`, { key });
  const made = await kit.ask('POST', `/v1/customers/${customer}/decisions`, {
    key,
    body: {
      outcome: 'reject',
      reasons: ['declined_by_reviewer'],
      final: true,
      evidence: checks.text('/evidence'),
    },
  });
  return made.text('/id');
}

async function reviewOf(kit: Kit, customer: string): Promise<string> {
  const key = await kit.key();
  return (await kit.ask('GET', `/v1/reviews?customer=${customer}`, { key })).text('/data/0/id');
}

/** Changes the rows to what a hit on a list would leave. */
async function hush(kit: Kit, of: { review: string; decision: string }): Promise<void> {
  for (const [table, id] of Object.entries(of)) {
    await sql`UPDATE ${sql.table(table)} SET requirements = ARRAY['details']
      WHERE id = ${id}`.execute(kit.owner);
  }
}

/** An id of the same form that belongs to nothing. */
export function unknownLike(id: string): string {
  const prefix = id.includes('_') ? id.slice(0, id.indexOf('_') + 1) : '';
  return prefix + '0'.repeat(id.length - prefix.length);
}

/**
 * A request to a route about an object, with the declared example as its body. Throws if the declaration is
 * not sufficient for a request.
 */
export function requestTo(
  declared: Declaration,
  id: string,
): { method: string; path: string; asked: Asked } {
  const { method, body, raw, headers = {} } = declared;
  const example = declared.example ?? raw?.['application/json']?.example;
  const takesBody = (body ?? raw) !== undefined;
  if (takesBody && example === undefined) {
    const route = `${method.toUpperCase()} ${declared.path}`;
    throw new Error(`${route} takes a body: declare an \`example\` of it, so that it can be asked`);
  }
  const needed = Object.entries(headers).flatMap(([name, said]) =>
    typeof said === 'string' ? [] : [[name, said.values[0] ?? '']],
  );
  return {
    method: method.toUpperCase(),
    path: examplePath(declared, id),
    asked: {
      body: takesBody ? example : undefined,
      headers: Object.fromEntries(needed) as Record<string, string>,
    },
  };
}

/** A role that may call the route if it has the scope. */
export function roleFor({ action }: Declaration): Role {
  const [first = 'app'] = ACCESS[action].roles;
  return first;
}

/** All scopes except those that the route requires. */
export function scopesWithout({ action }: Declaration) {
  return SCOPES.filter((scope) => !scopesOf(action).includes(scope));
}

/** The action that lets a caller know of the route's object; null if the route has none. */
export function seenBy({ object }: Declaration) {
  return object === null ? null : SEEN_BY[object];
}
