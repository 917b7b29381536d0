import { join } from 'node:path';
import { type RawBuilder, sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { emailOf, fillCustomers } from '../../bench/many-customers.ts';
import { manyReads } from '../../bench/many-reads.ts';
import { revealDetails } from '../../../store/details/reveal-details.ts';
import { candidate } from '../../../store/reviews/claim-next-review.ts';
import { listReviews } from '../../../store/reviews/list-reviews.ts';
import { readStatistics } from '../../../store/statistics/statistics.ts';
import { listStatusCounts } from '../../../store/statistics/status-counts.ts';
import { BERT, freshStore, TEST, type TestStore } from '../kit/make.ts';

const NOW = '2026-11-20T09:00:00.000Z';
const MANY = { customers: 3000, reviews: 1200, mode: 'test', at: NOW } as const;

let store: TestStore;
let ids: string[];
beforeAll(async () => {
  store = await freshStore();
  ids = await fillCustomers({ ...store, kekFile: join(store.directory, 'kek') }, MANY);
}, 120_000);
afterAll(() => store.end());

test('what is made opens, is found, and stands as the law has it', async () => {
  expect(ids).toHaveLength(MANY.customers);
  const customer = ids[2321] ?? '';
  const opened = await store.database
    .transaction()
    .execute((trx) => revealDetails(trx, store.keys, BERT, TEST, { customer, at: NOW }));
  expect(opened).toMatchObject({ details: { email: emailOf(2321) }, metadata: { plan: 'gold' } });
  const { items } = await listReviews(store.database, TEST, {}, { limit: 100, now: NOW });
  expect(items[0]).toMatchObject({
    risk: 'high',
    priority: 0,
    requirements: ['identity', 'address'],
  });
  const counts = await listStatusCounts(store.database, TEST);
  expect(counts.reduce((sum, { count }) => sum + count, 0)).toBe(MANY.customers);
});

async function planOf(query: RawBuilder<unknown>): Promise<string> {
  const { rows } = await sql<{ 'QUERY PLAN': string }>`EXPLAIN ${query}`.execute(store.database);
  return rows.map((row) => row['QUERY PLAN']).join('\n');
}

test('the next case and a page of the queue are read in the order of an index, never sorted', async () => {
  for (const takesEscalated of [true, false]) {
    for (const readsFindings of [true, false]) {
      const may = { now: NOW, until: NOW, takesEscalated, confirms: takesEscalated, readsFindings };
      const plan = await planOf(candidate('Anna R', TEST, may));
      expect(plan).toMatch(/Index Scan using review_(next|open|queue)_idx/);
      expect(plan).not.toMatch(/Sort|Seq Scan on "?(case|review)\b/);
    }
  }
  const reads = manyReads(store, { ...MANY, now: NOW });
  for (const { run } of reads) for (let n = 0; n < 3; n += 1) await run(n);
});

test('counts of the backlog stop at a thousand', async () => {
  const { decided, reviews } = await readStatistics(store.database, TEST, {
    now: NOW,
    audience: 'findings',
  });
  expect(reviews.open).toEqual({ count: 1000, more: true });
  expect(reviews.unclaimed).toEqual({ count: 1000, more: true });
  expect(reviews.escalated).toEqual({ count: MANY.reviews / 20, more: false });
  expect(reviews.overdue.count).toBeGreaterThan(0);
  expect(decided).toMatchObject({ cases: 1000, automationRate: 1 });
  expect(decided.medianSeconds).toBeGreaterThan(0);
});
