import type { VendorFaultKind, VendorName } from '../../domain/policy/vendors.ts';
import type { Meters } from '../../platform/metrics/meters.ts';
import type { Breaker } from './breaker.ts';
import { isVendorFault, vendorFault } from './vendor-fault.ts';

export interface CallRules {
  vendor: VendorName;
  breaker: Breaker;
  /** Of one call, to the last byte of its answer. */
  timeoutMs: number;
  /** The vendor's fault behind an error of its client; null if the vendor did not cause it. */
  faultOf: (error: unknown) => Error | null;
  meters?: Pick<Meters, 'count' | 'observe'> | undefined;
}

export type CallVendor = <T>(
  signal: AbortSignal,
  task: (signal: AbortSignal) => Promise<T>,
) => Promise<T>;

/** One road of every call to a vendor: breaker, time limit, translation of what went wrong, count. */
export function callVendor(rules: CallRules): CallVendor {
  const { vendor, breaker, timeoutMs, faultOf, meters } = rules;
  const count = (outcome: VendorFaultKind | 'answered' | 'failed') =>
    meters?.count('vouch_vendor_requests_total', { vendor, outcome });
  return (signal, task) =>
    breaker
      .run(async () => {
        const startedAt = performance.now();
        const late = AbortSignal.timeout(timeoutMs);
        try {
          return await task(AbortSignal.any([signal, late]));
        } catch (error) {
          signal.throwIfAborted(); // ours was the end, not the vendor's fault
          if (late.aborted) throw vendorFault('timed_out');
          throw faultOf(error) ?? error;
        } finally {
          const seconds = (performance.now() - startedAt) / 1000;
          meters?.observe('vouch_vendor_request_duration_seconds', { vendor }, seconds);
        }
      })
      .then(
        (answer) => {
          count('answered');
          return answer;
        },
        (error: unknown) => {
          count(isVendorFault(error) ? error.kind : 'failed');
          throw error;
        },
      );
}
