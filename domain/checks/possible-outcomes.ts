import type { CheckKind, Outcome } from './checks.ts';
import type { ReasonCode } from '../reasons/reasons.ts';

/** The reasons that one outcome of a check may give; an empty list allows none. */
type Reasons = readonly ReasonCode[];

const FAULT = ['check_unavailable'] as const satisfies Reasons;
const REFUSED = [
  'file_type_not_accepted',
  'file_too_large',
  'file_corrupt',
  'file_encrypted',
  'file_active_content',
  'file_unsafe',
] as const satisfies Reasons;
const PICTURE = [
  'image_too_small',
  'image_blurred',
  'image_dark',
  'image_glare',
  'image_cropped',
  'file_not_processable',
] as const satisfies Reasons;

/**
 * The closed table of what engines may conclude (docs/checks.md): a pair
 * that is not here is a bug of ours, never a finding. People's reasons are not engines' reasons.
 */
export const POSSIBLE: Record<CheckKind, Partial<Record<Outcome, Reasons>>> = {
  // of several files the gravest counts, and the reasons of all are told
  file_safety: {
    pass: [],
    fail: [...REFUSED, 'file_not_processable'],
    inconclusive: ['file_not_processable'],
    unavailable: FAULT,
  },
  image_quality: {
    pass: [],
    // a file that was refused has no picture to look at
    fail: [...REFUSED, ...PICTURE],
    inconclusive: PICTURE,
    unavailable: FAULT,
  },
  identity_reading: {
    pass: [],
    inconclusive: [
      'document_unreadable',
      'document_side_missing',
      'document_inconsistent',
      'file_not_processable',
    ],
    unavailable: FAULT,
  },
  identity_validity: {
    pass: [],
    fail: [
      'document_type_not_accepted',
      'document_country_not_accepted',
      'document_expired',
      'under_minimum_age',
    ],
    // of print alone, or of one reading alone
    inconclusive: [
      'document_unreadable',
      'document_inconsistent',
      'document_type_not_accepted',
      'document_country_not_accepted',
      'document_expired',
      'under_minimum_age',
    ],
    unavailable: FAULT,
  },
  identity_match: {
    pass: [],
    fail: ['name_mismatch', 'birth_date_mismatch'],
    inconclusive: [
      'document_unreadable',
      'document_inconsistent',
      'name_mismatch',
      'birth_date_mismatch',
    ],
    unavailable: FAULT,
  },
  identity_unique: {
    pass: [],
    inconclusive: ['document_unreadable', 'document_in_use'],
    unavailable: FAULT,
  },
  document_unique: { pass: [], inconclusive: ['document_in_use'], unavailable: FAULT },
  address_match: {
    pass: [],
    fail: ['address_name_mismatch', 'address_mismatch'],
    inconclusive: [
      'document_unreadable',
      'address_name_mismatch',
      'address_mismatch',
      'file_not_processable',
    ],
    unavailable: FAULT,
  },
  address_recency: {
    pass: [],
    fail: ['address_document_too_old', 'address_type_not_accepted'],
    inconclusive: [
      'document_unreadable',
      'address_document_too_old',
      'address_date_not_found',
      'address_date_ambiguous',
      'file_not_processable',
    ],
    unavailable: FAULT,
  },
  face_match: {
    pass: [],
    fail: ['face_mismatch'],
    inconclusive: [
      'face_not_found',
      'several_faces',
      'face_mismatch',
      'image_too_small',
      'image_blurred',
      'file_not_processable',
    ],
    unavailable: FAULT,
  },
  liveness: {
    pass: [],
    fail: ['liveness_not_shown'],
    inconclusive: [
      'liveness_not_shown',
      'face_not_found',
      'several_faces',
      'image_too_small',
      'image_blurred',
      'file_not_processable',
    ],
    unavailable: FAULT,
  },
  screening: {
    pass: [],
    inconclusive: ['sanctions_possible_match', 'pep_possible_match'],
    unavailable: FAULT,
  },
  manual: {},
};

/** An answer of an engine, as it came: throws where the table has no such answer, which is a bug. */
export function possible<T extends { outcome: Outcome; reasons: readonly ReasonCode[] }>(
  kind: CheckKind,
  answer: T,
): T {
  const reasons = POSSIBLE[kind][answer.outcome];
  if (reasons === undefined) throw new Error(`${kind} cannot answer ${answer.outcome}`);
  const other = answer.reasons.find((reason) => !reasons.includes(reason));
  if (other !== undefined) throw new Error(`${kind} cannot answer ${answer.outcome} for ${other}`);
  return answer;
}
