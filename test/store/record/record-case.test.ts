import { afterAll, beforeAll, expect, test } from 'vitest';
import { getCustomerInScope } from '../../../store/customers/get-customer.ts';
import { getRequirements } from '../../../store/customers/get-requirements.ts';
import { listDecisions } from '../../../store/decisions/decisions.ts';
import { listDocuments } from '../../../store/documents/document.ts';
import { listChecks } from '../../../store/checks/list-checks.ts';
import { listEvents } from '../../../store/events/list-events.ts';
import { createStandings, recordCase } from '../../../store/record/record-case.ts';
import { claimReview } from '../../../store/reviews/claim-review.ts';
import { getReview } from '../../../store/reviews/get-review.ts';
import {
  ANNA,
  answers,
  APP,
  freshStore,
  LIVE,
  makeCase,
  makeCustomer,
  openTestCase,
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

/** All rows that the recorder writes of one customer, to compare before and after. */
async function rowsOf(customer: string) {
  const { database } = store;
  const of = (table: 'document' | 'check' | 'review' | 'decision' | 'outbox') =>
    database
      .selectFrom(table)
      .selectAll()
      .where('customer_id', '=', customer)
      .orderBy(table === 'outbox' ? 'event_id' : 'id')
      .execute();
  const events = database
    .selectFrom('event')
    .selectAll()
    .where('customer_id', '=', customer)
    .orderBy('sequence')
    .execute();
  const audit = database
    .selectFrom('audit_entry')
    .select(['n', 'body'])
    .where('chain', '=', customer)
    .orderBy('n')
    .execute();
  const row = database.selectFrom('case').selectAll().where('customer_id', '=', customer).execute();
  const all = [
    row,
    events,
    audit,
    of('document'),
    of('check'),
    of('review'),
    of('decision'),
    of('outbox'),
  ];
  return Promise.all(all);
}

/** Created, submitted, in doubt: a review is open. */
function inReview(one: TestCase): TestCase {
  const submitted = happens(one, submission());
  return happens(submitted, answers(submitted, 'inconclusive'));
}

test('version 1 makes a customer visible, with its requirements and its first event', async () => {
  const opening = await makeCustomer(store);
  const { customer } = opening.facts;
  await expect(getCustomerInScope(store.database, TEST, customer)).rejects.toMatchObject({
    code: 'not_found',
  });
  const one = openTestCase(opening);
  await saveCase(store, one);
  const row = await getCustomerInScope(store.database, TEST, customer);
  expect(row).toMatchObject({
    id: customer,
    status: 'approval_pending',
    statusReason: 'collecting',
    level: 'standard',
    version: 1,
    detailsVersion: 1,
    verifiedAt: null,
    closedAt: null,
    createdAt: T0,
    screening: 'not_run',
  });
  const { requirements, version } = await getRequirements(store.database, TEST, customer);
  expect(version).toBe(1);
  expect(requirements.items.map((item) => item.requirement)).toContain('identity');
  const events = await listEvents(store.database, TEST, {
    customer,
    after: 0,
    limit: 50,
    audience: 'all',
  });
  expect(events[0]).toMatchObject({ sequence: 1, type: 'customer.created', actor: APP, at: T0 });
  expect(events.map((event) => event.sequence)).toEqual(events.map((_, index) => index + 1));
});

test('another mode does not see the customer', async () => {
  const { customer } = await makeCase(store);
  await expect(getCustomerInScope(store.database, LIVE, customer)).rejects.toMatchObject({
    code: 'not_found',
  });
  await expect(getRequirements(store.database, LIVE, customer)).rejects.toMatchObject({
    code: 'not_found',
  });
  expect(
    await listEvents(store.database, LIVE, { customer, after: 0, limit: 9, audience: 'findings' }),
  ).toEqual([]);
});

test('the same recording twice changes nothing', async () => {
  const one = inReview(await makeCase(store));
  await saveCase(store, one);
  const before = await rowsOf(one.customer);
  await saveCase(store, one);
  expect(await rowsOf(one.customer)).toEqual(before);
});

test('a recording that overlaps what is there adds only what is new', async () => {
  const first = happens(await makeCase(store), submission());
  await saveCase(store, first);
  const second = happens(first, answers(first, 'pass'));
  const overlapping = { ...second, recorded: second.recorded.slice(1) };
  await saveCase(store, overlapping);
  const other = await makeCase(store);
  expect((await getCustomerInScope(store.database, TEST, first.customer)).version).toBe(3);
  expect((await getCustomerInScope(store.database, TEST, other.customer)).version).toBe(1);
  const documents = await listDocuments(store.database, TEST, first.customer);
  expect(documents.map(({ state }) => state)).toEqual(['accepted']);
  const checks = await listChecks(store.database, TEST, first.customer);
  expect(checks.length).toBeGreaterThan(3);
  expect(new Set(checks.map(({ outcome }) => outcome))).toEqual(new Set(['pass']));
  expect(
    checks.every(({ createdAt, answeredAt }) => answeredAt !== null && createdAt < answeredAt),
  ).toBe(true);
});

test('who remembers how a case stood is told by the write when it stands otherwise', async () => {
  const mine = createStandings();
  const step = (one: TestCase, by = mine) =>
    recordCase(store.database, { state: one.state, events: one.recorded.slice(-1) }, by);
  const opened = openTestCase(await makeCustomer(store));
  await step(opened);
  const submitted = happens(opened, submission());
  await step(submitted, createStandings()); // another process: mine is behind by a version
  const doubted = happens(submitted, answers(submitted, 'inconclusive'));
  await step(doubted);
  const claim = {
    id: String(doubted.state.review?.id),
    now: T0,
    until: '2027-01-10T10:00:00.000Z',
  };
  await store.database.transaction().execute((trx) => claimReview(trx, ANNA, TEST, claim)); // and now by an event
  await step(happens(doubted, { kind: 'locked', actor: APP, reason: null }));
  const [rows, events] = await rowsOf(opened.customer);
  expect(rows).toMatchObject([{ version: 4, sequence: events?.length, status: 'locked' }]);
  expect(events?.map((row) => 'sequence' in row && row.sequence)).toEqual(
    events?.map((_, index) => index + 1),
  );
});

test('a gap is an error and leaves nothing behind', async () => {
  const one = inReview(await makeCase(store));
  const before = await rowsOf(one.customer);
  const gap = { state: one.state, events: one.recorded.slice(2) };
  await expect(recordCase(store.database, gap, createStandings())).rejects.toThrow('gap');
  const tail = { state: one.state, events: one.recorded.slice(0, 2) };
  await expect(recordCase(store.database, tail, createStandings())).rejects.toThrow('last event');
  expect(await rowsOf(one.customer)).toEqual(before);
});

test('one recording by eight at once, from the very first version on, is recorded once', async () => {
  const one = inReview(openTestCase(await makeCustomer(store)));
  await Promise.all(Array.from({ length: 8 }, () => saveCase(store, one)));
  const [rows, events, audit] = await rowsOf(one.customer);
  expect(rows).toHaveLength(1);
  expect(events).toHaveLength(one.recorded.flatMap(({ wire }) => wire).length);
  expect(audit?.length).toBe(2 + 2 + one.recorded.flatMap(({ decisions }) => decisions).length);
});

test('however the versions are cut into recordings, the rows are the same', async () => {
  const whole = inReview(openTestCase(await makeCustomer(store)));
  await saveCase(store, whole);
  const cut = openTestCase(await makeCustomer(store));
  await saveCase(store, cut);
  const submitted = happens(cut, submission());
  await saveCase(store, submitted);
  const last = happens(submitted, answers(submitted, 'inconclusive'));
  await saveCase(store, last);
  const shape = async ({ customer }: TestCase) => {
    const text = JSON.stringify(await rowsOf(customer));
    const plain = text.replaceAll(customer.slice(4), '…').replaceAll(/(doc|blb)_\w+/g, '$1');
    return JSON.parse(plain.replaceAll(/sha256:\w+/g, 'sha256')) as unknown[];
  };
  expect(await shape(last)).toEqual(await shape(whole));
});

test('a review is opened and closed, and its decision names person, policy and evidence', async () => {
  const one = inReview(await makeCase(store));
  await saveCase(store, one);
  const seen = await getCustomerInScope(store.database, TEST, one.customer);
  const review = await getReview(store.database, TEST, { id: seen.review ?? '', now: T0 });
  expect(review).toMatchObject({
    customer: one.customer,
    requirements: ['identity'],
    closedAt: null,
  });
  const { evidence } = await evidenceOf(one);
  const decided = happens(one, {
    kind: 'decision_made',
    actor: ANNA,
    outcome: 'approve',
    requirements: ['identity'],
    reasons: [],
    final: false,
    note: 'txt_note',
    message: null,
    evidence,
    confirms: null,
  });
  await saveCase(store, decided);
  const closed = await getReview(store.database, TEST, { id: review.id, now: T0 });
  expect(closed).toMatchObject({
    outcome: 'decided',
    requirements: ['identity'],
    openedAt: review.openedAt,
  });
  const decisions = await listDecisions(store.database, TEST, one.customer);
  const byPerson = decisions.find(({ by }) => by.kind === 'key');
  expect(byPerson).toMatchObject({
    by: ANNA,
    outcome: 'approve',
    state: 'made',
    policy: { name: 'standard', version: 1 },
    note: 'txt_note',
    evidence: seen.evidence,
  });
  const used = await store.database
    .selectFrom('case_reference')
    .select('id')
    .where('customer_id', '=', one.customer)
    .execute();
  expect(used.map(({ id }) => id).sort()).toEqual([`${one.customer}/1`, 'txt_note'].sort());
});

async function evidenceOf({ state }: TestCase) {
  const { evidenceParts } = await import('../../../domain/case/evidence.ts');
  return { evidence: evidenceParts(state) };
}

test('each event and each decision has its audit entry, with request and both statuses', async () => {
  const one = inReview(await makeCase(store));
  await saveCase(store, one);
  const rows = await store.database
    .selectFrom('audit_entry')
    .select('body')
    .where('chain', '=', one.customer)
    .orderBy('n')
    .execute();
  const bodies = rows.map(({ body }) => JSON.parse(body) as Record<string, unknown>);
  expect(bodies.map((body) => body['action'])).toEqual([
    'customer.created',
    'case.opened',
    'documents.submitted',
    'checks.answered',
  ]);
  expect(bodies[2]).toMatchObject({
    actor: APP,
    request: 'req_1',
    from: 'approval_pending/collecting',
    to: 'approval_pending/verifying',
    policy: { name: 'standard', version: 1 },
  });
});
