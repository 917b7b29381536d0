import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { shiftMs } from '../../../domain/time.ts';
import { deleteEndpoint } from '../../../store/webhooks/change-endpoint.ts';
import { cleanWebhooks } from '../../../store/webhooks/clean-webhooks.ts';
import { onlyOne } from '../../../store/webhooks/only-one.ts';
import { APP, TEST } from '../kit/make.ts';
import { DAY_MS, NOW, openQueuesKit, type QueuesKit } from './queues-kit.ts';

let kit: QueuesKit;
let endpoint: string;
beforeAll(async () => {
  kit = await openQueuesKit();
});
afterAll(() => kit.end());
beforeEach(async () => {
  endpoint = await kit.fresh();
});

const clean = (now = NOW) => cleanWebhooks(kit.store.database, { now });
const end = () =>
  kit.store.database
    .transaction()
    .execute((trx) => deleteEndpoint(trx, APP, TEST, { id: endpoint, at: NOW }));
async function left(table: string): Promise<number> {
  const { rows } = await sql`SELECT 1 FROM ${sql.table(`webhook_${table}`)}
    WHERE endpoint_id = ${endpoint}`.execute(kit.store.database);
  return rows.length;
}

test('after thirty days messages go, undelivered ones too, and a parked queue is free again', async () => {
  await kit.waiting(1);
  await kit.mark(await kit.claimOne(), 500, { verdict: { kind: 'used_up' } });
  const [parked] = await kit.queues(endpoint);
  expect(parked).toMatchObject({ parked_at: NOW, tries: 1 });
  expect(await clean(shiftMs(NOW, 29 * DAY_MS))).toEqual({ undelivered: 0 });
  const late = shiftMs(NOW, 31 * DAY_MS);
  expect(await clean(late)).toEqual({ undelivered: parked?.pending });
  const [emptied] = await kit.queues(endpoint);
  expect(emptied).toMatchObject({ pending: 0, parked_at: null, tries: 0 });
  expect(await left('delivery')).toBe(0);
});

test('all of a deleted endpoint is removed', async () => {
  await kit.waiting(1);
  await end();
  expect(await kit.claim()).toEqual([]);
  await clean();
  for (const table of ['message', 'queue', 'health', 'delivery', 'secret']) {
    expect(await left(table), table).toBe(0);
  }
});

test('while messages are being written a deleted endpoint’s wait, and keep their queue', async () => {
  await kit.waiting(1);
  await end();
  let cleaned = false;
  const cleaning = await kit.store.database.transaction().execute(async (trx) => {
    expect(await onlyOne(trx)).toBe(true);
    const begun = clean().then(() => (cleaned = true));
    await sleep(300);
    expect(cleaned).toBe(false);
    expect(await left('queue')).toBe(1);
    return { begun };
  });
  await cleaning.begun;
  expect([await left('message'), await left('queue')]).toEqual([0, 0]);
});

test('messages whose queue was lost go with the others', async () => {
  await kit.waiting(1);
  await end();
  await sql`DELETE FROM webhook_queue WHERE endpoint_id = ${endpoint}`.execute(kit.store.database);
  expect(await left('message')).toBeGreaterThan(0);
  await clean();
  expect(await left('message')).toBe(0);
});
