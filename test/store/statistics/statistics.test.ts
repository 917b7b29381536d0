import { afterAll, beforeAll, expect, test } from 'vitest';
import { readStatistics } from '../../../store/statistics/statistics.ts';
import { freshStore, makeCase, T0, TEST, type TestStore } from '../kit/make.ts';

let store: TestStore;
beforeAll(async () => {
  store = await freshStore();
});
afterAll(() => store.end());

async function rejected(customer: string, ...instants: string[]): Promise<void> {
  for (const [n, at] of instants.entries()) {
    const by = JSON.stringify({ kind: 'rule' } as const);
    await store.database
      .insertInto('decision')
      .values({
        id: `dec_${customer.slice(4)}${n}`,
        customer_id: customer,
        created_at: at,
        mode: 'test',
        version: n + 2,
        actor: by,
        person: null,
        outcome: 'reject',
        state: 'made',
        requirements: ['identity'],
        reasons: [],
        final: true,
        evidence: 'none',
        evidence_parts: '{}',
        policy_name: 'standard',
        policy_version: 1,
      })
      .execute();
  }
}

test('who was rejected, opened again and rejected again is one case, by the last decision', async () => {
  const [once, twice] = [await makeCase(store, { at: T0 }), await makeCase(store, { at: T0 })];
  await rejected(once.customer, '2027-01-10T09:00:10.000Z');
  await rejected(twice.customer, '2027-01-10T09:00:01.000Z', '2027-01-10T09:00:30.000Z');
  const { decided } = await readStatistics(store.database, TEST, { now: T0, audience: 'all' });
  expect(decided).toEqual({ cases: 2, medianSeconds: 20, automationRate: 1 });
});
