import type { RefusalCode } from '../../refusal.ts';
import { shift } from '../../time.ts';
import { recordsInForce } from '../derive.ts';
import { due, nextReminder, noticeAt } from '../due.ts';
import { makeDue } from '../moves.ts';
import type { RequirementRecord } from '../state.ts';
import { currentDocument, type Step } from '../step.ts';

/** Time has passed: handles each past instant of `due`, so that the timer moves on. */
export function timePassed(step: Step): RefusalCode | undefined {
  const { draft, now } = step;
  const first = due(draft);
  if (first === undefined || first > now) return 'late';
  if (draft.closed) {
    draft.erasureDue = true;
    return undefined;
  }
  if (draft.review && !draft.review.escalatedAt && draft.review.dueAt <= now) {
    draft.review.escalatedAt = now;
  }
  if (draft.lock) return undefined;
  for (const record of recordsInForce(draft)) {
    notice(step, record);
    renew(step, record);
    remind(step, record);
    pastDeadline(step, record);
    const { overdueSince } = record;
    if (overdueSince && shift(overdueSince, draft.policy.deadlines.grace) <= now) {
      record.graceOver = true;
    }
  }
  return undefined;
}

function notice(step: Step, record: RequirementRecord): void {
  if (record.state !== 'satisfied') return;
  const from = noticeAt(step.draft, record);
  if (from !== null && from <= step.now) record.dueSoon = true;
}

/** A document that ended, or details whose refresh came, are due from that day on. */
function renew(step: Step, record: RequirementRecord): void {
  const { draft, now } = step;
  const { dueAgainAt } = record;
  if (record.state !== 'satisfied' || !dueAgainAt || dueAgainAt > now) return;
  const cause = record.requirement === 'details' ? 'refresh' : 'expired';
  const document = currentDocument(draft, record.requirement);
  if (document) document.state = 'expired';
  const { resubmission, onboarding } = draft.policy.deadlines;
  const deadline = shift(now, draft.approval ? resubmission : onboarding);
  makeDue(step, record, { cause, deadline, newRound: true });
}

function remind(step: Step, record: RequirementRecord): void {
  for (;;) {
    const next = nextReminder(step.draft, record);
    if (next === null || next > step.now || !record.deadline) return;
    record.reminded += 1;
    const { requirement, deadline } = record;
    if (deadline > step.now) step.effects.push({ kind: 'remind', requirement, deadline });
  }
}

/** A deadline counts only while the requirement waits for the customer, never for our own slowness. */
function pastDeadline(step: Step, record: RequirementRecord): void {
  const { draft, now } = step;
  if (record.state !== 'currently_due' || record.overdueSince) return;
  if (!record.deadline || record.deadline > now) return;
  if (!draft.approval) {
    draft.expiredAt ??= now;
    record.errors = [...new Set([...record.errors, 'deadline_passed' as const])];
    return;
  }
  record.overdueSince = record.deadline;
}
