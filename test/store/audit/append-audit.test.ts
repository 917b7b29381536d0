import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { appendAudit } from '../../../store/audit/append-audit.ts';
import { newId } from '../../../platform/new-id.ts';
import { APP, freshStore, T0, type TestStore } from '../kit/make.ts';

let store: TestStore;
beforeAll(async () => {
  store = await freshStore();
});
afterAll(() => store.end());

const append = (chain: string, action: string) =>
  store.database
    .transaction()
    .execute((trx) => appendAudit(trx, APP, { action, object: chain, chain, at: T0 }));
const chainOf = (chain: string) =>
  store.database
    .selectFrom('audit_entry')
    .selectAll()
    .where('chain', '=', chain)
    .orderBy('n')
    .execute();

test('thirty writers at once make one chain without a gap, each entry hashed with the one before', async () => {
  const chain = newId('customer');
  await Promise.all(Array.from({ length: 30 }, (_, index) => append(chain, `thing.done_${index}`)));
  const rows = await chainOf(chain);
  let prev = createHash('sha256').update(`vouch/chain/1|${chain}`).digest();
  rows.forEach((row, index) => {
    expect(row.n).toBe(index + 1);
    expect(row.prev).toEqual(prev);
    expect(JSON.parse(row.body)).toMatchObject({ n: index + 1, chain, actor: APP });
    prev = createHash('sha256').update(prev).update(row.body).digest();
    expect(row.hash).toEqual(prev);
  });
  expect(rows).toHaveLength(30);
  const head = await store.database
    .selectFrom('audit_chain')
    .selectAll()
    .where('id', '=', chain)
    .executeTakeFirst();
  expect(head).toMatchObject({ count: 30, head: prev });
});

test('an entry goes with its change: neither happens without the other', async () => {
  const chain = newId('customer');
  const failed = store.database.transaction().execute(async (trx) => {
    await appendAudit(trx, APP, { action: 'thing.done', object: chain, chain, at: T0 });
    throw new Error('the change failed');
  });
  await expect(failed).rejects.toThrow('the change failed');
  expect(await chainOf(chain)).toEqual([]);
});

test('an entry that could not be hashed the same way again is refused', async () => {
  const chain = newId('customer');
  const appended = store.database.transaction().execute((trx) =>
    appendAudit(trx, APP, {
      action: 'thing.done',
      object: chain,
      chain,
      at: T0,
      data: { score: 0.5 },
    }),
  );
  await expect(appended).rejects.toThrow('canonical');
});
