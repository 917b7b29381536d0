import type { RefusalCode } from '../../refusal.ts';
import { msBetween, shiftMs } from '../../time.ts';
import type { EventOf } from '../event.ts';
import { endedBy, mandatory } from '../level.ts';
import { makeDue, resubmissionDeadline, supersede } from '../moves.ts';
import { currentDocument, dropChecks, recordOf, type Step } from '../step.ts';
import { takeNewer } from './policy.ts';

export function locked(step: Step): RefusalCode | undefined {
  const { draft, now } = step;
  if (draft.closed) return 'case_closed';
  if (draft.lock) return 'already_locked';
  draft.lock = { at: now };
  return undefined;
}

/** The customer's deadlines move by the length of the lock. */
export function unlocked(step: Step): RefusalCode | undefined {
  const { draft, now } = step;
  if (draft.closed) return 'case_closed';
  if (!draft.lock) return 'not_locked';
  const byMs = msBetween(draft.lock.at, now);
  draft.lock = null;
  draft.onboardingDeadline = shiftMs(draft.onboardingDeadline, byMs);
  for (const record of draft.requirements) {
    if (record.deadline) record.deadline = shiftMs(record.deadline, byMs);
    if (record.overdueSince) record.overdueSince = shiftMs(record.overdueSince, byMs);
  }
  return undefined;
}

/** The relationship ends; `withdrawn` is an application given up before it was approved. */
export function closed(step: Step, event: EventOf<'closed'>): RefusalCode | undefined {
  const { draft, now } = step;
  if (draft.closed) return 'case_closed';
  if (event.withdrawn && draft.approval) return 'reason_not_allowed';
  draft.closed = { at: now, withdrawn: event.withdrawn };
  draft.lock = null;
  dropChecks(step, ({ outcome }) => outcome === null);
  return undefined;
}

/** An appeal or a return: the details are to be confirmed, and whatever is stale begins a new round. */
export function reopened(step: Step, event: EventOf<'reopened'>): RefusalCode | undefined {
  const { draft, now } = step;
  if (draft.erased || !endedBy(draft)) return 'not_reopenable';
  draft.closed = null;
  draft.rejected = null;
  draft.expiredAt = null;
  draft.erasureDue = false;
  takeNewer(step, event.newest);
  const deadline = resubmissionDeadline(step);
  draft.onboardingDeadline = deadline;
  const touched = mandatory(draft).filter((requirement) => {
    const record = recordOf(draft, requirement);
    if (!record || record.state === 'waived') return false;
    const fresh = record.state === 'satisfied' && !(record.dueAgainAt && record.dueAgainAt <= now);
    if (fresh && requirement !== 'details') return false;
    const document = currentDocument(draft, requirement);
    if (document?.state === 'accepted') document.state = 'expired';
    supersede(step, requirement);
    record.overdueSince = null;
    record.graceOver = false;
    makeDue(step, record, { cause: 'reopened', deadline, newRound: true });
    return true;
  });
  draft.doubts = [{ cause: 'reopened', touched }];
  return undefined;
}

export function holdSet(step: Step): RefusalCode | undefined {
  if (step.draft.hold) return 'on_hold';
  step.draft.hold = true;
  return undefined;
}

export function holdLifted(step: Step): RefusalCode | undefined {
  if (!step.draft.hold) return 'not_on_hold';
  step.draft.hold = false;
  return undefined;
}

export function erased(step: Step): RefusalCode | undefined {
  const { draft } = step;
  if (draft.hold) return 'on_hold';
  if (!draft.closed) return 'not_closed';
  draft.erased = true;
  dropChecks(step, () => true);
  return undefined;
}
