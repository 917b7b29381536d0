import type { Actor } from '../access/access.ts';
import type { CheckAnswer } from '../checks/checks.ts';
import type { DocumentType, Page } from '../documents/documents.ts';
import type { Policy } from '../policy/policy.ts';
import type { ReasonCode } from '../reasons/reasons.ts';
import type { DetailField, Requirement } from './requirements.ts';
import type { EvidenceParts, Facts } from './state.ts';

/** Everything that can happen to a case (docs/case.md#events): a closed list. */
export const CASE_EVENTS = [
  'case_opened',
  'documents_submitted',
  'checks_answered',
  'details_changed',
  'details_confirmed',
  'level_changed',
  'decision_made',
  'documents_requested',
  'locked',
  'unlocked',
  'closed',
  'reopened',
  'time_passed',
  'list_changed',
  'vendor_answered',
  'waived',
  'policy_moved',
  'decision_proposed',
  'hit_decided',
  'consent_given',
  'consent_withdrawn',
  'review_escalated',
  'hold_set',
  'hold_lifted',
  'erased',
] as const;
export type CaseEventKind = (typeof CASE_EVENTS)[number];

export interface SubmittedDocument {
  id: string;
  type: DocumentType;
  country: string | null;
  pages: Page[];
}

/** Free text never enters: `note` and `message` are ids of sealed `text` rows. */
export interface DecisionCommand {
  /** `refuse`: the second person's no to a proposal, which decides nothing. */
  outcome: 'approve' | 'reject' | 'refuse';
  /** Null: every requirement in review. */
  requirements: Requirement[] | null;
  reasons: ReasonCode[];
  final: boolean;
  note: string | null;
  message: string | null;
  evidence: EvidenceParts;
  /** The proposal that this second half confirms, or refuses. */
  confirms: string | null;
}

/**
 * `newest`: what begins a verification anew brings the newest version of the case's policy, where there
 * is a newer one: the case cannot look for it (docs/policy.md#versions).
 */
interface Payloads {
  case_opened: { facts: Facts };
  documents_submitted: { documents: SubmittedDocument[]; newest?: Policy };
  checks_answered: { document: string | null; detailsVersion: number; findings: CheckAnswer[] };
  details_changed: {
    from: number;
    to: number;
    changed: DetailField[];
    present: DetailField[];
    country: string;
    newest?: Policy;
  };
  details_confirmed: { detailsVersion: number; newest?: Policy };
  level_changed: { level: string };
  decision_made: DecisionCommand;
  documents_requested: {
    requirements: Requirement[];
    reasons: ReasonCode[];
    note: string | null;
    message: string | null;
    evidence: EvidenceParts | null;
  };
  locked: { reason: string | null };
  unlocked: { reason: string | null };
  closed: { withdrawn: boolean; reason: string | null };
  reopened: { reason: string | null; newest?: Policy };
  time_passed: object;
  list_changed: { list: string };
  vendor_answered: { id: string; document: string; findings: CheckAnswer[] };
  waived: {
    requirements: Requirement[];
    reasons: ReasonCode[];
    note: string | null;
    evidence: EvidenceParts;
    confirms: string | null;
  };
  policy_moved: { policy: Policy };
  decision_proposed: {
    outcome: 'approve' | 'reject' | 'waive';
    requirements: Requirement[] | null;
    reasons: ReasonCode[];
    final: boolean;
    note: string | null;
    message: string | null;
    evidence: EvidenceParts;
  };
  hit_decided: { hit: string; decided: 'this_person' | 'not_this_person'; note: string | null };
  consent_given: { purpose: 'face_biometrics'; given: boolean };
  consent_withdrawn: { purpose: 'face_biometrics' };
  review_escalated: { reason: string | null };
  hold_set: { reason: string | null };
  hold_lifted: { reason: string | null };
  erased: object;
}

/**
 * One event: what happened, who did it, and the request that carried it. `expects`: the version of the
 * case that the sender saw; on another one the event is refused.
 */
export type CaseEvent = {
  [Kind in CaseEventKind]: {
    kind: Kind;
    actor: Actor;
    request?: string;
    expects?: number;
  } & Payloads[Kind];
}[CaseEventKind];
export type EventOf<Kind extends CaseEventKind> = Extract<CaseEvent, { kind: Kind }>;
