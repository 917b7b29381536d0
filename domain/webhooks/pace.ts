const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** How often and how many at once; times in milliseconds. The receiver's view: docs/webhooks.md. */
export interface Pace {
  /** The pause before each try: the first is at once. */
  delaysMs: readonly number[];
  /** Share by which a pause varies, so that what failed together does not come back together. */
  jitter: number;
  retryAfterMaxMs: number;
  /** How long an endpoint rests that says it is busy, without a `Retry-After`. */
  restMs: number;
  /** An endpoint that took nothing for so long is disabled where others would be parked. */
  nothingMs: number;
  perEndpoint: number;
  inAll: number;
  /** After so many failures in a row an endpoint gets one try at a time, until it takes something. */
  failuresMax: number;
  /** How long a claim holds without its process: above the longest try. */
  leaseMs: number;
  challengeDelaysMs: readonly number[];
}

export const STANDARD_PACE: Pace = {
  delaysMs: [
    0,
    5 * SECOND,
    5 * MINUTE,
    30 * MINUTE,
    2 * HOUR,
    5 * HOUR,
    10 * HOUR,
    14 * HOUR,
    20 * HOUR,
    24 * HOUR,
  ],
  jitter: 0.2,
  retryAfterMaxMs: HOUR,
  restMs: 5 * SECOND,
  nothingMs: 72 * HOUR,
  perEndpoint: 8,
  inAll: 64,
  failuresMax: 8,
  leaseMs: 30 * SECOND,
  challengeDelaysMs: [0, 5 * SECOND, MINUTE],
};

/** What became of one try; `tries` counts it. */
export interface Tried {
  /** The HTTP status; null where none came. */
  code: number | null;
  retryAfterMs: number | null;
  tries: number;
  /** A random share of one, as randomness is an argument. */
  random01: number;
}

export type Verdict =
  | { kind: 'delivered' }
  /** After a 410: the receiver has ended this endpoint. */
  | { kind: 'gone' }
  | { kind: 'again'; delayMs: number; restMs: number | null }
  /** The last try of the schedule: the endpoint is disabled, or this customer's queue parked. */
  | { kind: 'used_up' };

/**
 * The consequence of one try: only 2xx counts as delivered; after 429, 502 and 504 the endpoint gets a pause.
 */
export function judgeTry(tried: Tried, pace: Pace): Verdict {
  const { code, tries, random01 } = tried;
  if (code !== null && code >= 200 && code < 300) return { kind: 'delivered' };
  if (code === 410) return { kind: 'gone' };
  const pauseMs = pace.delaysMs[tries];
  if (pauseMs === undefined) return { kind: 'used_up' };
  const asked = Math.min(tried.retryAfterMs ?? 0, pace.retryAfterMaxMs);
  const varied = pauseMs * (1 + pace.jitter * (2 * random01 - 1));
  const isBusy = code === 429 || code === 502 || code === 504;
  return {
    kind: 'again',
    delayMs: Math.max(Math.round(varied), asked),
    restMs: isBusy ? Math.max(asked, pace.restMs) : null,
  };
}
