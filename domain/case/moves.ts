import type { ReasonCode } from '../reasons/reasons.ts';
import type { Requirement } from './requirements.ts';
import { earliest, later, shift } from '../time.ts';
import { mandatory, riskOf } from './level.ts';
import type { CaseState, DueCause, RequirementRecord } from './state.ts';
import { currentDocument, dropChecks, recordOf, type Step } from './step.ts';

/** A requirement nobody has begun. */
export function freshRecord(requirement: Requirement, cause: DueCause): RequirementRecord {
  return {
    requirement,
    state: 'currently_due',
    cause,
    round: 1,
    attempts: 0,
    retakes: 0,
    deadline: null,
    overdueSince: null,
    graceOver: false,
    dueAgainAt: null,
    dueSoon: false,
    reminded: 0,
    errors: [],
    personAsked: false,
  };
}

/** The requirement waits for the customer again; a new round forgets attempts and retakes. */
export function makeDue(
  step: Step,
  record: RequirementRecord,
  to: { cause: DueCause; deadline: string; errors?: ReasonCode[]; newRound: boolean },
): void {
  record.state = 'currently_due';
  record.cause = to.cause;
  record.deadline = to.deadline;
  record.errors = to.errors ?? [];
  record.dueAgainAt = null;
  record.dueSoon = false;
  if (to.newRound) {
    record.round += 1;
    record.attempts = 0;
    record.retakes = 0;
    record.personAsked = false;
    const document = currentDocument(step.draft, record.requirement);
    if (document) document.counted = false;
  }
  const { reminders } = step.draft.policy;
  record.reminded = reminders.filter((before) => shift(to.deadline, before, -1) <= step.now).length;
}

/** Satisfied, by a rule or a person: overdue ends here and nowhere else. */
export function satisfy(step: Step, record: RequirementRecord): void {
  record.state = 'satisfied';
  record.errors = [];
  record.overdueSince = null;
  record.graceOver = false;
  record.deadline = null;
  record.personAsked = false;
  const document = currentDocument(step.draft, record.requirement);
  if (document) {
    document.state = 'accepted';
    document.errors = [];
  }
  if (record.requirement === 'details') {
    refreshDetails(step); // screened again is not confirmed again: an earlier day stands
    return;
  }
  record.dueSoon = false;
  record.dueAgainAt = document?.validUntil ?? null;
}

/** Let go by a person: nothing of it is asked any more. */
export function waive(step: Step, record: RequirementRecord): void {
  supersede(step, record.requirement);
  record.state = 'waived';
  record.errors = [];
  record.overdueSince = null;
  record.graceOver = false;
  record.deadline = null;
  record.dueAgainAt = null;
  record.dueSoon = false;
  record.personAsked = false;
}

/**
 * Details are to be confirmed again one refresh from now (EU AMLR art. 26), or when they were to be
 * anyway: a risk that rose brings the day nearer, nothing but a confirmation puts it off.
 */
export function refreshDetails(step: Step): void {
  const record = recordOf(step.draft, 'details');
  if (record?.state !== 'satisfied' || !step.draft.approval) return;
  const { refresh } = step.draft.policy;
  const wait = riskOf(step.draft) === 'high' ? refresh.high : refresh.otherwise;
  record.dueAgainAt = earliest([record.dueAgainAt, shift(step.now, wait)]) ?? null;
}

/** Takes the open document of a requirement out of play: its late answers change nothing. */
export function supersede(step: Step, requirement: Requirement): void {
  const document = currentDocument(step.draft, requirement);
  if (document && document.state !== 'rejected' && document.state !== 'expired') {
    document.state = 'superseded';
  }
  dropChecks(step, (one) => one.requirement === requirement);
}

/**
 * Until when a customer may send something again: a full resubmission period, and before the
 * approval never less than the onboarding period, which alone ends an application.
 */
export function resubmissionDeadline(step: Step): string {
  const { draft, now } = step;
  const own = shift(now, draft.policy.deadlines.resubmission);
  return draft.approval ? own : later(draft.onboardingDeadline, own);
}

/**
 * The deadline after a rule turned a document down: before the approval never an earlier one than
 * before; afterwards the one that runs, unless it passed while the case waited for us.
 */
export function deadlineAfterRejection(step: Step, record: RequirementRecord): string {
  const own = resubmissionDeadline(step);
  const running = record.deadline;
  if (!step.draft.approval) return later(running ?? own, own);
  if (running === null) return own;
  return record.overdueSince || running > step.now ? running : own;
}

/** Every mandatory requirement is satisfied or waived. */
export function complete(state: CaseState): boolean {
  return mandatory(state).every((requirement) => {
    const kept = recordOf(state, requirement)?.state;
    return kept === 'satisfied' || kept === 'waived';
  });
}
