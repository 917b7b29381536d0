import { afterEach, expect, test, vi } from 'vitest';
import { watchKeys } from '../../../store/keys/key-watch.ts';

afterEach(() => void vi.useRealTimers());

test('ten seconds without an answer empty the cache, not less', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'performance'] });
  const clear = vi.fn();
  const watch = watchKeys({
    url: 'postgres://127.0.0.1:1/nowhere',
    poll: async () => [],
    drop: () => undefined,
    clear,
  });
  await vi.advanceTimersByTimeAsync(9_500);
  expect(clear).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(2_000);
  expect(clear).toHaveBeenCalled();
  await watch.close();
});
