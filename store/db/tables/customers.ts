import type { Generated } from 'kysely';
import type { Actor, Mode } from '../../../domain/access/access.ts';
import type { KeptOpening } from '../../../domain/case/opening.ts';
import type { MediaType, Side } from '../../../domain/documents/documents.ts';
import type { Instant, Json, Sealed } from './columns.ts';

export interface CustomerTable {
  id: string;
  external_id: string | null;
  mode: Mode;
  locale: string;
  metadata: Sealed<'metadata'>;
  opening: Json<KeptOpening>;
  /** The highest details version that was ever assigned. */
  details_count: number;
  /** Increments with each change that was conditional on the ETag. */
  revision: Generated<number>;
  created_at: Instant;
  created_by: Json<Actor>;
  erased_at: Instant | null;
}

export interface DetailsVersionTable {
  customer_id: string;
  version: number;
  details: Sealed<'details'>;
  country: string;
  created_at: Instant;
  created_by: Json<Actor>;
}

/** Blind index: `mac` is an HMAC of a normalised value. */
export interface LookupTable {
  field: string;
  mac: Buffer;
  customer_id: string;
  details_version: number;
}

/** One file of a document as it was sent. */
export interface UploadTable {
  document_id: string;
  page: number;
  customer_id: string;
  side: Side;
  blob_id: string;
  media_type: MediaType;
  bytes: number;
  /** Salted digest: `sha256:` and hex. */
  digest: string;
  salt: Sealed<'salt'>;
  sha256: Sealed<'sha256'>;
  /** Test values, joined by spaces; null if there were none, and in live mode. */
  test_values: string | null;
  created_at: Instant;
  created_by: Json<Actor>;
}

export interface TextTable {
  id: string;
  customer_id: string;
  kind: 'note' | 'message' | 'reason' | 'review_note';
  /** The review, if the text is a `review_note`. */
  review_id: string | null;
  body: Sealed<'body'>;
  created_at: Instant;
  created_by: Json<Actor>;
}

export interface ConsentTable {
  id: string;
  customer_id: string;
  purpose: 'identity_verification' | 'face_biometrics';
  given: boolean;
  text_version: string;
  language: string;
  recorded_at: Instant;
  recorded_by: Json<Actor>;
}

/** The number of files and bytes that one customer sent on one day, UTC. */
export interface QuotaTable {
  customer_id: string;
  day: string;
  files: number;
  bytes: number;
}
