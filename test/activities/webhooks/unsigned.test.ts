import { afterAll, beforeAll, expect, test } from 'vitest';
import { busyCustomer, openScene, type Scene } from './sender-kit.ts';

let scene: Scene;
beforeAll(async () => {
  scene = await openScene();
});
afterAll(() => scene.close());

test('an endpoint without a secret is sent nothing unsigned: its tries fail', async () => {
  const { kit, receiver, registered, activeAt } = scene;
  const { database } = kit.store;
  const lose = (id: string) =>
    database.deleteFrom('webhook_secret').where('endpoint_id', '=', id).execute();
  const active = await registered('/a');
  kit.start();
  await activeAt(active);
  await lose(active);
  const { customer } = await busyCustomer(kit, 0);
  await expect.poll(async () => (await kit.queue(active, customer)).tries).toBeGreaterThan(0);
  const tries = await database
    .selectFrom('webhook_delivery')
    .select(['outcome', 'code', 'problem'])
    .where('endpoint_id', '=', active)
    .execute();
  expect(tries[0]).toEqual({ outcome: 'failed', code: null, problem: null });
  expect(receiver.received).toEqual([]);
  await kit.reset();
  receiver.reset();
  const pending = await registered('/b');
  await lose(pending);
  kit.start();
  await expect.poll(async () => (await kit.endpoint(pending)).state).toBe('disabled');
  expect(receiver.challenges).toEqual([]);
});
