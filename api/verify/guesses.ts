import { LRUCache } from 'lru-cache';
import { Refusal } from '../../domain/refusal.ts';

export interface Guesses {
  /** Throws `rate_limited` if this address sent too many wrong tokens or cookies. */
  require: (address: string, nowMs: number) => void;
  /** Counts one more wrong token or cookie. */
  note: (address: string, nowMs: number) => void;
}

const WRONG_MAX = 10;
const WINDOW_MS = 60_000;
/** Above this number the least recently used address is forgotten. */
const ADDRESSES_MAX = 10_000;

/** Limits each address to ten wrong tokens a minute, counted in this process's memory. */
export function createGuesses(): Guesses {
  const wrong = new LRUCache<string, { since: number; count: number }>({ max: ADDRESSES_MAX });
  const known = (address: string, nowMs: number) => {
    const one = wrong.get(address);
    return one && nowMs - one.since < WINDOW_MS ? one : undefined;
  };
  return {
    require: (address, nowMs) => {
      const one = known(address, nowMs);
      if (!one || one.count < WRONG_MAX) return;
      const retryAfterSeconds = Math.ceil((one.since + WINDOW_MS - nowMs) / 1000);
      throw new Refusal('rate_limited', '', { retryAfterSeconds });
    },
    note: (address, nowMs) => {
      const one = known(address, nowMs);
      if (one) {
        one.count += 1;
        return;
      }
      wrong.set(address, { since: nowMs, count: 1 });
    },
  };
}
