import { STATUS_ROWS, type StatusRow } from './status.ts';
import type { CaseState, RequirementRecord } from './state.ts';
import { acceptedTypes, levelInForce, mandatory, riskOf } from './level.ts';
import { earliest } from '../time.ts';
import type { Derived, RequirementItem, RequirementsView } from './shown/view.ts';

/** Status, reason, requirements, risk: one total function of the case (docs/case.md#status). */
export function derive(state: CaseState): Derived {
  const row = rowOf(state);
  const { status, reason } = STATUS_ROWS[row - 1] ?? STATUS_ROWS[13];
  return {
    row,
    status,
    statusReason: reason,
    requirements: requirementsView(state),
    risk: riskOf(state),
    level: levelInForce(state),
  };
}

/** The first row that holds; the last always does. */
export function rowOf(state: CaseState): StatusRow {
  const inForce = recordsInForce(state);
  const due = inForce.filter((one) => one.state === 'currently_due');
  const approved = state.approval !== null;
  const doubtful = state.doubts.length > 0;
  if (state.closed) return 1;
  if (state.lock) return 2;
  if (state.rejected) return 3;
  if (state.expiredAt && !approved) return 4;
  const overdue = inForce.filter((one) => one.overdueSince !== null);
  if (approved && overdue.some(({ graceOver }) => graceOver)) return 5;
  if (approved && overdue.length > 0) return 6;
  if ((!approved || doubtful) && due.some(askedAgain)) return 7;
  if (approved && doubtful) return due.length > 0 ? 8 : 9;
  if (approved) return inForce.every((one) => settled(one)) ? 11 : 10;
  if (state.review) return 12;
  return verifying(state, due.length) ? 13 : 14;
}

function askedAgain({ cause }: RequirementRecord): boolean {
  return cause === 'rejected' || cause === 'retake' || cause === 'requested';
}

function settled(record: RequirementRecord): boolean {
  return record.state === 'waived' || (record.state === 'satisfied' && !record.dueSoon);
}

function verifying(state: CaseState, due: number): boolean {
  const runs = state.checks.filter(({ outcome }) => outcome === null);
  if (runs.some(({ document }) => document !== null)) return true;
  return due === 0 && runs.length > 0;
}

/** Records of the requirements that the level in force asks for. */
export function recordsInForce(state: CaseState): RequirementRecord[] {
  const asked = new Set(mandatory(state));
  return state.requirements.filter(({ requirement }) => asked.has(requirement));
}

function requirementsView(state: CaseState): RequirementsView {
  const records = recordsInForce(state);
  const due = records.filter((one) => one.state === 'currently_due');
  return {
    items: records.map((record) => itemOf(state, record)),
    eventuallyDue: records.filter(({ dueSoon }) => dueSoon).map(({ requirement }) => requirement),
    currentDeadline: earliest(due.map(({ deadline }) => deadline)) ?? null,
  };
}

function itemOf(state: CaseState, record: RequirementRecord): RequirementItem {
  const { requirement } = record;
  const overdue = record.overdueSince !== null && record.state === 'currently_due';
  return {
    requirement,
    state: overdue ? 'past_due' : record.state,
    accepts: acceptedTypes(state, requirement),
    deadline: record.deadline,
    dueAgainAt: record.dueAgainAt,
    attempts: record.attempts,
    attemptsLeft: Math.max(0, state.policy.attempts.perRound - record.attempts),
    errors: record.errors,
    cause: record.cause,
    isSensitive: requirement === 'details' && record.state === 'in_review',
  };
}
