import type { GeneratedAlways } from 'kysely';
import type { Actor, Mode } from '../../domain/access.ts';
import type { CaseState, DecisionOutcome, EvidenceParts } from '../../domain/case/state.ts';
import type { RequirementsView } from '../../domain/case/view.ts';
import type { CheckKind, Outcome } from '../../domain/checks.ts';
import type { DocumentState, DocumentType } from '../../domain/documents.ts';
import type { Automation, Risk } from '../../domain/policy.ts';
import type { ReasonCode } from '../../domain/reasons.ts';
import type { Requirement } from '../../domain/requirements.ts';
import type { Status, StatusReason } from '../../domain/status.ts';
import type { WireData, WireEventType } from '../../domain/wire.ts';
import type { Instant, Json } from './columns.ts';

/** Written by the recorder alone, but for `sequence`, which the API moves too under the row lock. */
export interface CaseTable {
  customer_id: string;
  mode: Mode;
  country: string;
  level: string;
  status: Status;
  status_reason: StatusReason;
  risk: Risk;
  version: number;
  sequence: number;
  details_version: number;
  policy_name: string;
  policy_version: number;
  state: Json<CaseState>;
  requirements: Json<RequirementsView>;
  /** Hash of the evidence that a whole-case decision would rest on. */
  evidence: string;
  review_id: string | null;
  due_at: Instant | null;
  created_at: Instant;
  updated_at: Instant;
  verified_at: Instant | null;
  closed_at: Instant | null;
}

export interface DocumentTable {
  id: string;
  customer_id: string;
  mode: Mode;
  requirement: Requirement;
  type: DocumentType;
  country: string | null;
  state: DocumentState;
  round: number;
  errors: ReasonCode[];
  valid_until: Instant | null;
  received_at: Instant;
  updated_at: Instant;
}

export interface CheckTable {
  id: string;
  customer_id: string;
  document_id: string | null;
  kind: CheckKind;
  requirement: Requirement;
  details_version: number;
  outcome: Outcome | null;
  reasons: ReasonCode[];
  created_at: Instant;
  answered_at: Instant | null;
}

export interface ReviewTable {
  id: string;
  customer_id: string;
  mode: Mode;
  requirements: Requirement[];
  reasons: ReasonCode[];
  opened_at: Instant;
  due_at: Instant;
  escalated_at: Instant | null;
  /** By the case's risk: 0 high, 1 medium, 2 low; with `due_at` and `id` the order of the queue. */
  priority: number;
  /** 0 escalated, 1 not: kept by the database from `escalated_at`. */
  turn: GeneratedAlways<number>;
  closed_at: Instant | null;
  outcome: 'decided' | 'withdrawn' | null;
}

export interface DecisionTable {
  id: string;
  customer_id: string;
  mode: Mode;
  version: number;
  actor: Json<Actor>;
  /** The person behind the actor; null for an app or a rule. */
  person: string | null;
  outcome: DecisionOutcome;
  state: 'made' | 'proposed';
  requirements: Requirement[];
  reasons: ReasonCode[];
  final: boolean;
  note: string | null;
  message: string | null;
  evidence: string;
  evidence_parts: Json<EvidenceParts>;
  policy_name: string;
  policy_version: number;
  automation: Automation | null;
  /** The proposal that this one confirms, or refuses, and who made it. */
  confirms: string | null;
  maker: string | null;
  created_at: Instant;
}

export interface EventTable {
  id: string;
  customer_id: string;
  sequence: number;
  /** The case version that brought it, and its place there; null for what the API does itself. */
  version: number | null;
  index: number | null;
  type: WireEventType;
  at: Instant;
  actor: Json<Actor>;
  data: Json<WireData>;
  audience: 'all' | 'findings';
  status: Status;
  status_reason: StatusReason;
}

/** What is still to be told to webhooks; the content is the event's. */
export interface OutboxTable {
  event_id: string;
  customer_id: string;
  mode: Mode;
  version: number | null;
  index: number | null;
  sequence: number;
  created_at: Instant;
}

/** Customers by status: sharded so that recorders do not queue behind one row. Sum over `shard`. */
export interface StatusCountTable {
  mode: Mode;
  status: Status;
  status_reason: StatusReason;
  shard: number;
  count: number;
}

/** Ids of texts, and `<customer>/<details version>`, that a case came to refer to; the sweeper leaves them. */
export interface CaseReferenceTable {
  id: string;
  customer_id: string;
}
