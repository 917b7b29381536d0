import type { Duration } from '../time.ts';
import { earliest, shift } from '../time.ts';
import { recordsInForce } from './derive.ts';
import type { CaseState, RequirementRecord } from './state.ts';

/** The next instant at which time alone changes something; undefined when it never does. */
export function due(state: CaseState): string | undefined {
  if (state.erased) return undefined;
  if (state.closed) {
    if (state.erasureDue || state.hold) return undefined;
    return shift(state.closed.at, state.policy.retention);
  }
  if (state.rejected || (state.expiredAt && !state.approval)) return undefined;
  const escalation = state.review && !state.review.escalatedAt ? state.review.dueAt : null;
  if (state.lock) return escalation ?? undefined; // the customer's clocks stand still
  const records = recordsInForce(state);
  return earliest([escalation, ...records.flatMap((one) => instantsOf(state, one))]);
}

function instantsOf(state: CaseState, record: RequirementRecord): (string | null)[] {
  const grace =
    record.overdueSince && !record.graceOver
      ? shift(record.overdueSince, state.policy.deadlines.grace)
      : null;
  if (record.state === 'currently_due') {
    return [grace, record.overdueSince ? null : record.deadline, nextReminder(state, record)];
  }
  if (record.state !== 'satisfied') return [grace];
  return [noticeAt(state, record), record.dueAgainAt];
}

/** When a satisfied requirement begins to count as due again soon. */
export function noticeAt(state: CaseState, record: RequirementRecord): string | null {
  if (record.dueSoon || !record.dueAgainAt) return null;
  return shift(record.dueAgainAt, state.policy.expiryNotice, -1);
}

/** The next reminder before the running deadline; reminders go from the longest notice to the shortest. */
export function nextReminder(state: CaseState, record: RequirementRecord): string | null {
  if (record.state !== 'currently_due' || !record.deadline || record.overdueSince) return null;
  const before: Duration | undefined = state.policy.reminders[record.reminded];
  return before ? shift(record.deadline, before, -1) : null;
}
