import { isVendorFault, SICK, vendorFault } from './vendor-fault.ts';

export const BREAKER_STATES = ['closed', 'half_open', 'open'] as const;
export type BreakerState = (typeof BREAKER_STATES)[number];

export interface BreakerRules {
  /** Faults in a row that open it. */
  faultsMax: number;
  /** How long it stays open. */
  restMs: number;
}

/** Five in a row; 30 s is what opossum, the kept breaker of Node, has as its `resetTimeout`. */
export const STANDARD_BREAKER: BreakerRules = { faultsMax: 5, restMs: 30_000 };
/** No vendor makes us wait longer by a header alone. */
const REST_MAX_MS = 3_600_000;

export interface Breaker {
  /** Runs the task, or throws `breaker_open` at once, with the time to wait. */
  run: <T>(task: () => Promise<T>) => Promise<T>;
  state: () => BreakerState;
}

/**
 * Leaves a sick vendor alone: closed, open for a while, then half open, which lets one call through and
 * goes by what becomes of it. A vendor that asks for time (429) is given it. Lives in this process:
 * twenty lines of our own, since the kept packages bring retries and fallbacks that Temporal has.
 */
export function createBreaker(
  rules: BreakerRules,
  options: { nowMs: () => number; onState?: (state: BreakerState) => void },
): Breaker {
  const { nowMs, onState = () => undefined } = options;
  let faults = 0;
  let openUntil: number | null = null;
  let probing = false;
  const state = (): BreakerState =>
    openUntil === null ? 'closed' : nowMs() < openUntil || probing ? 'open' : 'half_open';
  const open = (ms: number) => {
    openUntil = nowMs() + Math.min(ms, REST_MAX_MS);
    onState('open');
  };
  const close = () => {
    faults = 0;
    if (openUntil !== null) onState('closed');
    openUntil = null;
  };
  const judge = (error: unknown) => {
    if (!isVendorFault(error)) return;
    if (error.kind === 'rate_limited') return open(error.retryAfterMs ?? rules.restMs);
    if (!SICK.includes(error.kind)) return close(); // it answered, if with a no
    faults += 1;
    if (faults >= rules.faultsMax || openUntil !== null) open(rules.restMs);
  };
  return {
    state,
    run: async (task) => {
      const before = state();
      if (before === 'open') {
        throw vendorFault('breaker_open', Math.max(1000, (openUntil ?? 0) - nowMs()));
      }
      if (before === 'half_open') {
        probing = true;
        onState('half_open');
      }
      try {
        const result = await task();
        close();
        return result;
      } catch (error) {
        judge(error);
        throw error;
      } finally {
        if (before === 'half_open') probing = false;
      }
    },
  };
}
