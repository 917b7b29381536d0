import type { CaseEvent } from '../../../domain/case/event.ts';
import { changedFields, presentFields } from '../../../domain/case/details.ts';
import { Refusal } from '../../../domain/refusal.ts';
import { changeLocale, changeMetadata } from '../../../store/customers/change-customer.ts';
import { findVersion } from '../../../store/customers/get-requirements.ts';
import { lockCustomer } from '../../../store/customers/lock-customer.ts';
import { revealDetails } from '../../../store/details/reveal-details.ts';
import { stageDetails } from '../../../store/details/stage-details.ts';
import * as messages from '../../../workflows/messages.ts';
import type { AnyCall, Call, PlanInRow, Run } from '../../http/call.ts';
import { newestPolicy } from '../../commands/newest-policy.ts';
import { operation } from '../../http/operation.ts';
import { CustomerBody, CustomerChange } from '../../schemas/customer.ts';
import { changeDetails as merge } from '../../schemas/details.ts';
import { ask } from '../../commands/visible.ts';
import { requireDetailsOfMode } from './create.ts';
import { onRevision } from './on-revision.ts';
import { etag, readCustomer, showCustomer } from './show.ts';

type Change = (typeof CustomerChange)['_output'];

export const change = operation(
  {
    method: 'patch',
    path: '/v1/customers/{id}',
    name: 'changeCustomer',
    summary: 'New details, another level, metadata, locale; or “my details are still right”',
    tag: 'Customers',
    action: 'customer.change',
    rate: 'writes',
    object: 'customer',
    idempotency: 'taken',
    headers: {
      'If-Match':
        'The ETag that was seen, or a version alone; refused with 412 when it has changed',
    },
    body: CustomerChange,
    example: { locale: 'en', metadata: { plan: 'silver' } },
    responses: { 200: { description: 'The customer, with what became due', schema: CustomerBody } },
  },
  async (call) => {
    const { body } = call;
    const seen = await readCustomer(call, call.id);
    const expected = expectedBy(call.request.headers.get('if-match'));
    return call.once({
      asks: { body, expected },
      plan: () => ({
        details: seen.detailsVersion,
        version: String(seen.version),
        revision: seen.revision,
      }),
      row: SEEN_IN_ROW,
      act: async (run) => {
        requireSeen(expected.version, run.ids.version);
        requireSeen(expected.revision, run.ids.revision);
        const { revision } = expected;
        if (!asksCase(body)) await plainFields(call, run, expected);
        else {
          const ask = () => askCase(call, run, expected);
          if (revision === null) await ask();
          else await onRevision(call, run, revision, ask);
          await plainFields(call, run, ANY);
        }
        const customer = await readCustomer(call, call.id);
        const shown = await showCustomer(call, customer);
        return { status: 200, body: shown, headers: etag(customer), owner: call.id };
      },
    });
  },
);

/** The customer as the first run found it. */
interface Seen {
  details: number;
  version: string;
  revision: string;
}

const SEEN_IN_ROW: PlanInRow<Seen> = {
  write: (seen) => ({ ...seen, details: String(seen.details) }),
  read: ({ details, version = '', revision = '' }) => {
    return { details: Number(details), version, revision };
  },
};

function asksCase({ details, level, confirmed }: Change): boolean {
  return details !== undefined || level !== undefined || confirmed !== undefined;
}

/**
 * The case itself compares the version, because the row that was read may lack what reached the case in
 * between.
 */
async function askCase(call: PatchCall, run: Run<Seen>, { version }: Expected): Promise<void> {
  const { body, actor, requestId: request } = call;
  const by = { actor, request, ...(version === null ? {} : { expects: Number(version) }) };
  if (body.details) await newDetails(call, run, { by, asked: body.details });
  if (body.level) await newLevel(call, run, { by, level: body.level });
  if (body.confirmed) await confirm(call, run, by);
}

interface Expected {
  version: string | null;
  revision: string | null;
}

const ANY: Expected = { version: null, revision: null };
type By = Pick<CaseEvent, 'actor' | 'request' | 'expects'>;
type PatchCall = Call<undefined, Change>;

/**
 * The state that an `If-Match` names: `"3-5f0c…"`, `"3"`, `W/"3"` or 3. Of a list, the latest version counts,
 * because older ones cannot be current. Null if any state is accepted.
 */
export function expectedBy(header: string | null): Expected {
  const tags = (header ?? '*')
    .split(',')
    .map((tag) => tag.trim().replace(/^W\//, '').replaceAll('"', ''));
  if (tags.includes('*')) return ANY;
  const named = tags.map((tag) => tag.split('-', 2));
  const newest = named.toSorted((a, b) => Number(b[0]) - Number(a[0]))[0] ?? [];
  const [version = '', revision = null] = newest;
  return { version, revision };
}

function requireSeen(expected: string | null, found: string): void {
  if (expected !== null && expected !== found) throw new Refusal('version_mismatch');
}

async function newDetails(
  call: AnyCall,
  run: Run<Seen>,
  { by, asked }: { by: By; asked: NonNullable<Change['details']> },
): Promise<void> {
  const { store, engine, crash } = call.deps;
  const from = run.ids.details;
  engine.refuseWhileAway();
  const at = { customer: call.id, at: call.now, request: call.requestId };
  const { to, changed, details } = await store.database.transaction().execute(async (trx) => {
    await lockCustomer(trx, call.scope, call.id);
    const opened = { ...at, version: from };
    const before = await revealDetails(trx, store.keys, call.actor, call.scope, opened);
    const details = merge(before.details, asked);
    requireDetailsOfMode(call, details);
    const changed = changedFields(before.details, details);
    if (changed.length === 0)
      throw new Refusal('nothing_changed', 'These are the details we have.');
    const staged = { ...at, details };
    const { version } = await stageDetails(trx, store.keys, call.actor, call.scope, staged);
    return { to: version, changed, details };
  });
  crash('api.details_staged');
  await ask(call, {
    customer: call.id,
    update: messages.changeDetails,
    id: run.updateId,
    event: {
      kind: 'details_changed',
      ...by,
      from,
      to,
      changed,
      present: presentFields(details),
      country: details.address.country,
      ...(await newestPolicy(call)),
    },
  });
}

async function newLevel(
  call: AnyCall,
  run: Run<Seen>,
  { by, level }: { by: By; level: string },
): Promise<void> {
  await ask(call, {
    customer: call.id,
    update: messages.changeLevel,
    id: run.updateId,
    event: { kind: 'level_changed', ...by, level },
  });
}

async function confirm(call: AnyCall, run: Run<Seen>, by: By): Promise<void> {
  await ask(call, {
    customer: call.id,
    update: messages.confirmDetails,
    id: run.updateId,
    event: {
      kind: 'details_confirmed',
      ...by,
      detailsVersion: run.ids.details,
      ...(await newestPolicy(call)),
    },
  });
}

/**
 * Changes the fields that do not belong to the case. This runs after the case, so that they stay unchanged if
 * the case refuses.
 */
async function plainFields(call: PatchCall, run: Run<Seen>, expected: Expected): Promise<void> {
  const { metadata, locale } = call.body;
  if (!metadata && !locale) return;
  const { keys } = call.deps.store;
  const at = { id: call.id, at: call.now, request: call.requestId };
  await run.effect('plain_fields', async (trx) => {
    const locked = await lockCustomer(trx, call.scope, call.id);
    requireSeen(expected.revision, locked.revision);
    if (expected.version !== null) {
      requireSeen(expected.version, String(await findVersion(trx, call.scope, call.id)));
    }
    if (metadata) await changeMetadata(trx, keys, call.actor, call.scope, { ...at, metadata });
    if (locale) await changeLocale(trx, call.actor, call.scope, { ...at, locale });
  });
}
