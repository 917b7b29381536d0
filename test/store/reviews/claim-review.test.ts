import type { Kysely } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Actor } from '../../../domain/access/access.ts';
import { shiftMs } from '../../../domain/time.ts';
import type { Database } from '../../../store/db/database.ts';
import { newId } from '../../../platform/new-id.ts';
import { claimReview } from '../../../store/reviews/claim-review.ts';
import { getReview } from '../../../store/reviews/get-review.ts';
import { listReviews } from '../../../store/reviews/list-reviews.ts';
import { noteReview } from '../../../store/reviews/note-review.ts';
import { releaseReview } from '../../../store/reviews/release-review.ts';
import { revealTexts } from '../../../store/texts/reveal-texts.ts';
import {
  ANNA,
  answers,
  APP,
  BERT,
  freshStore,
  happens,
  LIVE,
  makeCase,
  saveCase,
  submission,
  T0,
  TEST,
  type TestStore,
} from '../kit/make.ts';

let store: TestStore;
beforeAll(async () => {
  store = await freshStore();
});
afterAll(() => store.end());

const NOW = shiftMs(T0, 600_000);
const UNTIL = shiftMs(NOW, 1_800_000);

async function openReview(
  at = T0,
): Promise<{ id: string; customer: string; close: () => Promise<void> }> {
  const one = happens(await makeCase(store, { at }), submission());
  const two = happens(one, answers(one, 'inconclusive'));
  await saveCase(store, two);
  const close = () =>
    saveCase(store, happens(two, { kind: 'closed', actor: APP, withdrawn: true, reason: null }));
  return { id: two.state.review?.id ?? '', customer: one.customer, close };
}
const claim = (actor: Actor, id: string, now = NOW, until = UNTIL) =>
  store.database.transaction().execute((trx) => claimReview(trx, actor, TEST, { id, now, until }));
const release = (actor: Actor, id: string, now = NOW) =>
  store.database.transaction().execute((trx) => releaseReview(trx, actor, TEST, { id, now }));
const holder = async (id: string, now = NOW) =>
  (await getReview(store.database, TEST, { id, now })).claim?.holder ?? null;
const typesOf = async (customer: string) =>
  (
    await store.database
      .selectFrom('event')
      .select('type')
      .where('customer_id', '=', customer)
      .where('version', 'is', null)
      .orderBy('sequence')
      .execute()
  ).map(({ type }) => type);

test('of ten who claim at once one holds the review, and one event tells of it', async () => {
  const { id, customer } = await openReview();
  const people = Array.from({ length: 10 }, (_, n): Actor => ({
    ...ANNA,
    id: `k${n}`,
    holder: `Person ${n}`,
  }));
  const tries = await Promise.allSettled(people.map((person) => claim(person, id)));
  const won = people.filter((_, index) => tries[index]?.status === 'fulfilled');
  expect(won).toHaveLength(1);
  expect(await holder(id)).toBe(won[0]?.holder);
  for (const one of tries) {
    if (one.status === 'rejected')
      expect(one.reason).toMatchObject({ code: 'review_already_claimed' });
  }
  expect(await typesOf(customer)).toEqual(['review.claimed']);
});

test('an event whose number was lost and given again is another one to receivers', async () => {
  const { id, customer } = await openReview();
  const lastOf = (db: Kysely<Database>) =>
    db
      .selectFrom('event')
      .innerJoin('outbox', 'outbox.event_id', 'event.id')
      .select(['event.id', 'event.sequence'])
      .where('event.customer_id', '=', customer)
      .where('event.type', '=', 'review.claimed')
      .executeTakeFirstOrThrow();
  const lost = await store.database.startTransaction().execute();
  await claimReview(lost, ANNA, TEST, { id, now: NOW, until: UNTIL });
  const before = await lastOf(lost);
  await lost.rollback().execute(); // as a backup of before has it
  await claim(BERT, id);
  const after = await lastOf(store.database);
  expect(after.sequence).toBe(before.sequence);
  expect(after.id).toMatch(/^evt_/);
  expect(after.id).not.toBe(before.id);
});

test('who holds it keeps it longer; an expired claim is free for others', async () => {
  const { id } = await openReview();
  await claim(ANNA, id);
  await expect(claim(BERT, id)).rejects.toMatchObject({ code: 'review_already_claimed' });
  const later = shiftMs(UNTIL, 60_000);
  expect((await claim(ANNA, id, NOW, later)).expiresAt).toBe(later);
  expect(await holder(id, shiftMs(later, -1))).toBe('Anna R');
  expect(await holder(id, later)).toBeNull();
  await claim(BERT, id, later, shiftMs(later, 1000));
  expect(await holder(id, later)).toBe('Bert S');
});

test('the same person by another key holds it too: persons are compared, not keys', async () => {
  const { id } = await openReview();
  await claim(ANNA, id);
  await claim({ ...ANNA, id: 'anna-second-key' }, id);
  await release({ ...ANNA, id: 'anna-third-key' }, id);
  expect(await holder(id)).toBeNull();
});

test('only who holds it releases it, with an event and an audit entry', async () => {
  const { id, customer } = await openReview();
  await expect(release(ANNA, id)).rejects.toMatchObject({ code: 'review_not_held' });
  await claim(ANNA, id);
  await expect(release(BERT, id)).rejects.toMatchObject({ code: 'review_not_held' });
  await expect(release(ANNA, id, UNTIL)).rejects.toMatchObject({ code: 'review_not_held' });
  await release(ANNA, id);
  expect(await typesOf(customer)).toEqual(['review.claimed', 'review.released']);
  const entries = await store.database
    .selectFrom('audit_entry')
    .select('body')
    .where('chain', '=', customer)
    .execute();
  const actions = entries.map(({ body }) => (JSON.parse(body) as { action: string }).action);
  expect(actions.slice(-2)).toEqual(['review.claimed', 'review.released']);
});

test('a closed review, one of another mode and an unknown one are not claimed; nor by an app', async () => {
  const { id, close } = await openReview();
  await expect(claim(APP, id)).rejects.toMatchObject({ code: 'forbidden' });
  const live = store.database
    .transaction()
    .execute((trx) => claimReview(trx, ANNA, LIVE, { id, now: NOW, until: UNTIL }));
  await expect(live).rejects.toMatchObject({ code: 'not_found' });
  await expect(claim(ANNA, 'rvw_none')).rejects.toMatchObject({ code: 'not_found' });
  await close();
  await expect(claim(ANNA, id)).rejects.toMatchObject({ code: 'review_not_open' });
  await expect(release(ANNA, id)).rejects.toMatchObject({ code: 'review_not_open' });
});

test('a note is sealed, opens for who may look, and both leave an entry', async () => {
  const { id, customer } = await openReview();
  const note = newId('text');
  const { database, keys } = store;
  await database
    .transaction()
    .execute((trx) => noteReview(trx, keys, ANNA, TEST, { id, note, text: 'canary', now: NOW }));
  const row = await database
    .selectFrom('text')
    .select('body')
    .where('id', '=', note)
    .executeTakeFirstOrThrow();
  expect(row.body.includes('canary')).toBe(false);
  const texts = await database
    .transaction()
    .execute((trx) =>
      revealTexts(trx, keys, BERT, TEST, { customer, which: { review: id }, at: NOW }),
    );
  expect(texts).toMatchObject([{ id: note, text: 'canary', by: ANNA, review: id }]);
  const entries = await database
    .selectFrom('audit_entry')
    .select('body')
    .where('chain', '=', customer)
    .orderBy('n')
    .execute();
  const bodies = entries.map(({ body }) => body);
  expect(bodies.map((body) => (JSON.parse(body) as { action: string }).action).slice(-3)).toEqual([
    'text.staged',
    'review.noted',
    'text.revealed',
  ]);
  expect(bodies.join()).not.toContain('canary');
});

test('the queue lists open reviews by due date, with its filters, page by page', async () => {
  const late = await openReview('2027-03-01T09:00:00.000Z');
  const early = await openReview('2027-02-01T09:00:00.000Z');
  const gone = await openReview('2027-02-02T09:00:00.000Z');
  await gone.close();
  await claim(ANNA, early.id);
  const list = async (filters: Parameters<typeof listReviews>[2], limit = 100) =>
    (await listReviews(store.database, TEST, filters, { limit, now: NOW })).items.map(
      ({ id }) => id,
    );
  const all = await list({});
  expect(all.indexOf(early.id)).toBeLessThan(all.indexOf(late.id));
  expect(all).not.toContain(gone.id);
  expect(await list({ customer: late.customer })).toEqual([late.id]);
  expect(await list({ holder: 'Anna R', customer: early.customer })).toEqual([early.id]);
  expect(await list({ unclaimed: true })).toContain(late.id);
  expect(await list({ unclaimed: true })).not.toContain(early.id);
  expect(await list({ unclaimed: false })).toContain(early.id);
  expect(await list({ requirement: 'address' })).toEqual([]);
  expect(await list({ dueBefore: '2027-02-20T00:00:00.000Z' })).not.toContain(late.id);
  expect((await listReviews(store.database, LIVE, {}, { limit: 9, now: NOW })).items).toEqual([]);
  const first = await listReviews(store.database, TEST, {}, { limit: all.length - 1, now: NOW });
  const second = await listReviews(
    store.database,
    TEST,
    {},
    { limit: 9, now: NOW, after: first.next ?? undefined },
  );
  expect([...first.items, ...second.items].map(({ id }) => id)).toEqual(all);
  expect(second.next).toBeNull();
});
