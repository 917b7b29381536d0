import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Actor } from '../../../domain/access/access.ts';
import { shiftMs } from '../../../domain/time.ts';
import { assignReview } from '../../../store/reviews/assign-review.ts';
import { claimReview } from '../../../store/reviews/claim-review.ts';
import { getReview } from '../../../store/reviews/get-review.ts';
import { ANNA, APP, BERT, LIVE, TEST, type TestStore } from '../kit/make.ts';
import { type Ask, HELD_MS, NOW, openQueue, proposal, type Queue, type Wish } from './queue.ts';

let queue: Queue;
let store: TestStore;
beforeAll(async () => {
  queue = await openQueue();
  ({ store } = queue);
});
afterAll(() => store.end());

const next = (actor: Actor, ask: Ask = {}) => queue.next(actor, ask);
const empty = () => queue.empty();
const inReview = async (wish: Wish = {}) => (await queue.inReview(wish)).review;

test('high risk comes first, then the oldest due; each is given once', async () => {
  await empty();
  const late = await inReview({ at: '2027-01-08T09:00:00.000Z' });
  const early = await inReview({ at: '2027-01-05T09:00:00.000Z' });
  const high = await inReview({ at: '2027-01-09T09:00:00.000Z', country: 'IR' });
  expect([await next(ANNA), await next(BERT), await next(ANNA), await next(ANNA)]).toEqual([
    high,
    early,
    late,
    null,
  ]);
  const held = await getReview(store.database, TEST, { id: high, now: NOW });
  expect(held.claim).toEqual({
    holder: 'Anna R',
    claimedAt: NOW,
    expiresAt: shiftMs(NOW, HELD_MS),
  });
  const events = await store.database
    .selectFrom('event')
    .select(['type', 'data', 'actor'])
    .where('customer_id', '=', held.customer)
    .where('version', 'is', null)
    .execute();
  expect(events).toMatchObject([{ type: 'review.claimed', data: { review: high }, actor: ANNA }]);
  const { body } = await store.database
    .selectFrom('audit_entry')
    .select('body')
    .where('chain', '=', held.customer)
    .orderBy('n', 'desc')
    .executeTakeFirstOrThrow();
  expect(JSON.parse(body)).toMatchObject({
    action: 'review.claimed',
    object: high,
    data: { holder: 'Anna R' },
  });
});

test('without the right to findings the order does not tell the risk', async () => {
  await empty();
  const high = await inReview({ at: '2027-01-09T09:00:00.000Z', country: 'IR' });
  const early = await inReview({ at: '2027-01-05T09:00:00.000Z' });
  expect(await next(ANNA, { readsFindings: false })).toBe(early);
  expect(await next(ANNA, { readsFindings: false })).toBe(high);
});

test('what was escalated comes first to a senior and not at all to others', async () => {
  await empty();
  const plain = await inReview({ at: '2027-01-05T09:00:00.000Z', country: 'IR' });
  const escalated = await inReview({
    at: '2027-01-08T09:00:00.000Z',
    after: () => ({ kind: 'review_escalated', actor: ANNA, reason: null }),
  });
  expect(await next(ANNA)).toBe(plain);
  expect(await next(ANNA)).toBeNull();
  const other = await inReview({ country: 'IR' });
  expect(await next(BERT, { takesEscalated: true })).toBe(escalated);
  expect(await next(BERT, { takesEscalated: true })).toBe(other);
});

test('nobody is given what they proposed or sent in themselves, by whatever key', async () => {
  await empty();
  const uploaded = await inReview({ submittedBy: ANNA });
  const proposed = await inReview({ after: proposal });
  const second: Actor = { ...ANNA, id: 'another key of hers', role: 'senior_reviewer' };
  expect(await next(ANNA)).toBeNull();
  expect(await next(second, { takesEscalated: true })).toBeNull();
  const given = [await next(BERT, { confirms: true }), await next(BERT, { confirms: true })];
  expect(new Set(given)).toEqual(new Set([uploaded, proposed]));
});

test('a claim that expired is none; another mode’s review is not there; an app is nobody', async () => {
  await empty();
  const id = await inReview();
  const live = await inReview({ mode: 'live' });
  expect(await next(ANNA)).toBe(id);
  expect(await next(BERT, { now: shiftMs(NOW, HELD_MS - 1) })).toBeNull();
  expect(await next(BERT, { now: shiftMs(NOW, HELD_MS) })).toBe(id);
  expect(await next(ANNA, { scope: LIVE })).toBe(live);
  await expect(next(APP)).rejects.toMatchObject({ code: 'forbidden' });
});

test('twelve who ask at once get twelve reviews, none twice', async () => {
  await empty();
  const ids = await Promise.all(Array.from({ length: 12 }, () => inReview()));
  const people = ids.map((_, n): Actor => ({ ...ANNA, id: `k${n}`, holder: `Person ${n}` }));
  const got: (string | null)[] = [];
  for (let tries = 0; got.length < ids.length && tries < 20; tries += 1) {
    const round = await Promise.all(people.slice(got.length).map((person) => next(person)));
    got.push(...round.filter((id) => id !== null));
  }
  expect(got).toHaveLength(ids.length);
  expect(new Set(got)).toEqual(new Set(ids));
});

test('a case that somebody has in hand is passed over, not waited for', async () => {
  await empty();
  const first = await inReview({ at: '2027-01-04T09:00:00.000Z' });
  const second = await inReview({ at: '2027-01-05T09:00:00.000Z' });
  const { customer } = await getReview(store.database, TEST, { id: first, now: NOW });
  await store.database.transaction().execute(async (trx) => {
    await trx
      .selectFrom('case')
      .select('version')
      .where('customer_id', '=', customer)
      .forUpdate()
      .execute();
    expect(await next(ANNA)).toBe(second);
  });
  expect(await next(BERT)).toBe(first);
});

test('an assignment takes a review from its holder, and a claim does not cut it short', async () => {
  await empty();
  const id = await inReview();
  const until = shiftMs(NOW, 8 * 3_600_000);
  expect(await next(ANNA)).toBe(id);
  const assign = (holder: string) =>
    store.database
      .transaction()
      .execute((trx) => assignReview(trx, BERT, TEST, { id, holder, now: NOW, until }));
  await assign('Carl R');
  const claim = (actor: Actor) => {
    const at = { id, now: NOW, until: shiftMs(NOW, HELD_MS) };
    return store.database.transaction().execute((trx) => claimReview(trx, actor, TEST, at));
  };
  await expect(claim(ANNA)).rejects.toMatchObject({ code: 'review_already_claimed' });
  const carl: Actor = { ...ANNA, id: 'carl', holder: 'Carl R' };
  expect(await claim(carl)).toMatchObject({ holder: 'Carl R', expiresAt: until });
  const { customer } = await getReview(store.database, TEST, { id, now: NOW });
  const entries = await store.database
    .selectFrom('audit_entry')
    .select('body')
    .where('chain', '=', customer)
    .where('body', 'like', '%review.assigned%')
    .execute();
  expect(entries.map(({ body }) => JSON.parse(body) as object)).toMatchObject([
    { actor: BERT, data: { holder: 'Carl R', from: 'Anna R', until } },
  ]);
});
