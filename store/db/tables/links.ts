import type { Actor, Mode } from '../../../domain/access/access.ts';
import type { DocumentType, MediaType } from '../../../domain/documents/documents.ts';
import type { Instant, Json, Sealed } from './columns.ts';

/** A link by which one customer sends documents in. */
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
  /** Set while the staged pages are being submitted: they stand still until it is known what came of it. */
  submitting_at: Instant | null;
  /** Counts submissions that the case refused: each is a request of its own. */
  attempt: number;
}

/** What a started link was swapped for: a cookie, of which the hash is here. */
export interface LinkSessionTable {
  hash: Buffer;
  link_id: string;
  created_at: Instant;
  expires_at: Instant;
}

/** A document that is being put together; its id is the one that the case will know. */
export interface LinkDraftTable {
  document_id: string;
  link_id: string;
  type: DocumentType;
  country: string | null;
  /** The challenge that a selfie's frames answer. */
  challenge_id: string | null;
  created_at: Instant;
}

/** One staged file: sealed in the blob store, in no case yet. Erasure has its blob to delete, too. */
export interface LinkPageTable {
  document_id: string;
  /** `front`, `back`, `frame-1` … */
  place: string;
  blob_id: string;
  media_type: MediaType;
  bytes: number;
  /** Salted: `sha256:` and hex. */
  digest: string;
  salt: Sealed<'salt'>;
  /** As in `upload`. */
  test_values: string | null;
  /** Which step of the challenge a frame shows, from 0. */
  step: number | null;
  /** When the request began that brought it, and when its last byte was there. */
  begun_at: Instant;
  stored_at: Instant;
}
