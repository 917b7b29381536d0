import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { STANDARD_PACE } from '../../../domain/webhooks/pace.ts';
import { shiftMs } from '../../../domain/time.ts';
import { newId } from '../../../store/new-id.ts';
import { applyReplays } from '../../../store/webhooks/apply-replays.ts';
import { claimChallenges, markChallenge } from '../../../store/webhooks/challenges.ts';
import { type Claimed, claimDue } from '../../../store/webhooks/claim-due.ts';
import { cleanWebhooks } from '../../../store/webhooks/clean-webhooks.ts';
import { deleteEndpoint } from '../../../store/webhooks/change-endpoint.ts';
import { getEndpoint } from '../../../store/webhooks/endpoint.ts';
import { fanOut } from '../../../store/webhooks/fan-out.ts';
import { markTry } from '../../../store/webhooks/mark-try.ts';
import { measureWebhooksUnscoped } from '../../../store/webhooks/measure-webhooks.ts';
import { messageBody } from '../../../store/webhooks/message-body.ts';
import { asOperator, busyCustomer } from '../../activities/webhooks/sender-kit.ts';
import { APP, freshStore, LIVE, makeCase, TEST, type TestStore } from '../make.ts';

const pace = STANDARD_PACE;
const NOW = '2027-03-01T12:00:00.000Z';
const DAY_MS = 86_400_000;
const TAKEN = { verdict: { kind: 'delivered' }, now: NOW, pace } as const;
const tryOf = (code: number) => ({ at: NOW, code, problem: null, durationMs: 5, bytes: 0 });

let store: TestStore;
let endpoint: string;
beforeAll(async () => {
  store = await freshStore();
});
afterAll(() => store.end());
beforeEach(async () => {
  await sql`UPDATE webhook_endpoint SET deleted_at = ${NOW}`.execute(store.database);
  await sql`DELETE FROM outbox`.execute(store.database);
  await sql`UPDATE webhook_queue SET lease_until = NULL`.execute(store.database);
  endpoint = await active();
});

/** An endpoint that has echoed its challenge. */
async function active(): Promise<string> {
  const { id } = await asOperator(store).register('https://hooks.example/');
  const [due] = await claimChallenges(store.database, { now: NOW, pace });
  if (due?.endpoint !== id) throw new Error('another challenge was due');
  await markChallenge(store.database, due, { failed: null, now: NOW, pace });
  return id;
}

const claim = (now = NOW, more: Partial<typeof pace> = {}) =>
  claimDue(store.database, { now, pace: { ...pace, ...more } });
const mark = (one: Claimed, code: number, more: object = {}) =>
  markTry(store.database, one, tryOf(code), { ...TAKEN, ...more });
const queues = () =>
  store.database
    .selectFrom('webhook_queue')
    .selectAll()
    .where('endpoint_id', '=', endpoint)
    .orderBy('customer_id')
    .execute();
async function waiting(customers: number): Promise<void> {
  for (let n = 0; n < customers; n += 1) await makeCase(store);
  while ((await fanOut(store.database, { now: NOW })) > 0);
}

test('eight at once for an endpoint, one alone once it only fails, eight again when it takes one', async () => {
  await waiting(12);
  const first = await claim();
  expect(first).toHaveLength(8);
  expect(new Set(first.map(({ customer }) => customer)).size).toBe(8);
  expect(await claim()).toEqual([]);
  const again = { verdict: { kind: 'again', delayMs: 60_000, restMs: null }, now: NOW, pace };
  for (const one of first) await mark(one, 500, again);
  const [only, ...others] = await claim();
  expect(others).toEqual([]);
  if (only) await mark(only, 200);
  expect(await claim()).toHaveLength(4); // all but those who wait for their next try
});

test('so many in all over every endpoint, each in its turn', async () => {
  const second = await active();
  await waiting(10);
  const all = await claim(NOW, { inAll: 6 });
  expect(all).toHaveLength(6);
  expect(all.filter((one) => one.endpoint === second)).toHaveLength(3);
  expect(await claim(NOW, { inAll: 6 })).toEqual([]);
});

test('a lease that lapsed is taken over, and its first holder marks nothing but the try', async () => {
  await waiting(1);
  const [first] = await claim();
  expect(await claim()).toEqual([]);
  const [second] = await claim(shiftMs(NOW, pace.leaseMs));
  if (!first || !second) throw new Error('nothing was claimed');
  expect(second).toMatchObject({ sequence: first.sequence, body: first.body });
  await mark(first, 200);
  const [queue] = await queues();
  expect(queue).toMatchObject({ tries: 0, lease: second.lease });
  expect(queue?.lease_until).not.toBeNull();
  await mark(second, 200);
  expect((await queues())[0]?.pending).toBe((queue?.pending ?? 0) - 1);
  const tries = await store.database
    .selectFrom('webhook_delivery')
    .select('outcome')
    .where('endpoint_id', '=', endpoint)
    .execute();
  expect(tries).toHaveLength(2);
});

test('what was in flight when a replay was asked for is sent again', async () => {
  await waiting(1);
  const [flying] = await claim();
  if (!flying) throw new Error('nothing was claimed');
  await asOperator(store).replay(endpoint, flying.customer, 1);
  expect(await applyReplays(store.database, { now: NOW })).toBe(1);
  await mark(flying, 200);
  expect((await claim())[0]).toMatchObject({ sequence: flying.sequence, tries: 0 });
});

test('the outbox told twice makes no second message', async () => {
  await busyCustomer({ store }, 1);
  const rows = await store.database.selectFrom('outbox').selectAll().execute();
  expect(await fanOut(store.database, { now: NOW })).toBe(rows.length);
  const [before] = await queues();
  await store.database.insertInto('outbox').values(rows).execute();
  expect(await fanOut(store.database, { now: NOW })).toBe(rows.length);
  expect(await queues()).toEqual([before]);
  expect(before?.pending).toBe(rows.length);
});

test('a live customer’s events are not for an endpoint of test mode', async () => {
  await makeCase(store, { mode: 'live' });
  await fanOut(store.database, { now: NOW });
  expect(await queues()).toEqual([]);
  await expect(getEndpoint(store.database, LIVE, endpoint)).rejects.toThrow('not_found');
});

test('after thirty days messages go, undelivered ones too, and a parked queue is free again', async () => {
  await waiting(1);
  const [one] = await claim();
  if (!one) throw new Error('nothing was claimed');
  await mark(one, 500, { verdict: { kind: 'used_up' } });
  const [parked] = await queues();
  expect(parked?.parked_at).toBe(NOW);
  const early = { now: shiftMs(NOW, 29 * DAY_MS) };
  expect(await cleanWebhooks(store.database, early)).toEqual({ undelivered: 0 });
  const late = { now: shiftMs(NOW, 31 * DAY_MS) };
  expect(await cleanWebhooks(store.database, late)).toEqual({ undelivered: parked?.pending });
  expect((await queues())[0]).toMatchObject({ pending: 0, parked_at: null });
  const { rows } =
    await sql`SELECT 1 FROM webhook_delivery WHERE endpoint_id = ${endpoint}`.execute(
      store.database,
    );
  expect(rows).toEqual([]);
});

test('parking and disabling are in the audit trail, by the system', async () => {
  await waiting(2);
  const [one, two] = await claim();
  if (!one || !two) throw new Error('nothing was claimed');
  await mark(one, 500, { verdict: { kind: 'used_up' } });
  await mark(two, 500, { verdict: { kind: 'used_up' }, now: shiftMs(NOW, pace.nothingMs) });
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
  await waiting(1);
  const [old] = await claim();
  if (!old) throw new Error('nothing was claimed');
  await asOperator(store).change(endpoint, { url: 'https://moved.example/' });
  expect(await claim()).toEqual([]);
  const [due] = await claimChallenges(store.database, { now: NOW, pace });
  if (!due) throw new Error('no challenge is due');
  await markChallenge(store.database, due, { failed: null, now: NOW, pace });
  await mark(old, 410, { verdict: { kind: 'gone' } });
  expect(await getEndpoint(store.database, TEST, endpoint)).toMatchObject({ state: 'active' });
});

test('all of a deleted endpoint is removed', async () => {
  await waiting(1);
  await store.database
    .transaction()
    .execute((trx) => deleteEndpoint(trx, APP, TEST, { id: endpoint, at: NOW }));
  expect(await claim()).toEqual([]);
  await cleanWebhooks(store.database, { now: NOW });
  for (const table of ['message', 'queue', 'health', 'delivery', 'secret']) {
    const { rows } = await sql`SELECT 1 FROM ${sql.table(`webhook_${table}`)}
      WHERE endpoint_id = ${endpoint}`.execute(store.database);
    expect(rows, table).toEqual([]);
  }
});

test('gauges tell the age of what waits, and never an address', async () => {
  await waiting(1);
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
