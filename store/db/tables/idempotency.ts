import type { Instant, Json, Sealed } from './columns.ts';

export interface IdempotencyTable {
  principal: string;
  method: string;
  path: string;
  key: string;
  fingerprint: string;
  state: 'running' | 'finished';
  /** The ids to be used, so that a second run has the same effect. */
  ids: Json<Record<string, string>>;
  update_id: string;
  lease_until: Instant;
  /** Moved by each take-over: only its holder may finish or release. */
  lease: number;
  /** Whose key sealed the answer: a customer's id or `system`. */
  owner: string | null;
  status: number | null;
  body: Sealed<'body'> | null;
  headers: Json<Record<string, string>> | null;
  created_at: Instant;
}
