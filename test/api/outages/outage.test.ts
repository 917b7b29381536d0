import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { absentEngine, openKit, type Kit } from '../kit/api-kit.ts';
import type { Caller } from '../kit/caller.ts';
import type { TemporalService } from '../../../api/temporal/temporal.ts';
import { createdBy, form, newCustomer, picture } from '../kit/people.ts';

let kit: Kit;
let key: string;
let id: string;
let engine: TemporalService;
let away: Caller;
beforeAll(async () => {
  kit = await openKit();
  key = await kit.key();
  id = await createdBy(kit, key);
  engine = absentEngine(kit.deps);
  away = kit.withDeps({ engine });
  await vi.waitFor(() => expect(engine.isAway()).toBe(true), { timeout: 2000 });
});
afterAll(async () => {
  await engine.close();
  await kit.close();
});

test('with Temporal away reads are served', async () => {
  for (const path of ['', '/requirements', '/events', '/documents', '/checks']) {
    expect((await away.ask('GET', `/v1/customers/${id}${path}`, { key })).status).toBe(200);
  }
});

const WRITES: [string, string, string, () => { body?: unknown; form?: FormData }][] = [
  ['a creation', 'POST', '/v1/customers', () => ({ body: newCustomer() })],
  ['a change', 'PATCH', '/v1/customers/{id}', () => ({ body: { level: 'enhanced' } })],
  [
    'a submission',
    'POST',
    '/v1/customers/{id}/documents',
    () => ({ form: form({ type: 'passport', front: picture() }) }),
  ],
  ['a lock', 'POST', '/v1/customers/{id}/lock', () => ({ body: {} })],
];

test.each(WRITES)('%s is refused within a second, and the same key works later', async (...row) => {
  const [, method, path, asked] = row;
  const once = randomUUID();
  const request = { key, once, ...asked() };
  const startedAt = performance.now();
  const refused = await away.ask(method, path.replace('{id}', id), request);
  expect(performance.now() - startedAt).toBeLessThan(1000);
  expect(refused).toMatchObject({ status: 503, body: { code: 'engine_unavailable' } });
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
  const later = await kit.ask(method, path.replace('{id}', id), request);
  expect([200, 201]).toContain(later.status);
  expect(later.headers.get('idempotent-replayed')).toBeNull();
});

test('nothing half-done is left of a refused creation', async () => {
  const body = newCustomer({ external_id: 'never-made' });
  await away.ask('POST', '/v1/customers', { key, body });
  const rows = await kit.deps.store.database
    .selectFrom('customer')
    .select('id')
    .where('external_id', '=', 'never-made')
    .execute();
  expect(rows).toEqual([]);
});

test('a receipt whose change no row has yet is of unknown outcome, and the same key finds out', async () => {
  const own = await createdBy(kit, key);
  const once = randomUUID();
  const receipt = { version: 1002, status: 'locked' as const };
  const blind = kit.withDeps({
    settings: { ...kit.deps.settings, visibleMs: 0 },
    engine: { ...kit.deps.engine, update: () => Promise.resolve(receipt) },
  });
  const unknown = await blind.ask('POST', `/v1/customers/${own}/lock`, { key, once, body: {} });
  expect(unknown).toMatchObject({ status: 503, body: { code: 'outcome_unknown' } });
  const found = await kit.ask('POST', `/v1/customers/${own}/lock`, { key, once, body: {} });
  expect(found).toMatchObject({ status: 200, body: { status: 'locked', version: 2 } });
});

test('a receipt for a version that has the change of another command is no proof', async () => {
  const own = await createdBy(kit, key);
  const blind = kit.withDeps({
    settings: { ...kit.deps.settings, visibleMs: 0 },
    engine: {
      ...kit.deps.engine,
      update: (asked) => kit.deps.engine.update({ ...asked, id: randomUUID() }),
    },
  });
  const unknown = await blind.ask('POST', `/v1/customers/${own}/lock`, { key, body: {} });
  expect(unknown).toMatchObject({ status: 503, body: { code: 'outcome_unknown' } });
});
