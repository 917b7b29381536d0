import type { Actor, Mode, Role, Scope } from '../../../domain/access/access.ts';
import type { CheckKind, Outcome } from '../../../domain/checks/checks.ts';
import type { Side } from '../../../domain/documents/documents.ts';
import type { ScorePiece } from '../../../domain/checks/findings.ts';
import type { Policy } from '../../../domain/policy/policy.ts';
import type { ReasonCode } from '../../../domain/reasons/reasons.ts';
import type { Instant, Json, Sealed } from './columns.ts';

export interface ReviewClaimTable {
  review_id: string;
  customer_id: string;
  /** The person: a user's id, or the holder of a key. */
  holder: string;
  actor: Json<Actor>;
  claimed_at: Instant;
  expires_at: Instant;
}

export interface ApiKeyTable {
  id: string;
  /** SHA-256 of the whole key. */
  hash: Buffer;
  name: string;
  mode: Mode;
  role: Role;
  scopes: Scope[];
  holder: string | null;
  created_at: Instant;
  created_by: Json<Actor>;
  expires_at: Instant;
  revoked_at: Instant | null;
  last_used_at: Instant | null;
  /** The id of the first key: a key and its rotations are one app. */
  app: string;
  /** Of an app's key: the people who had it from our answer. */
  behind: string[];
  /** Until when a second administrator may agree; null where none is needed. It opens nothing before. */
  agree_until: Instant | null;
  agreed_at: Instant | null;
  agreed_by: Json<Actor> | null;
  /** Of a successor that waits for an agreement: the key that ends by it, and how long after it. */
  replaces: string | null;
  overlap_seconds: number | null;
}

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

export interface PolicyTable {
  name: string;
  version: number;
  /** Whose customers it serves: `live` those of both modes. */
  mode: Mode;
  body: Json<Policy>;
  created_at: Instant;
  created_by: Json<Actor>;
}

/** Written by the verification worker, once per check. */
export interface FindingTable {
  check_id: string;
  customer_id: string;
  document_id: string | null;
  kind: CheckKind;
  outcome: Outcome;
  reasons: ReasonCode[];
  valid_until: Instant | null;
  readings: Sealed<'readings'>;
  pieces: Json<ScorePiece[]>;
  measures: Json<Record<string, number | string>>;
  not_proven: string[];
  engine: string;
  policy_name: string;
  policy_version: number;
  details_version: number;
  late: boolean;
  started_at: Instant;
  ended_at: Instant;
  stored_at: Instant;
}

/** The rasterised, harmless form of one page; the only one that people are shown. */
export interface CleanPageTable {
  document_id: string;
  page: number;
  customer_id: string;
  side: Side;
  blob_id: string;
  media_type: string;
  width: number;
  height: number;
  bytes: number;
  created_at: Instant;
}

export interface IdentityNumberTable {
  mac: Buffer;
  document_id: string;
  customer_id: string;
  mode: Mode;
  created_at: Instant;
}

export interface DocumentDigestTable extends IdentityNumberTable {
  kind: 'file' | 'text';
}
