import type { Generated, GeneratedAlways } from 'kysely';
import type { Actor, Mode } from '../../../domain/access/access.ts';
import type { CaseEvent } from '../../../domain/case/event.ts';
import type { CaseState, DecisionOutcome, EvidenceParts } from '../../../domain/case/state.ts';
import type { RequirementsView } from '../../../domain/case/shown/view.ts';
import type { CheckKind, Outcome } from '../../../domain/checks/checks.ts';
import type { DocumentState, DocumentType } from '../../../domain/documents/documents.ts';
import type { Automation, Risk } from '../../../domain/policy/policy.ts';
import type { ReasonCode } from '../../../domain/reasons/reasons.ts';
import type { Requirement } from '../../../domain/case/requirements.ts';
import type { Status, StatusReason } from '../../../domain/case/status.ts';
import type { WireData, WireEventType } from '../../../domain/wire/event-types.ts';
import type { Instant, Json } from './columns.ts';

/** Written only by the recorder, except for `sequence`, which the API increments too, under the row lock. */
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
  /** From the case's risk: 0 high, 1 medium, 2 low. The queue is ordered by this, `due_at` and `id`. */
  priority: number;
  /** 0 if escalated, 1 if not; the database computes it from `escalated_at`. */
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
  /**
   * The proposal that this decision confirms or refuses, and who made it: a person, or `key/` and an app's
   * key.
   */
  confirms: string | null;
  maker: string | null;
  created_at: Instant;
}

export interface EventTable {
  id: string;
  customer_id: string;
  sequence: number;
  /**
   * The number of the event among those that everybody may know of. Null: the same as `sequence`, or the
   * event is not for everybody.
   */
  told: number | null;
  /** The case version that brought the event, and its index there; null for events of the API itself. */
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

/** Events that webhooks are still to be made of; their content is in `event`. */
export interface OutboxTable {
  event_id: string;
  customer_id: string;
  mode: Mode;
  version: number | null;
  index: number | null;
  sequence: number;
  created_at: Instant;
}

/** The recorded changes of a case, in a form that can be applied again; kept for 30 days. */
export interface CaseChangeTable {
  customer_id: string;
  version: number;
  at: Instant;
  /** The id of the update or signal that brought the event; null for what the case concluded by itself. */
  command: string | null;
  event: Json<CaseEvent>;
  /** SHA-256, in hex, of the event and its command. A repeated recording is recognised by it. */
  digest: string;
  recorded_at: Generated<Instant>;
}

/** How far the reconciler has compared changed cases with their workflows: one row. */
export interface ReconcilerTable {
  id: Generated<number>;
  compared_until: Instant;
  /** Until when one worker alone makes the next comparison. */
  held_until: Instant;
}

/**
 * Numbers of customers by status, split into shards so that recorders do not wait for one row. Sum over
 * `shard`.
 */
export interface StatusCountTable {
  mode: Mode;
  status: Status;
  status_reason: StatusReason;
  shard: number;
  count: number;
}

/** Ids of texts, and `<customer>/<details version>`, to which a case refers; the sweeper keeps them. */
export interface CaseReferenceTable {
  id: string;
  customer_id: string;
}
