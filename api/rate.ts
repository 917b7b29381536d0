import { Refusal } from '../domain/refusal.ts';

export const RATE_CLASSES = ['reads', 'writes', 'uploads'] as const;
export type RateClass = (typeof RATE_CLASSES)[number];
/** Requests in a second for each class; a bucket holds one second's worth, at least one. */
export type Rates = Record<RateClass, number>;

interface Bucket {
  tokens: number;
  at: number;
}

export interface RateLimiter {
  /** Takes one token or throws `rate_limited`; gives the value of the `RateLimit` header. */
  take: (key: string, rateClass: RateClass, nowMs: number) => string;
  /** The value of `RateLimit-Policy`. */
  policy: Record<RateClass, string>;
}

const BUCKETS_MAX = 10_000;

/**
 * A token bucket per key and class, in this process's memory (protection.md 9). Twenty lines of our
 * own: the kept limiters count windows, or wait for a store on the cheapest path.
 */
export function createRateLimiter(rates: Rates): RateLimiter {
  const buckets: Record<RateClass, Map<string, Bucket>> = {
    reads: new Map(),
    writes: new Map(),
    uploads: new Map(),
  };
  return {
    policy: {
      reads: policyOf('reads', rates),
      writes: policyOf('writes', rates),
      uploads: policyOf('uploads', rates),
    },
    take: (key, rateClass, nowMs) => {
      const rate = rates[rateClass];
      const most = Math.max(1, rate);
      const bucket = bucketOf(buckets[rateClass], key, most, nowMs);
      bucket.tokens = Math.min(most, bucket.tokens + ((nowMs - bucket.at) / 1000) * rate);
      bucket.at = nowMs;
      if (bucket.tokens < 1) {
        const retryAfterSeconds = Math.max(1, Math.ceil((1 - bucket.tokens) / rate));
        throw new Refusal('rate_limited', '', { retryAfterSeconds });
      }
      bucket.tokens -= 1;
      return `"${rateClass}";r=${Math.floor(bucket.tokens)};t=1`;
    },
  };
}

function bucketOf(buckets: Map<string, Bucket>, key: string, most: number, at: number): Bucket {
  const known = buckets.get(key);
  if (known) return known;
  // A dropped bucket comes back full, which only favours the caller.
  if (buckets.size >= BUCKETS_MAX) buckets.clear();
  const fresh = { tokens: most, at };
  buckets.set(key, fresh);
  return fresh;
}

function policyOf(rateClass: RateClass, rates: Rates): string {
  return `"${rateClass}";q=${Math.max(1, Math.floor(rates[rateClass]))};w=1`;
}
