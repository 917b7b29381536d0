import type { CheckKind } from './checks.ts';
import type { Policy } from './policy.ts';

/** Outside vendors that an adapter speaks to; a policy names them, the settings set them up. */
export const VENDORS = ['onfido'] as const;
export type VendorName = (typeof VENDORS)[number];

/**
 * The checks that a vendor can answer. Not `liveness` by Onfido: its own is a capture of its own
 * kit, and from a still nothing is claimed (case.md section 4).
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

/** Who answers a check under a policy; null: an engine of the house. */
export function vendorOf({ vendors }: Pick<Policy, 'vendors'>, kind: CheckKind): VendorName | null {
  return vendors?.[kind] ?? null;
}
