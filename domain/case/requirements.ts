import type { DocumentType } from '../documents/documents.ts';

/** What must be proven (docs/case.md#requirements). */
export const REQUIREMENTS = ['details', 'identity', 'address', 'selfie', 'funds'] as const;
export type Requirement = (typeof REQUIREMENTS)[number];

export const REQUIREMENT_STATES = [
  'currently_due',
  'pending',
  'in_review',
  'satisfied',
  'past_due',
  'waived',
] as const;
export type RequirementState = (typeof REQUIREMENT_STATES)[number];

/** The requirement that a document type serves unless a policy's `accepts` says otherwise. */
export const SERVES = {
  passport: 'identity',
  national_id: 'identity',
  driving_licence: 'identity',
  residence_permit: 'identity',
  utility_bill: 'address',
  bank_statement: 'address',
  tax_bill: 'address',
  government_letter: 'address',
  selfie: 'selfie',
  funds_evidence: 'funds',
  other: 'funds',
} as const satisfies Record<DocumentType, Requirement>;

/** Names of the details a person states (docs/glossary.md). Values never enter a workflow, names do. */
export const DETAIL_FIELDS = [
  'given_names',
  'family_name',
  'birth_date',
  'nationality',
  'email',
  'phone',
  'address',
  'employment_status',
  'occupation',
  'source_of_funds',
  'expected_monthly_amount',
] as const;
export type DetailField = (typeof DETAIL_FIELDS)[number];
