import type { Instant, Json, Sealed } from './columns.ts';

export interface AuditChainTable {
  id: string;
  count: number;
  head: Buffer;
  /** How many entries the last checkpoint covered. */
  covered: number;
}

export interface AuditEntryTable {
  chain: string;
  n: number;
  /** The exact text that was hashed. */
  body: string;
  sealed: Sealed<'detail'> | null;
  prev: Buffer;
  hash: Buffer;
}

export interface AuditCheckpointTable {
  n: number;
  body: string;
  signature: Buffer;
  leaves: Json<{ chain: string; count: number; head: string }[]>;
  created_at: Instant;
}
