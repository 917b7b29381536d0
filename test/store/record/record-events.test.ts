import { afterAll, beforeAll, expect, test } from 'vitest';
import { getCustomerInScope } from '../../../store/customers/get-customer.ts';
import { listEvents } from '../../../store/events/list-events.ts';
import { createStandings, recordCase } from '../../../store/record/record-case.ts';
import { claimReview } from '../../../store/reviews/claim-review.ts';
import { listStatusCounts } from '../../../store/statistics/status-counts.ts';
import {
  ANNA,
  answers,
  APP,
  freshStore,
  makeCase,
  saveCase,
  submission,
  T0,
  TEST,
  type TestCase,
  type TestStore,
  happens,
} from '../kit/make.ts';

let store: TestStore;
beforeAll(async () => {
  store = await freshStore();
});
afterAll(() => store.end());

/** Created, submitted, in doubt: a review is open. */
function inReview(one: TestCase): TestCase {
  const submitted = happens(one, submission());
  return happens(submitted, answers(submitted, 'inconclusive'));
}

test('events of the API and of the recorder share one sequence without a gap', async () => {
  const one = inReview(await makeCase(store));
  await saveCase(store, one);
  const id = one.state.review?.id ?? '';
  await store.database
    .transaction()
    .execute((trx) =>
      claimReview(trx, ANNA, TEST, { id, now: T0, until: '2027-01-10T10:00:00.000Z' }),
    );
  const next = happens(one, { kind: 'locked', actor: APP, reason: null });
  await saveCase(store, next);
  const events = await listEvents(store.database, TEST, {
    customer: one.customer,
    after: 0,
    limit: 99,
    audience: 'findings',
  });
  expect(events.map(({ sequence }) => sequence)).toEqual(events.map((_, index) => index + 1));
  expect(events.map(({ type }) => type)).toContain('review.claimed');
  expect(events.at(-1)?.status).toBe('locked');
  expect((await getCustomerInScope(store.database, TEST, one.customer)).sequence).toBe(
    events.length,
  );
});

test('what only findings:read may know is in no outbox row and in no plain list', async () => {
  const [one] = [await makeCase(store)];
  const isSensitive = one.recorded.map((recorded) => ({
    ...recorded,
    version: 2,
    wire: [
      { type: 'check.completed' as const, actor: APP, data: {}, audience: 'findings' as const },
    ],
  }));
  const batch = { state: { ...one.state, version: 2 }, events: isSensitive };
  await recordCase(store.database, batch, createStandings());
  const list = (audience: 'all' | 'findings') =>
    listEvents(store.database, TEST, { customer: one.customer, after: 0, limit: 99, audience });
  const [all, findings] = await Promise.all([list('all'), list('findings')]);
  expect(findings.length).toBe(all.length + 1);
  const outbox = await store.database
    .selectFrom('outbox')
    .select('event_id')
    .where('customer_id', '=', one.customer)
    .execute();
  expect(outbox.map(({ event_id: id }) => id).sort()).toEqual(all.map(({ id }) => id).sort());
});

const listed = async ({ customer }: TestCase, audience: 'all' | 'findings', after = 0) =>
  (await listEvents(store.database, TEST, { customer, after, limit: 99, audience })).map(
    ({ sequence }) => sequence,
  );
const upTo = (many: number) => Array.from({ length: many }, (_, index) => index + 1);

/** The next version, of which nothing is for all to know; and one of which everything is. */
async function hushedThenLocked(one: TestCase): Promise<TestCase> {
  const wire = [{ type: 'check.completed' as const, actor: APP, data: {}, audience: 'findings' }];
  const submitted = happens(one, submission());
  const [last] = submitted.recorded.slice(-1);
  const isSensitive = { ...submitted, recorded: [{ ...last, wire }] as TestCase['recorded'] };
  await saveCase(store, isSensitive);
  const next = happens(submitted, { kind: 'locked', actor: APP, reason: null });
  await saveCase(store, next);
  return next;
}

test('what only findings:read may know leaves no gap in the numbers of all others', async () => {
  const one = await hushedThenLocked(await makeCase(store));
  const [all, findings] = [await listed(one, 'all'), await listed(one, 'findings')];
  expect(findings).toEqual(upTo(all.length + 1));
  expect(all).toEqual(upTo(all.length));
  expect(await listed(one, 'all', all.length - 1)).toEqual([all.length]);
  expect(await listed(one, 'findings', all.length)).toEqual([all.length + 1]);
});

test('the API’s own events go on in both numberings', async () => {
  const locked = await hushedThenLocked(await makeCase(store));
  const one = happens(locked, answers(locked, 'inconclusive'));
  await saveCase(store, one);
  const id = one.state.review?.id ?? '';
  const before = await listed(one, 'all');
  const until = '2027-01-10T10:00:00.000Z';
  const claim = { id, now: T0, until };
  await store.database.transaction().execute((trx) => claimReview(trx, ANNA, TEST, claim));
  await saveCase(store, happens(one, { kind: 'unlocked', actor: APP, reason: null }));
  const all = await listed(one, 'all');
  expect(all).toEqual(upTo(all.length));
  expect(all.length).toBeGreaterThan(before.length + 1);
});

test('rows from before have one number, which goes on from there', async () => {
  const one = await hushedThenLocked(await makeCase(store));
  const { database } = store;
  const ofCustomer = database.updateTable('event').set({ told: null });
  await ofCustomer.where('customer_id', '=', one.customer).execute();
  const old = await listed(one, 'all');
  const last = old.at(-1) ?? 0;
  expect(last).toBe((await listed(one, 'findings')).length);
  await saveCase(store, happens(one, { kind: 'unlocked', actor: APP, reason: null }));
  const all = await listed(one, 'all');
  expect(all.slice(0, old.length)).toEqual(old);
  expect(all.slice(old.length)).toEqual(all.slice(old.length).map((_, n) => last + 1 + n));
  expect(all.length).toBeGreaterThan(old.length);
});

test('the roll-up of customers by status is what counting gives', async () => {
  const verifying = happens(await makeCase(store), submission());
  await saveCase(store, verifying);
  const locked = happens(verifying, { kind: 'locked', actor: APP, reason: null });
  await Promise.all([saveCase(store, inReview(await makeCase(store))), saveCase(store, locked)]);
  await makeCase(store, { mode: 'live' });
  const counted = await listStatusCounts(store.database, TEST);
  const rows = await store.database
    .selectFrom('case')
    .select(['status', 'status_reason as statusReason'])
    .select((eb) => eb.fn.countAll<string>().as('count'))
    .where('mode', '=', 'test')
    .groupBy(['status', 'status_reason'])
    .orderBy('status')
    .orderBy('status_reason')
    .execute();
  expect(counted).toEqual(rows.map((row) => ({ ...row, count: Number(row.count) })));
  expect(counted.length).toBeGreaterThan(2);
});
