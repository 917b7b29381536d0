import type { Mode } from '../access/access.ts';
import type { CheckKind, Outcome } from '../checks/checks.ts';
import type { DocumentState, DocumentType, Page } from '../documents/documents.ts';
import type { Policy } from '../policy/policy.ts';
import type { ReasonCode } from '../reasons/reasons.ts';
import type { DetailField, Requirement } from './requirements.ts';
import type { Status } from './status.ts';

/**
 * The generation of the case's functions. Open cases live for years, and a changed rule would break their
 * replay: a rule that a history could tell apart branches on `state.rules`. A case is opened under the
 * newest generation, and takes it when its workflow goes on as new (`newestRules`).
 *
 * 2: what `docs/decisions/0016` lists. 3: what `docs/decisions/0018` does.
 */
export const RULES = 3;

/** All that version 1 of a case rests on: no personal data. `openedAt` travels beside it. */
export interface Facts {
  customer: string;
  mode: Mode;
  level: string;
  /** Country of residence, ISO 3166-1 alpha-2. */
  country: string;
  /** Names of the details that are there. */
  present: DetailField[];
  detailsVersion: number;
  /** People who wrote the details, or had the key's secret that did; left out where nobody. */
  detailsBy?: readonly string[];
}

/** Why a requirement waits for the customer. */
export const DUE_CAUSES = [
  'initial',
  'rejected',
  'retake',
  'requested',
  'details_changed',
  'expired',
  'refresh',
  'level',
  'policy',
  'reopened',
  'hit',
] as const;
export type DueCause = (typeof DUE_CAUSES)[number];

/** Stored state; `past_due` is derived from `overdueSince`. */
export type KeptState = 'currently_due' | 'pending' | 'in_review' | 'satisfied' | 'waived';

export interface RequirementRecord {
  requirement: Requirement;
  state: KeptState;
  cause: DueCause;
  round: number;
  /** Submissions of this round that failed for a reason of their own. */
  attempts: number;
  retakes: number;
  deadline: string | null;
  /** The deadline that passed while this waited for the customer; kept until satisfied or waived. */
  overdueSince: string | null;
  graceOver: boolean;
  dueAgainAt: string | null;
  /** `dueAgainAt` is within the policy's notice. */
  dueSoon: boolean;
  /** How many of the policy's reminders went out for this deadline. */
  reminded: number;
  errors: ReasonCode[];
  /** A person must look whatever the checks say. */
  personAsked: boolean;
}

export interface DocumentRecord {
  id: string;
  requirement: Requirement;
  type: DocumentType;
  country: string | null;
  pages: Page[];
  state: DocumentState;
  receivedAt: string;
  round: number;
  errors: ReasonCode[];
  validUntil: string | null;
  /** The person who sent it in; null for an app or a link. Nobody approves their own upload. */
  submittedBy: string | null;
  /** People who had the secret of the app's key or of the link by which it came; left out where nobody. */
  alsoBy?: readonly string[];
  /** It took one of the round's attempts; given back when a reviewer overrules. */
  counted: boolean;
}

export interface CheckRecord {
  id: string;
  kind: CheckKind;
  requirement: Requirement;
  document: string | null;
  detailsVersion: number;
  /** Null while it runs. */
  outcome: Outcome | null;
  reasons: ReasonCode[];
}

export interface ReviewRecord {
  id: string;
  openedAt: string;
  dueAt: string;
  requirements: Requirement[];
  reasons: ReasonCode[];
  escalatedAt: string | null;
}

export const DOUBTS = ['details_changed', 'document_invalid', 'screening_hit', 'reopened'] as const;
export type DoubtCause = (typeof DOUBTS)[number];
export interface Doubt {
  cause: DoubtCause;
  touched: Requirement[];
}

/** What a decision rests on, in parts: workflow code cannot hash, so the API and the recorder do. */
export interface EvidenceParts {
  digests: string[];
  checks: string[];
  detailsVersion: number;
}

export const DECISION_OUTCOMES = [
  'approve',
  'reject',
  'request_documents',
  'waive',
  'refuse', // a proposal, by the second person: nothing is decided
] as const;
export type DecisionOutcome = (typeof DECISION_OUTCOMES)[number];

/** A decision waiting for its second person. `evidence` binds it: changed evidence voids it. */
export interface Proposal {
  id: string;
  /** The person, or `key/` and the id of an app's key. */
  by: string;
  /** People who had the secret of the app's key; left out where nobody. */
  alsoBy?: readonly string[];
  at: string;
  outcome: 'approve' | 'reject' | 'waive';
  requirements: Requirement[];
  reasons: ReasonCode[];
  final: boolean;
  evidence: EvidenceParts;
}

/** One screening hit that a person has not decided yet, or has. */
export interface Hit {
  id: string;
  strong: boolean;
  decided: 'this_person' | 'not_this_person' | null;
}

/** The whole case: JSON only, no personal data, under 20 KB. */
export interface CaseState extends Omit<Facts, 'present'> {
  rules: number;
  policy: Policy;
  version: number;
  openedAt: string;
  present: DetailField[];
  /** Policy's onboarding deadline; one that passes while a mandatory requirement waits ends the application. */
  onboardingDeadline: string;
  requirements: RequirementRecord[];
  documents: DocumentRecord[];
  checks: CheckRecord[];
  /** Counts of answered checks that were dropped from `checks`, by outcome. */
  pastChecks: Partial<Record<Outcome, number>>;
  review: ReviewRecord | null;
  proposal: Proposal | null;
  hits: Hit[];
  approval: { at: string; decision: string; policyVersion: number } | null;
  doubts: Doubt[];
  lock: { at: string } | null;
  rejected: { at: string; decision: string; reasons: ReasonCode[] } | null;
  expiredAt: string | null;
  closed: { at: string; withdrawn: boolean } | null;
  hold: boolean;
  faceConsent: 'given' | 'refused' | null;
  erased: boolean;
  /** Set once the retention of a closed case has ended. */
  erasureDue: boolean;
  /** Status when the last version was made; what the app was last told. */
  status: Status;
}

/** The case as the next run of its workflow takes it over: under the newest generation of rules. */
export function newestRules(state: CaseState): CaseState {
  return { ...state, rules: RULES };
}
