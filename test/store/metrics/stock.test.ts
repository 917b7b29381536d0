import { afterEach, beforeEach, expect, it } from 'vitest';
import { shiftMs } from '../../../domain/time.ts';
import { writeCheckpoint } from '../../../store/audit/checkpoint.ts';
import { createMeters, type Meters } from '../../../platform/metrics/meters.ts';
import { showDatabaseGauges } from '../../../store/metrics/show-database-gauges.ts';
import { measureDatabaseUnscoped } from '../../../store/metrics/measure-database.ts';
import { claimReview } from '../../../store/reviews/claim-review.ts';
import {
  ANNA,
  APP,
  answers,
  freshStore,
  happens,
  makeCase,
  makeCustomer,
  saveCase,
  submission,
  T0,
  TEST,
  type TestStore,
} from '../kit/make.ts';

let store: TestStore;
let meters: Meters;
beforeEach(async () => {
  store = await freshStore();
  meters = createMeters('worker');
});
afterEach(() => store.end());

async function shown(now: string): Promise<string> {
  const stock = await measureDatabaseUnscoped(store.database, { now });
  showDatabaseGauges(meters, stock, { now, since: T0 });
  return meters.text();
}

/** A case whose passport is with the engines since `T0` plus a minute. */
async function verifying(mode: 'live' | 'test' = 'test') {
  const one = happens(await makeCase(store, { mode }), submission());
  await saveCase(store, one);
  return one;
}

it('counts cases by mode and status, and shows what there is none of as 0', async () => {
  await makeCase(store, { mode: 'live' });
  await verifying();
  const text = await shown(T0);
  const of = (labels: string, count: number) =>
    expect(text).toContain(`vouch_cases{${labels}} ${count}\n`);
  of('mode="live",status="approval_pending",status_reason="collecting"', 1);
  of('mode="test",status="approval_pending",status_reason="verifying"', 1);
  of('mode="test",status="approval_pending",status_reason="collecting"', 0);
  of('mode="live",status="active",status_reason="verified"', 0);
  expect(text).not.toContain('status="active",status_reason="collecting"'); // there is no such case
});

it('a case that verifies is stuck after 15 minutes without news, not before', async () => {
  await verifying('live');
  const since = shiftMs(T0, 60_000);
  const early = await shown(shiftMs(since, 15 * 60_000));
  expect(early).toContain('vouch_cases_stuck{mode="live"} 0');
  expect(early).toContain('vouch_case_verifying_oldest_age_seconds{mode="live"} 900');
  const late = await shown(shiftMs(since, 15 * 60_000 + 1000));
  expect(late).toContain('vouch_cases_stuck{mode="live"} 1');
  expect(late).toContain('vouch_cases_stuck{mode="test"} 0');
});

const stuck = (text: string, mode: 'live' | 'test') =>
  Number(new RegExp(`vouch_cases_stuck{mode="${mode}"} (\\d+)\n`).exec(text)?.[1]);
const LATER = 15 * 60_000 + 1000;

it('an unanswered check is stuck whatever the status: asked for again, active, with news since', async () => {
  const sent = await verifying();
  const failed = happens(sent, answers(sent, 'fail'));
  const again = happens(failed, submission());
  await saveCase(store, again);
  const { status, reason } = await store.database
    .selectFrom('case')
    .select(['status', 'status_reason as reason'])
    .executeTakeFirstOrThrow();
  expect(`${status} ${reason}`).not.toContain('locked');
  const since = again.recorded.at(-1)?.at ?? T0;
  expect(stuck(await shown(shiftMs(since, LATER - 2000)), 'test')).toBe(0);
  expect(stuck(await shown(shiftMs(since, LATER)), 'test')).toBe(1);
  await store.database
    .updateTable('case')
    .set({ status: 'active', status_reason: 'requirements_due', updated_at: shiftMs(since, LATER) })
    .execute();
  expect(stuck(await shown(shiftMs(since, LATER)), 'test')).toBe(1);
});

it('a check that nobody waits for any longer is not stuck', async () => {
  const sent = await verifying();
  const closed = happens(sent, { kind: 'closed', actor: APP, withdrawn: true, reason: null });
  await saveCase(store, closed);
  const { running } = await store.database
    .selectFrom('check')
    .select((eb) => eb.fn.countAll<number>().as('running'))
    .where('outcome', 'is', null)
    .executeTakeFirstOrThrow();
  expect(Number(running)).toBeGreaterThan(0);
  expect(stuck(await shown(shiftMs(T0, 3_600_000)), 'test')).toBe(0);
});

it('a deadline that passed unnoticed is stuck in every phase', async () => {
  const one = await makeCase(store);
  const due = async () =>
    (await store.database.selectFrom('case').select('due_at').executeTakeFirstOrThrow()).due_at;
  const collecting = (await due()) ?? '';
  expect(stuck(await shown(shiftMs(collecting, LATER - 2000)), 'test')).toBe(0);
  expect(stuck(await shown(shiftMs(collecting, LATER)), 'test')).toBe(1);
  const sent = happens(one, submission());
  const asked = happens(sent, answers(sent, 'inconclusive'));
  await saveCase(store, asked);
  const escalation = (await due()) ?? '';
  expect(escalation).toBe(asked.state.review?.dueAt);
  expect(stuck(await shown(shiftMs(escalation, LATER)), 'test')).toBe(1);
});

it('a customer whose case was never recorded is stuck, until they are erased', async () => {
  const { facts } = await makeCustomer(store, { mode: 'live' });
  expect(stuck(await shown(shiftMs(T0, LATER - 2000)), 'live')).toBe(0);
  expect(stuck(await shown(shiftMs(T0, LATER)), 'live')).toBe(1);
  await store.database
    .updateTable('customer')
    .set({ erased_at: T0 })
    .where('id', '=', facts.customer)
    .execute();
  expect(stuck(await shown(shiftMs(T0, LATER)), 'live')).toBe(0);
});

it('a review ages, is claimed, and is overdue; one that is claimed is no longer unclaimed', async () => {
  const sent = await verifying();
  const asked = happens(sent, answers(sent, 'inconclusive'));
  const { review } = asked.state;
  if (!review) throw new Error('no review was opened');
  await saveCase(store, asked);
  const now = shiftMs(review.openedAt, 90_000);
  const age = (claimed: boolean, seconds: number) =>
    `vouch_review_oldest_age_seconds{mode="test",claimed="${claimed}",escalated="false"} ${seconds}\n`;
  const open = await shown(now);
  expect(open).toContain(age(false, 90));
  expect(open).toContain(age(true, 0));
  const until = shiftMs(now, 60_000);
  await store.database
    .transaction()
    .execute((trx) => claimReview(trx, ANNA, TEST, { id: review.id, now, until }));
  const claimed = await shown(now);
  expect(claimed).toContain(age(false, 0));
  expect(claimed).toContain(age(true, 90));
  expect(claimed).toContain('vouch_reviews_overdue{mode="test"} 0');
  const overdue = await shown(shiftMs(review.dueAt, 1000)); // the claim has lapsed as well
  expect(overdue).toContain('vouch_reviews_overdue{mode="test"} 1');
  expect(overdue).toContain('vouch_reviews_open{mode="test",claimed="false",escalated="false"} 1');
});

it('the age of the checkpoint is that of the process until one is signed', async () => {
  const now = shiftMs(T0, 600_000);
  expect(await shown(now)).toContain('vouch_audit_checkpoint_age_seconds 600');
  await writeCheckpoint(store.database, store.keys, { at: shiftMs(now, -5000) });
  const text = await shown(now);
  expect(text).toContain('vouch_audit_checkpoint_age_seconds 5\n');
  expect(text).toContain(`vouch_stock_timestamp_seconds ${Date.parse(now) / 1000}`);
});

it('the age of the outbox is that of its oldest row, and 0 once all are taken up', async () => {
  await makeCase(store);
  expect(await shown(shiftMs(T0, 30_000))).toContain('vouch_outbox_oldest_age_seconds 30\n');
  await store.database.deleteFrom('outbox').execute();
  expect(await shown(shiftMs(T0, 30_000))).toContain('vouch_outbox_oldest_age_seconds 0\n');
});
