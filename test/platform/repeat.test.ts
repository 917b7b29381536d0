import { getEventListeners } from 'node:events';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { repeat } from '../../platform/repeat.ts';

const Native = AbortController;
let signals: AbortSignal[];
beforeEach(() => {
  signals = [];
  vi.stubGlobal(
    'AbortController',
    class extends Native {
      constructor() {
        super();
        signals.push(this.signal);
      }
    },
  );
});
afterEach(() => vi.unstubAllGlobals());

/** How many wait for the end of what was begun in this test. */
const listeners = () => signals.flatMap((signal) => getEventListeners(signal, 'abort')).length;
const ignore = (): void => undefined;

test('a thousand turns leave no listener behind', async () => {
  let turns = 0;
  let most = 0;
  let enough = ignore;
  const thousand = new Promise<void>((resolve) => (enough = resolve));
  const task = async () => {
    turns += 1;
    most = Math.max(most, listeners());
    if (turns === 1000) enough();
  };
  const running = repeat(task, { everyMs: 0, onError: ignore });
  await thousand;
  await running.stop();
  expect(signals).toHaveLength(1);
  expect(most).toBeLessThanOrEqual(1);
  expect(listeners()).toBe(0);
});

test('a task that fails has its next turn, and a stop ends the pause at once', async () => {
  const failures: unknown[] = [];
  let end = ignore;
  const third = new Promise<void>((resolve) => (end = resolve));
  let turns = 0;
  const task = async () => {
    turns += 1;
    if (turns < 3) throw new Error(`turn ${turns}`);
    end();
  };
  const running = repeat(task, { everyMs: 1, onError: (error) => failures.push(error) });
  await third;
  await running.stop();
  expect(failures).toHaveLength(2);
  const long = repeat(() => Promise.resolve(), { everyMs: 3_600_000, onError: ignore });
  const before = performance.now();
  await long.stop();
  expect(performance.now() - before).toBeLessThan(1000);
  expect(turns).toBe(3);
});
