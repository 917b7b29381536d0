import type { VendorFaultKind } from '../../domain/policy/vendors.ts';

/** Faults of the vendor's own machine: so many in a row, and it is left alone for a while. */
export const SICK: readonly VendorFaultKind[] = [
  'unreachable',
  'timed_out',
  'server_error',
  'malformed',
];
/** Faults that the same request would meet again. */
export const FINAL: readonly VendorFaultKind[] = ['refused', 'wrong_account', 'withdrawn'];

export interface VendorFault extends Error {
  code: `vendor_${VendorFaultKind}`;
  kind: VendorFaultKind;
  /** How long the vendor asked to be left alone. */
  retryAfterMs: number | null;
}

/** A fault without a word of what was sent or answered: both may hold personal data. */
export function vendorFault(
  kind: VendorFaultKind,
  retryAfterMs: number | null = null,
): VendorFault {
  const code = `vendor_${kind}` as const;
  return Object.assign(new Error(code), { name: 'VendorFault', code, kind, retryAfterMs });
}

export function isVendorFault(error: unknown): error is VendorFault {
  return error instanceof Error && error.name === 'VendorFault' && 'kind' in error;
}
