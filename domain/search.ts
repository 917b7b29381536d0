/**
 * The search attributes of a case in Temporal, the only plain text about it there: status-like
 * words, never personal data. Keys are typed so that `{ name, type }` is a valid key in a workflow.
 */
export const SEARCH = {
  status: { name: 'KycStatus', type: 'KEYWORD' },
  reason: { name: 'KycReason', type: 'KEYWORD' },
  level: { name: 'KycLevel', type: 'KEYWORD' },
  risk: { name: 'KycRisk', type: 'KEYWORD' },
  due: { name: 'KycDue', type: 'DATETIME' },
  review: { name: 'KycReview', type: 'BOOL' },
} as const;

export type SearchAttribute = (typeof SEARCH)[keyof typeof SEARCH];

export const SEARCH_ATTRIBUTES: readonly SearchAttribute[] = Object.values(SEARCH);
