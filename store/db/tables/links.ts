import type { Actor, Mode } from '../../../domain/access/access.ts';
import type { DocumentType, MediaType } from '../../../domain/documents/documents.ts';
import type { Instant, Json, Sealed } from './columns.ts';

/** A link with which one customer sends documents. */
export interface LinkTable {
  id: string;
  customer_id: string;
  mode: Mode;
  token_hash: Buffer;
  created_at: Instant;
  created_by: Json<Actor>;
  expires_at: Instant;
  completed_at: Instant | null;
  revoked_at: Instant | null;
  /** Set while the staged pages are being submitted: they must not change until the outcome is known. */
  submitting_at: Instant | null;
  /** Counts submissions that the case refused, because each attempt is a separate request. */
  attempt: number;
}

/** A session that was started with a link: a cookie, of which only the hash is stored. */
export interface LinkSessionTable {
  hash: Buffer;
  link_id: string;
  created_at: Instant;
  expires_at: Instant;
}

/** A document that the customer is still putting together. The case will know it by the same id. */
export interface LinkDraftTable {
  document_id: string;
  link_id: string;
  type: DocumentType;
  country: string | null;
  /** The challenge that a selfie's frames answer. */
  challenge_id: string | null;
  created_at: Instant;
}

/**
 * One staged file: sealed in the blob store, but not part of a case yet. Erasure must delete its blob, too.
 */
export interface LinkPageTable {
  document_id: string;
  /** `front`, `back`, `frame-1` … */
  place: string;
  blob_id: string;
  media_type: MediaType;
  bytes: number;
  /** Salted digest: `sha256:` and hex. */
  digest: string;
  salt: Sealed<'salt'>;
  /** The same as in `upload`. */
  test_values: string | null;
  /** Which step of the challenge a frame shows, from 0. */
  step: number | null;
  /** When the request that brought the file began, and when its last byte had come. */
  begun_at: Instant;
  stored_at: Instant;
}
