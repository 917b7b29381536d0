import { afterAll, beforeAll, expect, test } from 'vitest';
import { STANDARD_PACE } from '../../../domain/webhooks/pace.ts';
import { webhookStorm } from '../../bench/webhooks.ts';
import { manyEvents, openSenderKit, type SenderKit } from './sender-kit.ts';

let kit: SenderKit;
beforeAll(async () => {
  kit = await openSenderKit();
});
afterAll(() => kit.close());

test('bad receivers get everything in order in the end, and delay no other', async () => {
  const delaysMs = [0, ...Array<number>(60).fill(150)];
  const limits = { connectMs: 500, headersMs: 5000, totalMs: 6000 };
  kit.start({ pace: { ...STANDARD_PACE, delaysMs, restMs: 100 }, limits });
  const ids: string[] = [];
  const found = await webhookStorm(
    {
      register: async (url) => {
        const { id, secret } = await kit.register(url);
        ids.push(id);
        return secret;
      },
      isReady: async () => {
        const all = await Promise.all(ids.map((id) => kit.endpoint(id)));
        return all.every(({ state }) => state === 'active');
      },
      makeEvents: (count) => manyEvents(kit, count),
    },
    300,
  );
  const { receivers, ...rest } = found;
  for (const [name, one] of Object.entries(receivers)) {
    expect(one, name).toMatchObject({ first: found.events, lost: 0, breaks: 0 });
  }
  expect(rest).toMatchObject({ differing: 0, unverified: 0 });
  expect(rest.goodPauseMs).toBeLessThan(limits.headersMs - 1000); // it waits for no hanging one
  expect(receivers['failing']?.requests).toBeGreaterThan(found.events);
  expect(receivers['redirecting']?.requests).toBeGreaterThan(found.events);
  expect(receivers['hanging']?.requests).toBeGreaterThanOrEqual(found.events + 10);
  expect(receivers['good']?.requests).toBe(found.events);
}, 180_000);
