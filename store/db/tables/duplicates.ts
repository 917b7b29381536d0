import type { Mode } from '../../../domain/access/access.ts';
import type { Instant } from './columns.ts';

/** Keyed hashes of document numbers, by which `identity_unique` finds the same document of another customer. */
export interface IdentityNumberTable {
  mac: Buffer;
  document_id: string;
  customer_id: string;
  mode: Mode;
  created_at: Instant;
}

/** Keyed hashes of files and of their texts, for `document_unique`. */
export interface DocumentDigestTable extends IdentityNumberTable {
  kind: 'file' | 'text';
}
