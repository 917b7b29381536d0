import type { Instant, Json, Sealed } from './columns.ts';

export interface IdempotencyTable {
  principal: string;
  method: string;
  path: string;
  key: string;
  fingerprint: string;
  state: 'running' | 'finished';
  /** The ids that the request uses, so that a second run has the same effect. */
  ids: Json<Record<string, string>>;
  update_id: string;
  lease_until: Instant;
  /** Increments each time another run takes over. Only its holder may finish or release the key. */
  lease: number;
  /** The owner of the key that sealed the answer: a customer's id or `system`. */
  owner: string | null;
  status: number | null;
  body: Sealed<'body'> | null;
  headers: Json<Record<string, string>> | null;
  created_at: Instant;
}
