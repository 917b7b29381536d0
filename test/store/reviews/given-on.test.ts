import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Actor } from '../../../domain/access/access.ts';
import type { CaseEvent } from '../../../domain/case/event.ts';
import { shiftMs } from '../../../domain/time.ts';
import { assignReview } from '../../../store/reviews/assign-review.ts';
import { claimReview } from '../../../store/reviews/claim-review.ts';
import { getReview } from '../../../store/reviews/get-review.ts';
import { ANNA, BERT, happens, saveCase, TEST, type TestStore } from '../kit/make.ts';
import { HELD_MS, NOW, openQueue, proposal, type Queue } from './queue.ts';

let queue: Queue;
let store: TestStore;
beforeAll(async () => {
  queue = await openQueue();
  ({ store } = queue);
});
beforeEach(() => queue.empty());
afterAll(() => store.end());

const ESCALATED: CaseEvent = { kind: 'review_escalated', actor: ANNA, reason: null };
test.each([
  ['escalated', () => ESCALATED],
  ['proposed on', proposal],
])('what its holder %s reaches a senior at once, and nobody else', async (_word, given) => {
  const one = await queue.inReview();
  const id = one.review;
  expect(await queue.next(ANNA)).toBe(id);
  const [then, later] = [shiftMs(NOW, 1000), shiftMs(NOW, 2000)];
  await saveCase(store, happens(one, given(one), then));
  const reviewer: Actor = { ...ANNA, id: 'carl', holder: 'Carl R' };
  const senior: Actor = { ...BERT, id: 'dora', holder: 'Dora S' };
  const asked = { now: later, takesEscalated: true };
  expect(await queue.next(reviewer, { now: later })).toBeNull();
  expect(await queue.next(reviewer, { now: shiftMs(later, HELD_MS) })).toBeNull();
  expect(await queue.next({ ...senior, holder: 'Anna R' }, asked)).toBeNull();
  expect(await queue.next(senior, asked)).toBe(id);
  expect(await queue.next(BERT, asked)).toBeNull(); // hers now
  const { customer, claim } = await getReview(store.database, TEST, { id, now: later });
  expect(claim).toMatchObject({ holder: 'Dora S', expiresAt: shiftMs(later, HELD_MS) });
  expect(await queue.claimsOf(customer)).toMatchObject([{ holder: 'Anna R' }, { from: 'Anna R' }]);
});

test('a proposal does not come to whoever may not confirm it, senior or not', async () => {
  const { review: id } = await queue.inReview({ after: proposal });
  expect(await queue.next(BERT, { takesEscalated: true, confirms: false })).toBeNull();
  expect(await queue.next(BERT, { takesEscalated: true })).toBe(id);
});

test('a claim of a review that its holder gave on: for seniors, and not for as long as he had it', async () => {
  const one = await queue.inReview();
  const id = one.review;
  const [then, later] = [shiftMs(NOW, 1000), shiftMs(NOW, 2000)];
  const assigned = { id, holder: 'Carl R', now: NOW, until: shiftMs(NOW, 8 * 3_600_000) };
  const { database } = store;
  await database.transaction().execute((trx) => assignReview(trx, BERT, TEST, assigned));
  const claim = (actor: Actor) => {
    const at = { id, now: later, until: shiftMs(later, HELD_MS) };
    return database.transaction().execute((trx) => claimReview(trx, actor, TEST, at));
  };
  await expect(claim(BERT)).rejects.toMatchObject({ code: 'review_already_claimed' });
  await saveCase(store, happens(one, ESCALATED, then));
  await expect(claim(ANNA)).rejects.toMatchObject({ code: 'review_already_claimed' });
  expect(await claim(BERT)).toMatchObject({ expiresAt: shiftMs(later, HELD_MS) });
  expect((await queue.claimsOf(one.customer)).at(-1)).toMatchObject({
    holder: 'Bert S',
    from: 'Carl R',
  });
  const dora: Actor = { ...BERT, id: 'dora', holder: 'Dora S' };
  await expect(claim(dora)).rejects.toMatchObject({ code: 'review_already_claimed' });
});
