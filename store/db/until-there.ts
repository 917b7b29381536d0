import { setTimeout as pause } from 'node:timers/promises';
import { awayReason } from './is-away.ts';

const PAUSE_MS = 500;

/**
 * Opens something on a server, and tries again as long as `isAway` is true for the error; any other error is
 * thrown. `onAway` is called with each failure, for /readyz and the log.
 */
export async function untilThere<T>(
  open: () => Promise<T>,
  options: {
    isAway: (error: unknown) => boolean;
    onAway: (error: unknown) => void;
    /** Ends the wait with the signal's reason. */
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

/** Calls `tell` if the reason why something is away has changed. */
export function whenChanged(tell: (reason: string) => void): (error: unknown) => void {
  let last: string | undefined;
  return (error) => {
    const reason = awayReason(error);
    if (reason !== last) tell(reason);
    last = reason;
  };
}
