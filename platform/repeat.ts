import { setTimeout as pause } from 'node:timers/promises';

/** Runs a task again and again with a pause in between. A failure is logged, and the task is tried again. */
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
      // Node removes its listener from the signal after each pause. The error of an aborted pause is ignored,
      // because stopping is not a failure.
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
