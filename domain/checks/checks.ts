import type { ReasonCode } from '../reasons/reasons.ts';
import type { DetailField, Requirement } from '../case/requirements.ts';

/** Kinds of checks (docs/case.md#documents-and-checks). */
export const CHECKS = [
  'file_safety',
  'image_quality',
  'identity_reading',
  'identity_validity',
  'identity_match',
  'identity_unique',
  'document_unique',
  'address_match',
  'address_recency',
  'face_match',
  'liveness',
  'screening',
  'manual',
] as const;
export type CheckKind = (typeof CHECKS)[number];

export const OUTCOMES = ['pass', 'fail', 'inconclusive', 'unavailable'] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** What one check needs before it can run. `across` names the other requirement whose document it also reads. */
export const CHECK_NEEDS = {
  file_safety: { document: true },
  image_quality: { document: true },
  identity_reading: { document: true },
  identity_validity: { document: true, details: ['birth_date'], detailsSince: 3 },
  identity_match: {
    document: true,
    details: ['given_names', 'family_name', 'birth_date', 'nationality'],
  },
  identity_unique: { document: true },
  document_unique: { document: true },
  address_match: { document: true, details: ['address'] },
  address_recency: { document: true },
  face_match: { document: true, across: 'identity' },
  liveness: { document: true },
  screening: {
    document: false,
    details: ['given_names', 'family_name', 'birth_date', 'nationality'],
  },
  manual: { document: false, person: true },
} as const satisfies Record<CheckKind, CheckNeeds>;

export interface CheckNeeds {
  document: boolean;
  /** A change of one of these details asks for the check again. */
  details?: readonly DetailField[];
  /** The generation of a case's rules from which on it does; absent: all. */
  detailsSince?: number;
  across?: Requirement;
  /** Only a person answers it: no engine is asked. */
  person?: boolean;
}

/** The answer of one check as it crosses the workflow's border: codes only, never a reading. */
export interface CheckAnswer {
  id: string;
  kind: CheckKind;
  outcome: Outcome;
  reasons: ReasonCode[];
  /** The last day on which an identity document is valid, as an instant; ours to plan with, never a search attribute. */
  validUntil?: string;
  /** Screening only: the open hits, and whether each is at or above the policy's `restrictFrom`. */
  hits?: { id: string; strong: boolean }[];
}
