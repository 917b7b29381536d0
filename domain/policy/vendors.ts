import type { CheckKind } from '../checks/checks.ts';

/** Outside vendors that an adapter speaks to; a policy names them, the settings set them up. */
export const VENDORS = ['onfido'] as const;
export type VendorName = (typeof VENDORS)[number];

/**
 * The checks that a vendor can answer. Not `liveness` by Onfido: its own is a capture of its own
 * kit, and from a still nothing is claimed (docs/case.md#documents-and-checks).
 */
export const VENDOR_CHECKS = {
  onfido: [
    'identity_reading',
    'identity_validity',
    'identity_match',
    'identity_unique',
    'face_match',
  ],
} as const satisfies Record<VendorName, readonly CheckKind[]>;

/** Who answers a check in place of an engine of the house. */
export type VendorsByCheck = Partial<Record<CheckKind, VendorName>>;

/** Who answers a check under a policy; null: an engine of the house. */
export function vendorOf(policy: { vendors?: VendorsByCheck }, kind: CheckKind): VendorName | null {
  return policy.vendors?.[kind] ?? null;
}

/** The states of what was asked of a vendor. `given_up`: it answered too late or never. */
export const VENDOR_CHECK_STATES = ['begun', 'started', 'answered', 'given_up'] as const;
export type VendorCheckState = (typeof VENDOR_CHECK_STATES)[number];

/** What became of a vendor's callback. `unknown`: of a check that is none of ours. */
export const CALLBACK_STATES = ['received', 'done', 'unknown'] as const;
export type CallbackState = (typeof CALLBACK_STATES)[number];

/** What can be wrong with a vendor or the way to it. */
export const VENDOR_FAULTS = [
  'unreachable',
  'timed_out',
  'rate_limited',
  'server_error',
  'malformed',
  'breaker_open',
  'unauthorized',
  'not_set_up',
  'refused',
  'wrong_account',
  'withdrawn',
] as const;
export type VendorFaultKind = (typeof VENDOR_FAULTS)[number];

/** What became of a request that claims to be a vendor's callback. */
export const CALLBACK_RESULTS = ['taken', 'repeated', 'forged', 'stale', 'not_ours'] as const;
export type CallbackResult = (typeof CALLBACK_RESULTS)[number];
