import type { FieldError, RefusalCode } from '../../domain/refusal.ts';
import { Refusal } from '../../domain/refusal.ts';

interface ProblemKind {
  status: number;
  title: string;
}

/** The only place that knows HTTP statuses. The status follows from what the caller should do next. */
export const PROBLEMS = {
  validation_failed: { status: 422, title: 'The request is not valid' },
  malformed_request: { status: 400, title: 'The request cannot be read' },
  unauthenticated: { status: 401, title: 'No valid key was given' },
  forbidden: { status: 403, title: 'This key may not do this' },
  not_found: { status: 404, title: 'There is nothing here' },
  method_not_allowed: { status: 405, title: 'This method is not served here' },
  media_type_not_supported: { status: 415, title: 'This media type is not taken here' },
  payload_too_large: { status: 413, title: 'The request or a file in it is too large' },
  too_slow: { status: 408, title: 'The request came too slowly' },
  file_empty: { status: 422, title: 'A file is empty' },
  file_type_mismatch: { status: 415, title: 'A file is not what it claims to be' },
  quota_exceeded: { status: 429, title: 'The customer’s daily quota of files is used up' },
  rate_limited: { status: 429, title: 'Too many requests' },
  idempotency_key_missing: { status: 400, title: 'An Idempotency-Key is needed' },
  idempotency_key_reused: {
    status: 422,
    title: 'The Idempotency-Key was used for another request',
  },
  idempotency_in_progress: { status: 409, title: 'The first request with this key still runs' },
  external_id_taken: { status: 409, title: 'Another customer has this external id' },
  policy_unknown: { status: 422, title: 'There is no such policy' },
  policy_version_taken: { status: 409, title: 'Another policy was published under this number' },
  level_unknown: { status: 422, title: 'The policy has no such level' },
  version_mismatch: { status: 412, title: 'The customer has changed since' },
  details_version_changed: { status: 409, title: 'The details have changed since' },
  nothing_changed: { status: 409, title: 'Nothing would change' },
  nothing_to_confirm: { status: 409, title: 'No confirmation is due' },
  case_closed: { status: 409, title: 'The case is closed' },
  case_rejected: { status: 409, title: 'The case was finally rejected' },
  case_expired: { status: 409, title: 'The onboarding deadline has passed' },
  already_locked: { status: 409, title: 'The case is already locked' },
  not_locked: { status: 409, title: 'The case is not locked' },
  not_reopenable: { status: 409, title: 'The case cannot be reopened' },
  document_not_asked: { status: 409, title: 'No document of this kind is asked for' },
  document_type_not_accepted: { status: 422, title: 'The policy does not accept this type' },
  requirement_not_in_review: { status: 409, title: 'The requirement is not in review' },
  requirements_open: { status: 409, title: 'Other requirements are still open' },
  evidence_changed: { status: 409, title: 'The evidence has changed since it was shown' },
  reasons_required: { status: 422, title: 'A reason is needed' },
  reason_not_allowed: { status: 422, title: 'This reason may not be given here' },
  review_not_open: { status: 409, title: 'The review is not open' },
  review_already_claimed: { status: 409, title: 'Somebody else holds the review' },
  review_not_held: { status: 409, title: 'The review must be claimed first' },
  four_eyes_required: { status: 409, title: 'A second person must confirm this' },
  proposal_unknown: { status: 409, title: 'This proposal no longer stands' },
  same_person: { status: 409, title: 'Another person must do this' },
  on_hold: { status: 409, title: 'A legal hold is set' },
  not_on_hold: { status: 409, title: 'No legal hold is set' },
  not_closed: { status: 409, title: 'The case is not closed' },
  late: { status: 409, title: 'The case has moved on' },
  engine_unavailable: { status: 503, title: 'Writes are not possible for the moment' },
  outcome_unknown: { status: 503, title: 'It is not known whether the change was made' },
  command_not_taken: { status: 503, title: 'The case did not take the command for ours' },
  key_destroyed: { status: 410, title: 'The customer’s data was erased' },
  key_store_unavailable: { status: 503, title: 'Sealed data cannot be opened for the moment' },
  store_unavailable: { status: 503, title: 'Stored data cannot be reached for the moment' },
  storage_full: { status: 507, title: 'There is no room for files for the moment' },
  api_key_not_live: { status: 409, title: 'The key is expired or revoked' },
  api_key_rotating: { status: 409, title: 'Two keys of this app are live already' },
  api_key_not_pending: { status: 409, title: 'The key waits for no agreement' },
  endpoints_too_many: { status: 409, title: 'There are as many webhook endpoints as there may be' },
  session_not_live: { status: 401, title: 'No link was started here, or it has ended' },
  cross_site_request: { status: 403, title: 'The request did not come from our own page' },
  submission_running: { status: 409, title: 'The pages are being submitted' },
  hosted_not_configured: { status: 409, title: 'No address for links is set' },
  challenges_used_up: { status: 409, title: 'No further challenge is given for now' },
  consent_required: { status: 409, title: 'The customer has not consented to this' },
} as const satisfies Record<RefusalCode, ProblemKind>;

/** The codes of problem bodies: every refusal, and one code for a bug of ours. */
export type ProblemCode = RefusalCode | 'internal_error';
export const PROBLEM_CODES = [
  ...(Object.keys(PROBLEMS) as RefusalCode[]),
  'internal_error',
] as const;

/** RFC 9457. `detail` and `errors` hold no value that the caller sent. */
export interface Problem {
  type: string;
  title: string;
  status: number;
  code: ProblemCode;
  detail?: string;
  request_id: string;
  errors?: readonly FieldError[];
}

/** The body for a refusal. The caller of this function sets `Retry-After`. */
export function problemOf(refusal: Refusal, requestId: string): Problem {
  const { status, title } = PROBLEMS[refusal.code];
  return {
    type: `/docs/problems/${refusal.code}`,
    title,
    status,
    code: refusal.code,
    ...(refusal.detail === '' ? {} : { detail: refusal.detail }),
    request_id: requestId,
    ...(refusal.errors.length === 0 ? {} : { errors: refusal.errors }),
  };
}

/** The answer after a bug: nothing but an id that the caller can quote. */
export function blandProblem(requestId: string): Problem {
  return {
    type: '/docs/problems/internal_error',
    title: 'Something went wrong on our side',
    status: 500,
    code: 'internal_error',
    request_id: requestId,
  };
}

/** The masked 404: the same answer for what does not exist and for what the caller may not know of. */
export function notFound(): Refusal {
  return new Refusal('not_found');
}

/** A validation refusal that points to one place of the request. */
export function invalid(pointer: string, code: string, message: string): Refusal {
  return new Refusal('validation_failed', '', { errors: [{ pointer, code, message }] });
}
