import { setTimeout as pause } from 'node:timers/promises';

/** Runs a task again and again with a pause between; one that fails is logged and tried again. */
export function repeat(
  task: () => Promise<unknown>,
  options: { everyMs: number; onError: (error: unknown) => void },
): { stop: () => Promise<void> } {
  const stopping = new AbortController();
  const { signal } = stopping;
  const running = (async () => {
    while (!signal.aborted) {
      try {
        await task();
      } catch (error) {
        options.onError(error);
      }
      // Node takes its listener off the signal with each pause that ends; a stop is no fault.
      await pause(options.everyMs, undefined, { signal }).catch(() => undefined);
    }
  })();
  return {
    stop: async () => {
      stopping.abort();
      await running;
    },
  };
}
