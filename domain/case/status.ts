/** The four statuses the app sees and the finer reason (docs/case.md#status). Both are derived, never set. */
export const STATUSES = ['approval_pending', 'active', 'restricted', 'locked'] as const;
export type Status = (typeof STATUSES)[number];

/** The rows of docs/case.md#status, in order: the first that holds wins. */
export const STATUS_ROWS = [
  { row: 1, status: 'locked', reason: 'closed' },
  { row: 2, status: 'locked', reason: 'locked_by_operator' },
  { row: 3, status: 'locked', reason: 'verification_failed' },
  { row: 4, status: 'locked', reason: 'onboarding_expired' },
  { row: 5, status: 'locked', reason: 'requirements_past_due' },
  { row: 6, status: 'restricted', reason: 'requirements_past_due' },
  { row: 7, status: 'restricted', reason: 'resubmission_required' },
  { row: 8, status: 'restricted', reason: 'reverification_required' },
  { row: 9, status: 'restricted', reason: 'under_review' },
  { row: 10, status: 'active', reason: 'requirements_due' },
  { row: 11, status: 'active', reason: 'verified' },
  { row: 12, status: 'approval_pending', reason: 'in_review' },
  { row: 13, status: 'approval_pending', reason: 'verifying' },
  { row: 14, status: 'approval_pending', reason: 'collecting' },
] as const satisfies readonly { row: number; status: Status; reason: string }[];

export type StatusRow = (typeof STATUS_ROWS)[number]['row'];
export type StatusReason = (typeof STATUS_ROWS)[number]['reason'];
export const STATUS_REASONS = [...new Set(STATUS_ROWS.map(({ reason }) => reason))];
