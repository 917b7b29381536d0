import { setTimeout as wait } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { limitConcurrency } from '../../platform/concurrency-limit.ts';

test('no more than the limit run at once for one key, and all come to their turn in order', async () => {
  const gate = limitConcurrency(2);
  let running = 0;
  let most = 0;
  const done: number[] = [];
  const task = (n: number) => async () => {
    running += 1;
    most = Math.max(most, running);
    await wait(5);
    running -= 1;
    done.push(n);
  };
  await Promise.all([0, 1, 2, 3, 4, 5].map((n) => gate('cus_a', task(n))));
  expect(most).toBe(2);
  expect(done).toEqual([0, 1, 2, 3, 4, 5]);
});

test('a task that fails gives its place on', async () => {
  const gate = limitConcurrency(1);
  await expect(gate('cus_a', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(await gate('cus_a', () => Promise.resolve(7))).toBe(7);
});

test('another key does not wait', async () => {
  const gate = limitConcurrency(1);
  let release: () => void = () => undefined;
  const held = gate('cus_a', () => new Promise<void>((done) => (release = done)));
  expect(await gate('cus_b', () => Promise.resolve('free'))).toBe('free');
  release();
  await held;
});
