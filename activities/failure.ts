import { ApplicationFailure } from '@temporalio/activity';
import { Refusal, type RefusalCode } from '../domain/refusal.ts';

/** Whether time can heal a refusal. `not_found`: a row that another transaction is about to commit. */
const RETRY = {
  validation_failed: false,
  malformed_request: false,
  unauthenticated: false,
  forbidden: false,
  not_found: true,
  method_not_allowed: false,
  media_type_not_supported: false,
  payload_too_large: false,
  too_slow: true,
  file_empty: false,
  file_type_mismatch: false,
  quota_exceeded: false,
  rate_limited: true,
  idempotency_key_missing: false,
  idempotency_key_reused: false,
  idempotency_in_progress: true,
  external_id_taken: false,
  policy_version_taken: false,
  policy_unknown: false,
  level_unknown: false,
  version_mismatch: false,
  details_version_changed: false,
  nothing_changed: false,
  nothing_to_confirm: false,
  case_closed: false,
  case_rejected: false,
  case_expired: false,
  already_locked: false,
  not_locked: false,
  not_reopenable: false,
  document_not_asked: false,
  document_type_not_accepted: false,
  requirement_not_in_review: false,
  requirements_open: false,
  evidence_changed: false,
  reasons_required: false,
  reason_not_allowed: false,
  review_not_open: false,
  review_already_claimed: false,
  review_not_held: false,
  four_eyes_required: false,
  proposal_unknown: false,
  same_person: false,
  on_hold: false,
  not_on_hold: false,
  not_closed: false,
  late: false,
  engine_unavailable: true,
  outcome_unknown: true,
  command_not_taken: false,
  key_destroyed: false,
  key_store_unavailable: true,
  store_unavailable: true,
  storage_full: true,
  api_key_not_live: false,
  api_key_rotating: false,
  api_key_not_pending: false,
  endpoints_too_many: false,
  session_not_live: false,
  cross_site_request: false,
  submission_running: true,
  hosted_not_configured: false,
  challenges_used_up: false,
  consent_required: false,
} as const satisfies Record<RefusalCode, boolean>;

/**
 * What Temporal hears of an error: its type and nothing of its text, since the texts of `pg` and
 * of vendors may hold personal data. A bug keeps the default retries.
 */
export function asFailure(error: unknown): ApplicationFailure {
  if (error instanceof ApplicationFailure) return error;
  if (error instanceof Refusal) {
    const { code } = error;
    return ApplicationFailure.create({ type: code, message: code, nonRetryable: !RETRY[code] });
  }
  const type = typeOf(error);
  return ApplicationFailure.create({ type, message: type });
}

/** A name or a code says enough for a search in the logs: `ECONNREFUSED`, `57P01`, `child_died`. */
function typeOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  const code: unknown = 'code' in error ? error.code : undefined;
  return typeof code === 'string' && /^[\w.-]{1,40}$/.test(code) ? code : error.name;
}
