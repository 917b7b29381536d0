import { RULE } from '../access/access.ts';
import { shift } from '../time.ts';
import { derive } from './derive.ts';
import { judge, type Judgement } from './judge.ts';
import { endedBy, mandatory, missingFields } from './level.ts';
import {
  complete,
  deadlineAfterRejection,
  makeDue,
  refreshDetails,
  resubmissionDeadline,
  satisfy,
  supersede,
} from './moves.ts';
import type { Effect } from './recorded.ts';
import { runChecks, unstarted } from './rounds.ts';
import type { CaseState, RequirementRecord } from './state.ts';
import {
  conclude,
  currentDocument,
  isOpen,
  nextId,
  recordOf,
  type Applied,
  type Step,
} from './step.ts';

/** After any event: rules conclude what they can, then review, approval and doubts follow. */
export function settle(step: Step): Applied {
  const { draft } = step;
  if (!endedBy(draft)) {
    letGo(step);
    completeDetails(step);
    for (const record of draft.requirements) {
      if (record.state !== 'pending' || endedBy(draft)) continue;
      const missing = unstarted(draft, record.requirement);
      if (missing.length > 0) runChecks(step, record.requirement, missing);
      carryOut(step, record, judge(draft, record.requirement));
    }
    approve(step);
    draft.doubts = draft.doubts.filter(({ touched }) => touched.some((one) => unproven(step, one)));
  }
  if (endedBy(draft) && draft.rules >= 2) endDocuments(step);
  review(step);
  draft.status = derive(draft).status;
  return { state: draft, effects: step.effects.filter(standing(draft)), decisions: step.decisions };
}

/** Supersedes the open documents; checks of them that still run change nothing any more. */
function endDocuments({ draft }: Step): void {
  for (const document of draft.documents) {
    if (isOpen(document)) document.state = 'superseded';
  }
}

/** False for a round that the same event began and made needless. */
function standing(state: CaseState): (effect: Effect) => boolean {
  const ids = new Set(state.checks.map(({ id }) => id));
  return (effect) =>
    effect.kind !== 'run_checks' || effect.round.checks.every(({ id }) => ids.has(id));
}

/**
 * Drops requirements that the level no longer asks for and that are not proven. They start afresh if asked
 * again.
 */
function letGo(step: Step): void {
  const { draft } = step;
  const asked = mandatory(draft);
  const dropped = draft.requirements.filter(
    (one) => !asked.includes(one.requirement) && !isProven(one),
  );
  for (const { requirement } of dropped) supersede(step, requirement);
  draft.requirements = draft.requirements.filter((one) => !dropped.includes(one));
}

function isProven({ state }: RequirementRecord): boolean {
  return state === 'satisfied' || state === 'waived';
}

function unproven(step: Step, requirement: RequirementRecord['requirement']): boolean {
  const record = recordOf(step.draft, requirement);
  return record !== undefined && !isProven(record);
}

/** Details need no document: they are complete when the level's fields are there and confirmed. */
function completeDetails(step: Step): void {
  const record = recordOf(step.draft, 'details');
  if (!record || record.state === 'in_review') return;
  if (missingFields(step.draft).length > 0) {
    const deadline = resubmissionDeadline(step);
    const errors = ['details_incomplete' as const];
    if (record.state !== 'currently_due') {
      makeDue(step, record, { cause: 'level', deadline, errors, newRound: true });
    }
    return;
  }
  const confirming = ['refresh', 'reopened', 'requested', 'rejected'].includes(record.cause);
  if (record.state === 'currently_due' && !confirming) record.state = 'pending';
}

function carryOut(step: Step, record: RequirementRecord, judgement: Judgement): void {
  const document = currentDocument(step.draft, record.requirement);
  const requirements = [record.requirement];
  switch (judgement.kind) {
    case 'wait':
      return;
    case 'accept':
      satisfy(step, record);
      if (document) conclude(step, { by: RULE, outcome: 'approve', requirements, reasons: [] });
      return;
    case 'person':
      record.state = 'in_review';
      record.errors = judgement.reasons;
      if (judgement.counts) {
        count(step, record);
        record.personAsked = true; // no later upload passes by rule in this round
      }
      if (document && document.state !== 'accepted') document.state = 'in_review';
      return;
    case 'retake':
    case 'reject':
      turnDown(step, record, judgement);
  }
}

function turnDown(
  step: Step,
  record: RequirementRecord,
  judgement: Extract<Judgement, { kind: 'retake' | 'reject' }>,
): void {
  const { draft } = step;
  const document = currentDocument(draft, record.requirement);
  const { reasons } = judgement;
  const deadline = deadlineAfterRejection(step, record);
  if (document?.state === 'accepted') {
    // The document was right for the old details, so asking again is no failed attempt.
    makeDue(step, record, { cause: 'details_changed', deadline, errors: reasons, newRound: true });
    return;
  }
  if (document) {
    document.state = 'rejected';
    document.errors = reasons;
  }
  if (judgement.kind === 'retake') {
    record.retakes += 1;
    makeDue(step, record, { cause: 'retake', deadline, errors: reasons, newRound: false });
    return;
  }
  count(step, record);
  const requirements = [record.requirement];
  const { final } = judgement;
  const decision = conclude(step, { by: RULE, outcome: 'reject', requirements, reasons, final });
  makeDue(step, record, { cause: 'rejected', deadline, errors: reasons, newRound: false });
  if (final) draft.rejected = { at: step.now, decision, reasons };
}

function count(step: Step, record: RequirementRecord): void {
  const document = currentDocument(step.draft, record.requirement);
  if (!document || document.counted) return;
  record.attempts += 1;
  document.counted = true;
}

/** The first moment at which everything is proven is the approval; it stands until the case ends. */
function approve(step: Step): void {
  const { draft } = step;
  if (draft.approval || endedBy(draft) || !complete(draft)) return;
  const decided = step.decisions.find(
    ({ outcome, by }) => outcome === 'approve' && by.kind !== 'rule',
  );
  const requirements = mandatory(draft);
  const decision =
    decided?.id ?? conclude(step, { by: RULE, outcome: 'approve', requirements, reasons: [] });
  draft.approval = { at: step.now, decision, policyVersion: draft.policy.version };
  refreshDetails(step);
}

/** At most one review is open; it lists the requirements that need a person. */
function review(step: Step): void {
  const { draft } = step;
  const waiting = endedBy(draft)
    ? []
    : draft.requirements.filter(({ state }) => state === 'in_review');
  if (endedBy(draft)) draft.proposal = null;
  if (waiting.length === 0) {
    if (!draft.review) return;
    const decided = step.decisions.some(({ state }) => state === 'made');
    const outcome = decided ? 'decided' : 'withdrawn';
    step.effects.push({ kind: 'close_review', review: draft.review.id, outcome });
    draft.review = null;
    draft.proposal = null;
    return;
  }
  const requirements = waiting.map(({ requirement }) => requirement);
  const reasons = [...new Set(waiting.flatMap(({ errors }) => errors))].sort();
  if (draft.review) {
    draft.review = { ...draft.review, requirements, reasons };
    return;
  }
  const dueAt = shift(step.now, draft.policy.deadlines.review);
  const id = nextId(step, 'review');
  draft.review = { id, openedAt: step.now, dueAt, requirements, reasons, escalatedAt: null };
  step.effects.push({ kind: 'open_review', review: draft.review });
}
