import { afterAll, beforeAll, expect, test } from 'vitest';
import { getCustomerInScope } from '../../../store/customers/get-customer.ts';
import { listEvents } from '../../../store/events/list-events.ts';
import { createStandings, recordCase } from '../../../store/record/record-case.ts';
import { claimReview } from '../../../store/reviews/claim-review.ts';
import { listStatusCounts } from '../../../store/status-counts.ts';
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
} from '../make.ts';

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
  const hushed = one.recorded.map((recorded) => ({
    ...recorded,
    version: 2,
    wire: [
      { type: 'check.completed' as const, actor: APP, data: {}, audience: 'findings' as const },
    ],
  }));
  const batch = { state: { ...one.state, version: 2 }, events: hushed };
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
