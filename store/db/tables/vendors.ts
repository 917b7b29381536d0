import type { RunChecks } from '../../../domain/case/round.ts';
import type {
  CallbackState,
  VendorCheckState,
  VendorName,
} from '../../../domain/policy/vendors.ts';
import type { Instant, Json, Sealed } from './columns.ts';

/**
 * A request to a vendor, one for each round that the vendor answers. Written by the process that calls
 * vendors.
 */
export interface VendorCheckTable {
  /** The id of the round's first check, which the vendor gets as our key for the request. */
  id: string;
  customer_id: string;
  document_id: string;
  vendor: VendorName;
  state: VendorCheckState;
  /** Ids, digests and limits; no personal data. */
  round: Json<RunChecks>;
  /** The vendor's ids of the person and of the check. */
  applicant: string | null;
  reference: string | null;
  /** The lease of the process that is asking the vendor now. */
  lease: string | null;
  lease_until: Instant | null;
  /** Since when the vendor has been away. */
  faulted_since: Instant | null;
  begun_at: Instant;
  started_at: Instant | null;
  answered_at: Instant | null;
  /** The vendor's answer, unchanged. */
  answer: Sealed<'answer'> | null;
}

/** A callback with a valid signature. The API stores it; the process that calls vendors handles it. */
export interface VendorCallbackTable {
  vendor: VendorName;
  event_id: string;
  reference: string;
  state: CallbackState;
  tries: number;
  due_at: Instant;
  received_at: Instant;
}
