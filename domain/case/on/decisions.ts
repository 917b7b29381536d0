import { personOf } from '../../access/access.ts';
import { reasonOf, type ReasonCode } from '../../reasons/reasons.ts';
import type { RefusalCode } from '../../refusal.ts';
import type { Requirement } from '../requirements.ts';
import type { EventOf } from '../event.ts';
import { isCurrent } from '../evidence.ts';
import { endedBy, mandatory } from '../level.ts';
import { makeDue, resubmissionDeadline, satisfy, supersede, waive } from '../moves.ts';
import type { CaseState, EvidenceParts } from '../state.ts';
import { alsoBy, conclude, currentDocument, recordOf, type Step } from '../step.ts';
import { isOwnWork, makerOf, needsTwo, proposalRefused, secondPerson } from './four-eyes.ts';

type Half = EventOf<'decision_made'> | EventOf<'decision_proposed'>;
type Made = EventOf<'decision_made'> & { outcome: 'approve' | 'reject' };

/** A person's or an app's word on what is in review, or on what another person proposed. */
export function decisionMade(step: Step, event: EventOf<'decision_made'>): RefusalCode | undefined {
  const { outcome } = event;
  return outcome === 'refuse' ? proposalRefused(step, event) : decided(step, { ...event, outcome });
}

function decided(step: Step, event: Made): RefusalCode | undefined {
  const { draft } = step;
  const targets = targetsOf(draft, event);
  const half = { ...event, requirements: targets };
  const refusal =
    decidable(draft, event, targets) ??
    secondPerson(draft, half, needsTwo(draft, event.outcome, event.final));
  if (refusal) return refusal;
  const { outcome, reasons, final, note, message } = event;
  const decision = conclude(step, {
    outcome,
    requirements: targets,
    reasons,
    final,
    note,
    message,
  });
  draft.proposal = null;
  for (const requirement of targets) {
    if (outcome === 'approve') accept(step, requirement);
    else turnDown(step, requirement, event);
  }
  if (outcome === 'reject' && final) draft.rejected = { at: step.now, decision, reasons };
  return undefined;
}

/** The maker's half of a decision that needs two: changes nothing but the proposal itself. */
export function decisionProposed(
  step: Step,
  event: EventOf<'decision_proposed'>,
): RefusalCode | undefined {
  const { draft } = step;
  const { outcome, reasons, final, note, message, evidence } = event;
  if (personOf(event.actor) === null && event.actor.kind !== 'key') return 'forbidden';
  const requirements = targetsOf(draft, event);
  const refusal =
    outcome === 'waive'
      ? waivable(draft, requirements, evidence)
      : decidable(draft, { ...event, outcome }, requirements);
  if (refusal) return refusal;
  if (isOwnWork(draft, event.actor, requirements)) return 'same_person';
  const said = { outcome, requirements, reasons, final };
  const id = conclude(step, { ...said, note, message, state: 'proposed' });
  const by = { by: makerOf(event.actor), ...alsoBy(event.actor) };
  draft.proposal = { ...said, id, ...by, at: step.now, evidence };
  return undefined;
}

/** Asks the customer for more: open documents of those requirements no longer count. */
export function documentsRequested(
  step: Step,
  event: EventOf<'documents_requested'>,
): RefusalCode | undefined {
  const { draft } = step;
  const ended = endedBy(draft);
  if (ended) return ended;
  if (event.requirements.length === 0) return 'document_not_asked';
  if (event.evidence && !isCurrent(draft, event.evidence)) return 'evidence_changed';
  if (hasFinal(event.reasons)) return 'reason_not_allowed';
  const { note, message } = event;
  const requirements = [...new Set(event.requirements)];
  const reasons = event.reasons.length > 0 ? event.reasons : (['more_information_needed'] as const);
  conclude(step, {
    outcome: 'request_documents',
    requirements,
    reasons: [...reasons],
    note,
    message,
  });
  for (const requirement of requirements) {
    const record = recordOf(draft, requirement);
    if (!record || !mandatory(draft).includes(requirement)) return 'document_not_asked';
    supersede(step, requirement);
    const deadline = resubmissionDeadline(step);
    makeDue(step, record, { cause: 'requested', deadline, errors: [...reasons], newRound: true });
  }
  return undefined;
}

/** A person lets a requirement go. Details cannot be waived: nothing could be decided without them. */
export function waived(step: Step, event: EventOf<'waived'>): RefusalCode | undefined {
  const { draft } = step;
  const { reasons, note } = event;
  const requirements = [...new Set(event.requirements)];
  const half = { ...event, requirements, outcome: 'waive' as const, final: false };
  const refusal =
    waivable(draft, requirements, event.evidence) ??
    secondPerson(draft, half, needsTwo(draft, 'waive', false));
  if (refusal) return refusal;
  if (isOwnWork(draft, event.actor, requirements)) return 'same_person';
  draft.proposal = null;
  conclude(step, { outcome: 'waive', requirements, reasons, note });
  for (const requirement of requirements) {
    const record = recordOf(draft, requirement);
    if (record) waive(step, record);
  }
  return undefined;
}

/**
 * Checks either half of a waiver: each requirement is asked for, none is proven, and the evidence is current.
 */
function waivable(
  state: CaseState,
  targets: readonly Requirement[],
  evidence: EvidenceParts,
): RefusalCode | undefined {
  const ended = endedBy(state);
  if (ended) return ended;
  const records = targets.map((requirement) => recordOf(state, requirement));
  if (targets.length === 0 || targets.includes('details')) return 'document_not_asked';
  if (records.some((one) => !one)) return 'document_not_asked';
  if (records.some((one) => one?.state === 'satisfied' || one?.state === 'waived')) {
    return 'nothing_changed';
  }
  return isCurrent(state, evidence) ? undefined : 'evidence_changed';
}

/** The requirements that a decision means: those named, or all that are in review. */
function targetsOf(state: CaseState, event: Half): Requirement[] {
  return event.requirements ? [...new Set(event.requirements)] : inReview(state);
}

function hasFinal(reasons: readonly ReasonCode[]): boolean {
  return reasons.some((code) => reasonOf(code).disposition === 'final');
}

function inReview(state: CaseState): Requirement[] {
  return state.requirements.flatMap((one) => (one.state === 'in_review' ? one.requirement : []));
}

/** Checks either half of a decision: something is in review, the evidence is current, and the reasons fit. */
function decidable(
  state: CaseState,
  event: Half & { outcome: 'approve' | 'reject' },
  targets: readonly Requirement[],
): RefusalCode | undefined {
  const ended = endedBy(state);
  if (ended) return ended;
  const open = inReview(state);
  if (targets.length === 0 || targets.some((one) => !open.includes(one))) {
    return 'requirement_not_in_review';
  }
  if (!isCurrent(state, event.evidence)) return 'evidence_changed';
  if (event.outcome === 'reject') {
    if (event.reasons.length === 0) return 'reasons_required';
    return hasFinal(event.reasons) === event.final ? undefined : 'reason_not_allowed';
  }
  if (event.final || hasFinal(event.reasons)) return 'reason_not_allowed';
  if (isOwnWork(state, event.actor, targets)) return 'same_person';
  if (event.requirements !== null || event.outcome !== 'approve') return undefined;
  const unproven = mandatory(state).filter((requirement) => {
    const kept = recordOf(state, requirement)?.state;
    return kept !== 'satisfied' && kept !== 'waived' && kept !== 'in_review';
  });
  return unproven.length > 0 ? 'requirements_open' : undefined;
}

function accept(step: Step, requirement: Requirement): void {
  const record = recordOf(step.draft, requirement);
  if (!record) return;
  const document = currentDocument(step.draft, requirement);
  if (document?.counted) {
    document.counted = false; // the reviewer overruled the checks: the attempt is given back
    record.attempts -= 1;
  }
  satisfy(step, record);
}

function turnDown(step: Step, requirement: Requirement, event: Made): void {
  const record = recordOf(step.draft, requirement);
  if (!record) return;
  const document = currentDocument(step.draft, requirement);
  if (document) {
    document.state = 'rejected';
    document.errors = event.reasons;
    if (!document.counted) {
      document.counted = true;
      record.attempts += 1;
    }
  }
  // A person who still asks for more grants a new round once the attempts are used up.
  const newRound = record.attempts >= step.draft.policy.attempts.perRound && !event.final;
  const deadline = resubmissionDeadline(step);
  makeDue(step, record, { cause: 'rejected', deadline, errors: event.reasons, newRound });
}
