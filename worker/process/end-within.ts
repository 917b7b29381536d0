import type { Log } from '../../platform/log.ts';

/**
 * Longer than a worker's forced shutdown, and shorter than the time after which an operator's system kills
 * the process.
 */
const LONGEST_MS = 40_000;

/** Ends the process by force if its orderly shutdown takes too long after the first signal. */
export function endWithin(log: Pick<Log, 'warn'>, ms = LONGEST_MS): void {
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, () => {
      const end = () => {
        log.warn('ended before its time', { signal });
        process.exit(1);
      };
      setTimeout(end, ms).unref();
    });
  }
}
