import { of, type Cause } from './cause.ts';
import type { VendorFaultKind } from '../policy/vendors.ts';

const away = (said: string) => of(['check_unavailable'], said);

/** Causes for a vendor's check without an answer: errors of the request, and answers that cannot be used. */
export const VENDOR_CAUSES = {
  unreachable: away('The vendor could not be reached until we gave up.'),
  timed_out: away('The vendor did not answer its calls in time until we gave up.'),
  rate_limited: away('The vendor took no more calls of ours until we gave up.'),
  server_error: away('The vendor had a fault of its own until we gave up.'),
  malformed: away('The vendor answered in a form that is not known until we gave up.'),
  breaker_open: away('The vendor failed so often that it was not asked any more.'),
  unauthorized: away('The vendor does not take the key that is set up.'),
  not_set_up: away('No key of the vendor is set up.'),
  refused: away('The vendor refused what it was sent.'),
  wrong_account: away('The check belongs to another account at the vendor.'),
  withdrawn: away('The check was withdrawn at the vendor.'),
  too_slow: away('The vendor began the check and did not end it in time.'),
  no_such_report: away('The vendor gave no report that answers this check.'),
  not_answered: away('The vendor’s answer does not serve for this check.'),
  unknown_result: away('The vendor’s answer is a word that is not known.'),
} as const satisfies Record<VendorFaultKind, Cause> & Record<string, Cause>;
