import type { DocumentReport } from '@onfido/api';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { CheckAnswer } from '../../../domain/checks/checks.ts';
import { randomText } from '../../../platform/new-id.ts';
import { forgetCallbacks } from '../../../store/vendors/callbacks.ts';
import { type FakeOnfido, type Fault, startFakeOnfido } from '../../support/fake-onfido/server.ts';
import { documentReport } from '../../support/fake-onfido/reports.ts';
import { DETAILS, freshStore, type TestStore } from '../../store/kit/make.ts';
import { cleaned, openScene, PATIENCE } from './scene.ts';

let store: TestStore;
let fake: FakeOnfido;
let number: string;
beforeAll(async () => {
  store = await freshStore();
});
afterAll(() => store.end());
beforeEach(async () => {
  fake = await startFakeOnfido();
  number = randomText(9);
  fake.reports = () => [report()];
});
afterEach(() => fake.close());

/** Of a document that no other test has. */
const report = (more: Partial<DocumentReport> = {}) =>
  documentReport(DETAILS, { properties: { document_numbers: [{ value: number }] }, ...more });

async function opened() {
  const one = await openScene(store, fake);
  await cleaned(store, one.round, 'pass');
  return one;
}
const outcomes = (answers: CheckAnswer[] | null) => [
  ...new Set(answers?.map(({ outcome }) => outcome)),
];

test('a round is asked once, waited for without holding a place, and answered', async () => {
  fake.completesAfterMs = null;
  const one = await opened();
  expect(await one.tryOnce()).toMatchObject({ type: 'vendor_pending', againMs: 1000 });
  expect(await one.tryOnce()).toMatchObject({ type: 'vendor_pending', againMs: 1000 });
  one.pass(100_000);
  expect(await one.tryOnce()).toMatchObject({ type: 'vendor_pending', againMs: 10_000 });
  fake.complete(one.checks()[0]?.id ?? '');
  const { answers } = await one.tryOnce();
  expect(outcomes(answers)).toEqual(['pass']);
  expect(answers).toHaveLength(one.round.checks.length);
  const asked = fake.requests.length;
  expect((await one.tryOnce()).answers).toEqual(answers);
  expect(fake.requests).toHaveLength(asked);
  expect(fake.documents.map(({ bytes }) => bytes.toString())).toEqual(['clean pixels']);
});

test('what it answered is sealed, and every step has its entry before a page is opened', async () => {
  const one = await opened();
  await one.tryOnce();
  await one.tryOnce();
  const row = await one.row();
  expect(row).toMatchObject({ state: 'answered', faulted_since: null, lease: null });
  expect(row?.answer?.includes('Eriksson')).toBe(false);
  expect(JSON.stringify(row?.round)).not.toMatch(/eriksson/i);
  const told = await one.audited();
  expect(told.filter((action) => action.startsWith('vendor_check.'))).toEqual([
    'vendor_check.begun',
    'vendor_check.applicant_made',
    'vendor_check.started',
    'vendor_check.answered',
  ]);
  expect(told.indexOf('round.opened')).toBeLessThan(told.indexOf('vendor_check.applicant_made'));
});

describe('what the house did not let through', () => {
  test('is waited for, and then never sent', async () => {
    const one = await openScene(store, fake);
    expect(await one.tryOnce()).toMatchObject({ type: 'vendor_file_not_looked_at' });
    await cleaned(store, one.round, 'fail');
    expect(outcomes((await one.tryOnce()).answers)).toEqual(['inconclusive']);
    expect(fake.requests).toEqual([]);
  });
});

describe('killed', () => {
  test.each(['vendor.applicant_made', 'vendor.check_made'])(
    'at %s, the next try asks for no second check',
    async (point) => {
      const one = await opened();
      one.diesAt(point);
      expect(await one.tryOnce()).toMatchObject({ answers: null });
      one.diesAt(null);
      await one.tryOnce();
      expect(outcomes((await one.tryOnce()).answers)).toEqual(['pass']);
      expect(one.checks()).toHaveLength(1);
    },
  );

  test('a frozen try that wakes after its lease asks nothing: another has', async () => {
    const one = await opened();
    fake.break('POST /documents', { kind: 'slow', ms: 700 });
    const frozen = one.tryOnce();
    await expect.poll(() => fake.applicants.length, { timeout: 5000 }).toBe(1);
    expect(await one.tryOnce()).toMatchObject({ type: 'vendor_leased' });
    one.pass(30_000);
    const [first, second] = await Promise.all([frozen, one.tryOnce()]);
    expect(new Set([first.type, second.type])).toEqual(
      new Set(['vendor_leased', 'vendor_pending']),
    );
    expect(one.checks()).toHaveLength(1);
  });
});

const SICK: [string, Fault[]][] = [
  ['429', [{ kind: 'status', status: 429, headers: { 'retry-after': '30' } }]],
  ['5xx', [{ kind: 'status', status: 500 }]],
  ['half answers', [{ kind: 'cut' }]],
  ['half JSON', [{ kind: 'half_json' }]],
  ['a token that is not taken', [{ kind: 'status', status: 401 }]],
  ['a check that nobody heard of', [{ kind: 'done_then_lost' }]],
];

describe.each(SICK)('a vendor that gives %s', (_, faults) => {
  const broken = (times: number) => Array.from({ length: times }, () => faults).flat();

  test('is asked again, and answers once it is well', async () => {
    const one = await opened();
    for (const route of ['POST /applicants', 'POST /checks', 'GET /reports']) {
      fake.break(route, ...faults);
      const { type, againMs } = await one.tryOnce();
      expect(type).toMatch(/^vendor_(?!pending)/);
      expect(againMs).toBeGreaterThanOrEqual(1000);
      one.pass(againMs ?? 0);
      if (route === 'POST /checks') await one.tryOnce();
    }
    expect(outcomes((await one.tryOnce()).answers)).toEqual(['pass']);
    expect((await one.row())?.faulted_since).toBeNull();
    expect(one.checks()).toHaveLength(1);
  });

  test('for too long: unavailable, so that a person looks; nothing is rejected', async () => {
    const one = await opened();
    fake.break('*', ...broken(40));
    for (let at = 0; at < 2; at += 1) {
      expect((await one.tryOnce()).answers).toBeNull();
      one.pass(PATIENCE.faultMs / 2);
    }
    const { answers } = await one.tryOnce();
    expect(outcomes(answers)).toEqual(['unavailable']);
    expect(answers?.every(({ reasons }) => String(reasons) === 'check_unavailable')).toBe(true);
    expect((await one.row())?.state).toBe('given_up');
    const told = await one.audited();
    expect(told.filter((action) => action === 'vendor_check.faulted')).toHaveLength(1);
  });
});

test('a vendor that is at work for too long, refuses, or is not set up: unavailable', async () => {
  fake.completesAfterMs = null;
  const slow = await opened();
  await slow.tryOnce();
  slow.pass(PATIENCE.answerMs);
  expect(outcomes((await slow.tryOnce()).answers)).toEqual(['unavailable']);
  const refused = await opened();
  fake.break('POST /documents', { kind: 'status', status: 422 });
  expect(outcomes((await refused.tryOnce()).answers)).toEqual(['unavailable']);
  const none = await opened();
  expect(await none.tryOnce({ vendors: {} })).toMatchObject({ type: 'vendor_not_set_up' });
  none.pass(PATIENCE.faultMs);
  expect(outcomes((await none.tryOnce({ vendors: {} })).answers)).toEqual(['unavailable']);
  const live = await openScene(store, fake);
  await cleaned(store, live.round, 'pass');
  const round = { ...live.round, mode: 'live' as const };
  expect(await live.tryOnce({ round })).toMatchObject({ type: 'vendor_not_set_up' });
});

describe('a callback', () => {
  test('brings the answer to the case, and the round finds it stored', async () => {
    fake.completesAfterMs = null;
    const one = await opened();
    await one.tryOnce();
    const id = one.checks()[0]?.id ?? '';
    await one.hears(id);
    await one.looks();
    expect(one.told).toEqual([]); // a hint that came too early
    fake.complete(id);
    one.pass(5000);
    await one.looks();
    expect(one.told).toMatchObject([{ kind: 'vendor_answered', document: one.round.document }]);
    const asked = fake.requests.length;
    expect(outcomes((await one.tryOnce()).answers)).toEqual(['pass']);
    expect(fake.requests).toHaveLength(asked);
    expect(await one.looks()).toBe(0);
  });

  test('again, or of what the round found by itself, is no news', async () => {
    const one = await opened();
    await one.tryOnce();
    await one.tryOnce();
    const id = one.checks()[0]?.id ?? '';
    for (const event of ['first', 'second', 'second']) await one.hears(id, `${id}-${event}`);
    expect(await one.looks()).toBe(2);
    expect(one.told).toEqual([]);
  });

  test('after the round was given up is kept, and told for what was accepted meanwhile', async () => {
    fake.completesAfterMs = null;
    const one = await opened();
    await one.tryOnce();
    one.pass(PATIENCE.answerMs);
    await one.tryOnce();
    const id = one.checks()[0]?.id ?? '';
    fake.reports = () => [report({ result: 'consider', sub_result: 'suspected' })];
    fake.complete(id);
    await one.hears(id);
    await one.looks();
    const [event] = one.told;
    expect(event?.findings[0]).toMatchObject({
      outcome: 'fail',
      reasons: ['document_inconsistent'],
    });
    expect(await one.row()).toMatchObject({ state: 'given_up', answer: expect.anything() });
    expect(outcomes((await one.tryOnce()).answers)).toEqual(['unavailable']);
  });

  test('of a result that changed is news', async () => {
    const one = await opened();
    await one.tryOnce();
    await one.tryOnce();
    fake.reports = () => [report({ result: 'consider', sub_result: 'suspected' })];
    await one.hears(one.checks()[0]?.id ?? '');
    await one.looks();
    expect(one.told).toHaveLength(1);
    expect(outcomes((await one.tryOnce()).answers)).toEqual(['pass']); // what stands was stored first
  });

  test('before the answer to the call it is about is kept until that is there', async () => {
    const one = await opened();
    fake.break('POST /checks', { kind: 'done_then_lost' });
    await one.tryOnce();
    const id = one.checks()[0]?.id ?? '';
    await one.hears(id);
    await one.looks();
    expect(one.told).toEqual([]);
    one.pass(5000);
    await one.tryOnce();
    await one.looks();
    expect(one.told).toHaveLength(1);
  });

  test('of a check that is none of ours is laid aside after a while', async () => {
    const one = await opened();
    await one.hears('somebody-elses');
    await one.looks();
    one.pass(600_000);
    await one.looks();
    const { database } = store;
    const row = database.selectFrom('vendor_callback').select('state');
    const found = await row.where('reference', '=', 'somebody-elses').executeTakeFirst();
    expect(found?.state).toBe('unknown');
    expect(one.told).toEqual([]);
    const listed = async () => (await row.execute()).map(({ state }) => state);
    await one.hears('not-looked-after');
    await forgetCallbacks(database, { before: new Date(Date.now() + 3_600_000).toISOString() });
    expect(new Set(await listed())).toEqual(new Set(['received']));
  });
});
