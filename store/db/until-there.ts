import { setTimeout as pause } from 'node:timers/promises';
import { awayReason } from './is-away.ts';

const PAUSE_MS = 500;

/**
 * Opens what lies on servers, and tries again for as long as `isAway` says so of what was thrown;
 * anything else is thrown on. `onAway` hears of each failure, for /readyz and the log.
 */
export async function untilThere<T>(
  open: () => Promise<T>,
  options: {
    isAway: (error: unknown) => boolean;
    onAway: (error: unknown) => void;
    /** Ends the waiting, with its reason. */
    signal?: AbortSignal;
    pauseMs?: number;
  },
): Promise<T> {
  const { isAway, onAway, signal, pauseMs = PAUSE_MS } = options;
  for (;;) {
    signal?.throwIfAborted();
    try {
      return await open();
    } catch (error) {
      if (!isAway(error)) throw error;
      onAway(error);
    }
    await pause(pauseMs, undefined, { signal });
  }
}

/** Calls `tell` when the reason why something is away is another than before. */
export function whenChanged(tell: (reason: string) => void): (error: unknown) => void {
  let last: string | undefined;
  return (error) => {
    const reason = awayReason(error);
    if (reason !== last) tell(reason);
    last = reason;
  };
}
