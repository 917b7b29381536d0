import { LRUCache } from 'lru-cache';

export const RATE_CLASSES = ['reads', 'writes', 'uploads'] as const;
export type RateClass = (typeof RATE_CLASSES)[number];
/** Requests per second for each class. A bucket holds the tokens of one second, at least one. */
export type Rates = Record<RateClass, number>;

interface Bucket {
  tokens: number;
  at: number;
}

/**
 * The result of asking for a token. The header says how many are left, and when the bucket will be full
 * again.
 */
export interface Taken {
  /** Null if the request may go on. */
  retryAfterSeconds: number | null;
  /** The value of `RateLimit`. */
  header: string;
}

export interface RateLimiter {
  /** Takes one token, or says when the next one will be there. */
  take: (key: string, rateClass: RateClass, nowMs: number) => Taken;
  /** The value of `RateLimit-Policy`. */
  policy: Record<RateClass, string>;
}

/**
 * Above this number the least recently used bucket is dropped. It starts full again, which only favours the
 * caller.
 */
const BUCKETS_MAX = 10_000;
type Buckets = LRUCache<string, Bucket>;

/**
 * A token bucket per key and class in this process's memory. With several processes, each gets its share of
 * the rates. The headers are those of draft-ietf-httpapi-ratelimit-headers-10. We wrote our own because the
 * maintained libraries count fixed windows, or ask a store on the cheapest path.
 */
export function createRateLimiter(all: Rates, processes = 1): RateLimiter {
  const rates = shared(all, processes);
  const buckets: Record<RateClass, Buckets> = {
    reads: new LRUCache({ max: BUCKETS_MAX }),
    writes: new LRUCache({ max: BUCKETS_MAX }),
    uploads: new LRUCache({ max: BUCKETS_MAX }),
  };
  return {
    policy: {
      reads: policyOf('reads', rates),
      writes: policyOf('writes', rates),
      uploads: policyOf('uploads', rates),
    },
    take: (key, rateClass, nowMs) => {
      const rate = rates[rateClass];
      const most = mostOf(rate);
      const bucket = bucketOf(buckets[rateClass], key, most, nowMs);
      bucket.tokens = Math.min(most, bucket.tokens + ((nowMs - bucket.at) / 1000) * rate);
      bucket.at = nowMs;
      const isTaken = bucket.tokens >= 1;
      if (isTaken) bucket.tokens -= 1;
      // The time until the bucket is full, so that Retry-After never ends later than the reset.
      const reset = Math.max(1, Math.ceil((most - bucket.tokens) / rate));
      const header = `"${rateClass}";r=${Math.floor(bucket.tokens)};t=${reset}`;
      return { retryAfterSeconds: isTaken ? null : reset, header };
    },
  };
}

function shared(rates: Rates, processes: number): Rates {
  const { reads, writes, uploads } = rates;
  return { reads: reads / processes, writes: writes / processes, uploads: uploads / processes };
}

/** How many requests may come at once: those of one second, at least one. */
function mostOf(rate: number): number {
  return Math.max(1, rate);
}

function bucketOf(buckets: Buckets, key: string, most: number, at: number): Bucket {
  const known = buckets.get(key);
  if (known) return known;
  const fresh = { tokens: most, at };
  buckets.set(key, fresh);
  return fresh;
}

function policyOf(rateClass: RateClass, rates: Rates): string {
  const rate = rates[rateClass];
  const seconds = rate < 1 ? Math.ceil(1 / rate) : 1;
  return `"${rateClass}";q=${Math.floor(mostOf(rate))};w=${seconds}`;
}
