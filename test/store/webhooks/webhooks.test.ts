import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { shiftMs } from '../../../domain/time.ts';
import { newId } from '../../../platform/new-id.ts';
import { applyReplays } from '../../../store/webhooks/apply-replays.ts';
import { getEndpoint } from '../../../store/webhooks/endpoint.ts';
import { fanOut } from '../../../store/webhooks/fan-out.ts';
import { measureWebhooksUnscoped } from '../../../store/webhooks/measure-webhooks.ts';
import { messageBody } from '../../../store/webhooks/message-body.ts';
import { asOperator, busyCustomer } from '../../activities/webhooks/sender-kit.ts';
import { LIVE, makeCase, TEST, type TestStore } from '../kit/make.ts';
import { NOW, openQueuesKit, pace, type QueuesKit } from './queues-kit.ts';

let kit: QueuesKit;
let store: TestStore;
let endpoint: string;
beforeAll(async () => {
  kit = await openQueuesKit();
  ({ store } = kit);
});
afterAll(() => kit.end());
beforeEach(async () => {
  endpoint = await kit.fresh();
});

test('eight at once for an endpoint, one alone once it only fails, eight again when it takes one', async () => {
  await kit.waiting(12);
  const first = await kit.claim();
  expect(first).toHaveLength(8);
  expect(new Set(first.map(({ customer }) => customer)).size).toBe(8);
  expect(await kit.claim()).toEqual([]);
  const again = { verdict: { kind: 'again', delayMs: 60_000, restMs: null }, now: NOW, pace };
  for (const one of first) await kit.mark(one, 500, again);
  const [only, ...others] = await kit.claim();
  expect(others).toEqual([]);
  if (only) await kit.mark(only, 200);
  expect(await kit.claim()).toHaveLength(4); // all but those who wait for their next try
});

test('so many in all over every endpoint, each in its turn', async () => {
  const second = await kit.active();
  await kit.waiting(10);
  const all = await kit.claim(NOW, { inAll: 6 });
  expect(all).toHaveLength(6);
  expect(all.filter((one) => one.endpoint === second)).toHaveLength(3);
  expect(await kit.claim(NOW, { inAll: 6 })).toEqual([]);
});

test('a lease that lapsed is taken over, and its first holder marks nothing but the try', async () => {
  await kit.waiting(1);
  const [first] = await kit.claim();
  expect(await kit.claim()).toEqual([]);
  const [second] = await kit.claim(shiftMs(NOW, pace.leaseMs));
  if (!first || !second) throw new Error('nothing was claimed');
  expect(second).toMatchObject({ sequence: first.sequence, body: first.body });
  await kit.mark(first, 200);
  const [queue] = await kit.queues(endpoint);
  expect(queue).toMatchObject({ tries: 0, lease: second.lease });
  expect(queue?.lease_until).not.toBeNull();
  await kit.mark(second, 200);
  expect((await kit.queues(endpoint))[0]?.pending).toBe((queue?.pending ?? 0) - 1);
  const tries = await store.database
    .selectFrom('webhook_delivery')
    .select('outcome')
    .where('endpoint_id', '=', endpoint)
    .execute();
  expect(tries).toHaveLength(2);
});

test('what was in flight when a replay was asked for is sent again', async () => {
  await kit.waiting(1);
  const flying = await kit.claimOne();
  await asOperator(store).replay(endpoint, flying.customer, 1);
  expect(await applyReplays(store.database, { now: NOW })).toBe(1);
  await kit.mark(flying, 200);
  expect((await kit.claim())[0]).toMatchObject({ sequence: flying.sequence, tries: 0 });
});

test('the outbox told twice makes no second message', async () => {
  await busyCustomer({ store }, 1);
  const rows = await store.database.selectFrom('outbox').selectAll().execute();
  expect(await fanOut(store.database, { now: NOW })).toBe(rows.length);
  const [before] = await kit.queues(endpoint);
  await store.database.insertInto('outbox').values(rows).execute();
  expect(await fanOut(store.database, { now: NOW })).toBe(rows.length);
  expect(await kit.queues(endpoint)).toEqual([before]);
  expect(before?.pending).toBe(rows.length);
});

test('a live customer’s events are not for an endpoint of test mode', async () => {
  await makeCase(store, { mode: 'live' });
  await fanOut(store.database, { now: NOW });
  expect(await kit.queues(endpoint)).toEqual([]);
  await expect(getEndpoint(store.database, LIVE, endpoint)).rejects.toThrow('not_found');
});

test('parking and disabling are in the audit trail, by the system', async () => {
  await kit.waiting(2);
  const [one, two] = await kit.claim();
  if (!one || !two) throw new Error('nothing was claimed');
  await kit.mark(one, 500, { verdict: { kind: 'used_up' } });
  await kit.mark(two, 500, { verdict: { kind: 'used_up' }, now: shiftMs(NOW, pace.nothingMs) });
  const entries = await store.database
    .selectFrom('audit_entry')
    .select('body')
    .where('body', 'like', `%"${endpoint}"%`)
    .orderBy('n')
    .execute();
  const told = entries.map(({ body }) => JSON.parse(body) as { action: string; actor: object });
  expect(told.slice(-3)).toMatchObject([
    { action: 'webhook_endpoint.verified', actor: { kind: 'system' } },
    { action: 'webhook_queue.parked', data: { customer: one.customer } },
    { action: 'webhook_endpoint.disabled', reasons: ['took_nothing'] },
  ]);
});

test('what an earlier address answers does not end a later one', async () => {
  await kit.waiting(1);
  const old = await kit.claimOne();
  await asOperator(store).change(endpoint, { url: 'https://moved.example/' });
  expect(await kit.claim()).toEqual([]);
  await kit.echo(endpoint);
  await kit.mark(old, 410, { verdict: { kind: 'gone' } });
  expect(await getEndpoint(store.database, TEST, endpoint)).toMatchObject({ state: 'active' });
});

test('what an earlier address fails at, too late, does not count against a later one', async () => {
  await kit.waiting(2);
  const [early, late] = await kit.claim();
  if (!early || !late) throw new Error('nothing was claimed');
  await asOperator(store).change(endpoint, { url: 'https://moved.example/' });
  await kit.mark(early, 500, { verdict: { kind: 'used_up' } });
  await kit.echo(endpoint);
  await kit.mark(late, 500, { verdict: { kind: 'used_up' } });
  for (const queue of await kit.queues(endpoint)) {
    expect(queue).toMatchObject({ tries: 0, due_at: NOW, parked_at: null });
  }
  const health = store.database.selectFrom('webhook_health').select('failures');
  expect(await health.where('endpoint_id', '=', endpoint).executeTakeFirst()).toEqual({
    failures: 0,
  });
  const { rows } = await sql`SELECT 1 FROM audit_entry
    WHERE body LIKE ${`%parked%${endpoint}%`}`.execute(store.database);
  expect(rows).toEqual([]);
  expect(await kit.claim()).toHaveLength(2);
});

test('gauges tell the age of what waits, and never an address', async () => {
  await kit.waiting(1);
  const found = await measureWebhooksUnscoped(store.database, { now: shiftMs(NOW, 90_000) });
  const own = found.endpoints.find(({ id }) => id === endpoint);
  expect(own).toMatchObject({ state: 'active', age: 90, parked: 0 });
  expect(own?.waiting).toBeGreaterThan(0);
  expect(JSON.stringify(found)).not.toContain('hooks.example');
});

test('a body beyond its measure keeps what is needed to fetch the rest', () => {
  const event = {
    id: newId('event'),
    customer: newId('customer'),
    sequence: 7,
    type: 'document.rejected',
    at: NOW,
    data: { errors: Array.from({ length: 3000 }, (_, n) => `unheard_of_${n}`) },
    status: 'active',
    statusReason: 'verified',
  } as const;
  const data = { ...event.data, errors: [...event.data.errors] };
  const body = messageBody({ ...event, data }, 5);
  expect(Buffer.byteLength(body)).toBeLessThan(20_000);
  expect(JSON.parse(body)).toMatchObject({
    sequence: 7,
    previous_sequence: 5,
    data: { customer: event.customer, cut: true },
  });
  expect(messageBody({ ...event, data: { errors: ['x'] } }, null)).not.toContain('cut');
});
