import { setTimeout as sleep } from 'node:timers/promises';
import type { Event } from './shapes.ts';

export interface EventsSince {
  /** The last sequence that was handled; absent: from the first event on. */
  after?: number;
  /** Ends the iteration, also while it waits. */
  signal?: AbortSignal;
  /**
   * Seconds that one request waits for new events; 30 by default. Below 1, at most one request a second is
   * sent.
   */
  wait?: number;
}

interface Asked {
  query: { after: number; wait: number; limit: number };
  signal?: AbortSignal;
}

/** Shortest pause after a request that returned no events. */
const QUIET_MS = 1000;

/** Events in order, without a gap: the existing ones, then new ones as they come. */
export async function* eventsSince(
  ask: (asked: Asked) => Promise<{ data: Event[] }>,
  { after = 0, signal, wait = 30 }: EventsSince = {},
): AsyncGenerator<Event, void> {
  for (let last = after; !signal?.aborted;) {
    const query = { after: last, wait, limit: 100 };
    const askedAt = performance.now();
    const news = await ask({ query, ...(signal && { signal }) }).catch((error: unknown) => {
      if (signal?.aborted) return { data: [] };
      throw error;
    });
    for (const event of news.data) {
      last = event.sequence;
      yield event;
    }
    const pauseMs = QUIET_MS - (performance.now() - askedAt);
    if (news.data.length === 0 && pauseMs > 0) {
      await sleep(pauseMs, undefined, { ...(signal && { signal }) }).catch(() => undefined);
    }
  }
}
