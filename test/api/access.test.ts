import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { OPERATIONS } from '../../api/operations.ts';
import { type Declaration, operation } from '../../api/operation.ts';
import { ACCESS, can, ROLES, SCOPES, type Role } from '../../domain/access.ts';
import { openKit, type Kit } from './api-kit.ts';
import { createdBy, reaches, submittedBy } from './people.ts';

let kit: Kit;
const ids: Record<string, string> = {};
beforeAll(async () => {
  kit = await openKit();
  const key = await kit.key();
  const customer = await createdBy(kit, key, { policy: 'manual' });
  const sent = await submittedBy(kit, key, { customer, types: ['passport'] });
  await reaches(kit, key, { customer, reason: 'in_review' });
  const reviews = await kit.ask('GET', `/v1/reviews?customer=${customer}`, { key });
  const decision = await decidedFor(key);
  const url = 'https://hooks.example/vouch';
  const endpoint = await kit.ask('POST', '/v1/webhook-endpoints', { key, body: { url } });
  Object.assign(ids, {
    customer,
    document: sent.text('/data/0/id'),
    review: reviews.text('/data/0/id'),
    decision,
    webhook_endpoint: endpoint.text('/id'),
  });
});
afterAll(() => kit.close());

/** A decision by rule: of an automatic case. */
async function decidedFor(key: string): Promise<string> {
  const id = await createdBy(kit, key, { level: 'basic' });
  await submittedBy(kit, key, { customer: id, types: ['passport'] });
  await reaches(kit, key, { customer: id, reason: 'verified' });
  const shown = await kit.ask('GET', `/v1/customers/${id}?expand=decisions`, { key });
  return shown.text('/decisions/0/id');
}

const PEOPLE = ROLES.filter((role) => role !== 'system');
const declarations = OPERATIONS.map(({ declaration }) => declaration);

/** Whether a role may know that such a thing is there. */
function seen(role: Role, { object }: Declaration): boolean {
  return object !== 'webhook_endpoint' || can(role, SCOPES, 'webhook.read');
}

function ask(declared: Declaration, key: string | undefined, id?: string) {
  const own = declared.object === null ? '' : (id ?? ids[declared.object] ?? '');
  const path = declared.path
    .replace('{id}', own)
    .replace('{name}', 'standard')
    .replace('{n}', '0')
    .replace('{delivery}', 'dlv_none');
  const method = declared.method.toUpperCase();
  // A body and a parameter that no schema takes: whoever may ask is told so, and nothing happens.
  const body = method === 'GET' ? undefined : { no_such_field: 1 };
  const query = method === 'DELETE' ? '?no_such_parameter=1' : '';
  return kit.ask(method, `${path}${query}`, { key, body });
}

describe.each(declarations.map((one) => [`${one.method.toUpperCase()} ${one.path}`, one] as const))(
  '%s',
  (_name, declared) => {
    const { scope } = ACCESS[declared.action];

    test('nobody without a key', async () => {
      for (const key of [undefined, 'vk_test_nonsense', 'Bearer']) {
        const refused = await ask(declared, key);
        expect(refused).toMatchObject({ status: 401, body: { code: 'unauthenticated' } });
        expect(refused.headers.get('www-authenticate')).toBe('Bearer');
      }
    });

    test.each(PEOPLE)('%s, with every scope', async (role) => {
      const answer = await ask(declared, await kit.key({ role }));
      const isAllowed = can(role, SCOPES, declared.action);
      if (isAllowed) expect([401, 403]).not.toContain(answer.status);
      else if (!seen(role, declared)) expect(answer.status).toBe(404);
      else expect(answer).toMatchObject({ status: 403, body: { code: 'forbidden' } });
    });

    test(`refused without ${scope}: 403 to who may see the thing, 404 to who may not`, async () => {
      const role = roleFor(declared);
      const without = SCOPES.filter((one) => one !== scope);
      const answer = await ask(declared, await kit.key({ role, scopes: without }));
      const hides = ['customers:read', 'webhooks:manage'];
      const seesIt = declared.object === null || !hides.includes(scope);
      expect(answer.status).toBe(seesIt ? 403 : 404);
    });
  },
);

function roleFor({ action }: Declaration): Role {
  const [first = 'app'] = ACCESS[action].roles;
  return first;
}

test.each(['customer', 'document', 'decision', 'review', 'webhook_endpoint'] as const)(
  'a %s of the other mode and one that does not exist look the same, byte for byte',
  async (object) => {
    const live = await kit.key({ mode: 'live', role: roleOf(object) });
    const routes = declarations.filter((one) => one.object === object && one.method === 'get');
    const paths =
      object === 'decision' ? declarations.filter((one) => one.object === object) : routes;
    for (const declared of paths) {
      const headers = { 'vouch-reason': 'review' };
      const [real, unknown] = await Promise.all(
        [ids[object] ?? '', `${(ids[object] ?? '').slice(0, 4)}unknown`].map((id) =>
          kit.ask(declared.method.toUpperCase(), pathOf(declared, id), { key: live, headers }),
        ),
      );
      expect(real?.status).toBe(404);
      expect(withoutId(real?.body)).toEqual(withoutId(unknown?.body));
      expect(Object.keys(Object.fromEntries(real?.headers ?? []))).toEqual(
        Object.keys(Object.fromEntries(unknown?.headers ?? [])),
      );
    }
  },
);

/** Whoever may see such a thing, were it of their mode. */
function roleOf(object: NonNullable<Declaration['object']>): Role {
  return object === 'webhook_endpoint' ? 'admin' : 'senior_reviewer';
}

function pathOf(declared: Declaration, id: string): string {
  return declared.path.replace('{id}', id).replace('{n}', '0').replace('{delivery}', 'dlv_none');
}

function withoutId(body: unknown): unknown {
  return { ...(body as object), request_id: null };
}

test('a route without an action cannot be built', () => {
  const { action: _, ...silent } = declarations[0] ?? ({} as Declaration);
  expect(() => operation(silent as Declaration, () => Promise.reject(new Error()))).toThrow(
    'declares no action',
  );
});

test('a revoked or expired key is refused within a second', async () => {
  const key = await kit.key();
  expect((await kit.ask('GET', '/v1/customers', { key })).status).toBe(200);
  await kit.deps.store.database
    .updateTable('api_key')
    .set({ revoked_at: new Date().toISOString() })
    .where('id', '=', key.split('_')[2] ?? '')
    .execute();
  await expect
    .poll(async () => (await kit.ask('GET', '/v1/customers', { key })).status, { timeout: 1500 })
    .toBe(401);
});

test('a key over its rate is told when to come back', async () => {
  const key = await kit.key();
  const limited = kit.withDeps({ limiter: kit.limiterOf({ reads: 1 }) });
  const first = await limited.ask('GET', '/v1/customers', { key });
  expect(first.headers.get('ratelimit-policy')).toBe('"reads";q=1;w=1');
  expect(first.headers.get('ratelimit')).toBe('"reads";r=0;t=1');
  const second = await limited.ask('GET', '/v1/customers', { key });
  expect(second).toMatchObject({ status: 429, body: { code: 'rate_limited' } });
  expect(second.headers.get('retry-after')).toBe('1');
});
