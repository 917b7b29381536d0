import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Receiver, startReceiver } from './receiver.ts';
import { busyCustomer, eventsOf, keepBusy, openScene, type Scene } from './sender-kit.ts';

const LIMITS = { connectMs: 500, headersMs: 6000, totalMs: 6500 };

let scene: Scene;
let slow: Receiver;
beforeAll(async () => {
  [scene, slow] = await Promise.all([openScene(), startReceiver()]);
});
afterAll(async () => {
  await scene.close();
  await slow.close();
});

test('a challenge that hangs holds up no other challenge and no replay; a stop waits for it', async () => {
  const { kit, receiver, registered, activeAt, gets } = scene;
  slow.answerChallenges({ status: 200, hangs: true });
  const stop = kit.start({ limits: LIMITS, pace: { leaseMs: 10_000, challengeDelaysMs: [0] } });
  const { id: hanging } = await kit.register(`${slow.url}/hangs`);
  await expect.poll(() => slow.challenges.length).toBe(1);
  const good = await registered();
  await activeAt(good);
  const one = await keepBusy(kit, await busyCustomer(kit, 0), 1);
  const count = (await eventsOf(kit, one.customer)).length;
  await gets(count);
  await kit.replay(good, one.customer, 0);
  await expect.poll(() => receiver.received.length, { timeout: 4000 }).toBe(2 * count);
  expect((await kit.endpoint(hanging)).state).toBe('pending'); // all this while it hangs
  await stop();
  expect((await kit.endpoint(hanging)).state).toBe('disabled');
});
