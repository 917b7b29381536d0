/** The closed list of expected refusals. Any other error is a bug. */
export const REFUSAL_CODES = [
  'validation_failed',
  'malformed_request',
  'unauthenticated',
  'forbidden',
  'not_found',
  'method_not_allowed',
  'media_type_not_supported',
  'payload_too_large',
  'too_slow',
  'file_empty',
  'file_type_mismatch',
  'quota_exceeded',
  'rate_limited',
  'idempotency_key_missing',
  'idempotency_key_reused',
  'idempotency_in_progress',
  'external_id_taken',
  'policy_unknown',
  'policy_version_taken',
  'level_unknown',
  'version_mismatch',
  'details_version_changed',
  'nothing_changed',
  'nothing_to_confirm',
  'case_closed',
  'case_rejected',
  'case_expired',
  'already_locked',
  'not_locked',
  'not_reopenable',
  'document_not_asked',
  'document_type_not_accepted',
  'requirement_not_in_review',
  'requirements_open',
  'evidence_changed',
  'reasons_required',
  'reason_not_allowed',
  'review_not_open',
  'review_already_claimed',
  'review_not_held',
  'four_eyes_required',
  'proposal_unknown',
  'same_person',
  'on_hold',
  'not_on_hold',
  'not_closed',
  'late',
  'engine_unavailable',
  'outcome_unknown',
  'command_not_taken',
  'key_destroyed',
  'key_store_unavailable',
  'store_unavailable',
  'storage_full',
  'api_key_not_live',
  'api_key_rotating',
  'api_key_not_pending',
  'endpoints_too_many',
  'session_not_live',
  'cross_site_request',
  'submission_running',
  'hosted_not_configured',
  'challenges_used_up',
  'consent_required',
] as const;
export type RefusalCode = (typeof REFUSAL_CODES)[number];

/** An error inside a validated body: a JSON pointer, a code and a sentence without the value. */
export interface FieldError {
  pointer: string;
  code: string;
  message: string;
}

/** An expected no: `detail` is safe to show, and holds no personal data. */
export class Refusal extends Error {
  readonly code: RefusalCode;
  readonly detail: string;
  readonly errors: readonly FieldError[];
  readonly retryAfterSeconds: number | undefined;

  constructor(
    code: RefusalCode,
    detail = '',
    more: { errors?: readonly FieldError[]; retryAfterSeconds?: number; cause?: unknown } = {},
  ) {
    super(code, more.cause === undefined ? undefined : { cause: more.cause });
    this.name = 'Refusal';
    this.code = code;
    this.detail = detail;
    this.errors = more.errors ?? [];
    this.retryAfterSeconds = more.retryAfterSeconds;
  }
}

/** Narrows a text that came over a wire to one of our codes. */
export function isRefusalCode(text: string): text is RefusalCode {
  return (REFUSAL_CODES as readonly string[]).includes(text);
}
