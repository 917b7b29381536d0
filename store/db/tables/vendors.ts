import type { RunChecks } from '../../../domain/case/round.ts';
import type {
  CallbackState,
  VendorCheckState,
  VendorName,
} from '../../../domain/policy/vendors.ts';
import type { Instant, Json, Sealed } from './columns.ts';

/** What a vendor was asked, one for each round that it answers. Written by whoever asks vendors. */
export interface VendorCheckTable {
  /** The id of the round's first check: the key that the vendor sees. */
  id: string;
  customer_id: string;
  document_id: string;
  vendor: VendorName;
  state: VendorCheckState;
  /** Ids, digests and limits, no personal data. */
  round: Json<RunChecks>;
  /** The vendor's ids of the person and of the check. */
  applicant: string | null;
  reference: string | null;
  /** The lease of the process that is asking the vendor now. */
  lease: string | null;
  lease_until: Instant | null;
  /** Since when the vendor has not been heard of. */
  faulted_since: Instant | null;
  begun_at: Instant;
  started_at: Instant | null;
  answered_at: Instant | null;
  /** What it answered, word for word. */
  answer: Sealed<'answer'> | null;
}

/** A callback whose signature held, by the API; looked after by whoever asks vendors. */
export interface VendorCallbackTable {
  vendor: VendorName;
  event_id: string;
  reference: string;
  state: CallbackState;
  tries: number;
  due_at: Instant;
  received_at: Instant;
}
