import { personOf } from '../../access/access.ts';
import type { Policy } from '../../policy/policy.ts';
import type { RefusalCode } from '../../refusal.ts';
import { REQUIREMENTS, SERVES, type Requirement } from '../requirements.ts';
import type { EventOf, SubmittedDocument } from '../event.ts';
import { acceptedTypes, endedBy, mandatory } from '../level.ts';
import { resubmissionDeadline, makeDue, supersede } from '../moves.ts';
import { acrossFrom, engineChecks, runChecks } from '../rounds.ts';
import type { CaseState, DueCause } from '../state.ts';
import { alsoBy, currentDocument, doubt, recordOf, type Step } from '../step.ts';
import { takeNewer } from './policy.ts';

/** New documents: each replaces the open one of its requirement, and its checks begin. */
export function documentsSubmitted(
  step: Step,
  { documents, newest }: EventOf<'documents_submitted'>,
): RefusalCode | undefined {
  const { draft } = step;
  const ended = endedBy(draft);
  if (ended) return ended;
  if (documents.length === 0) return 'document_not_asked';
  if (newest && isRenewal(draft, documents, newest)) takeNewer(step, newest);
  const served = documents.map((one) => ({ ...one, requirement: requirementFor(draft, one) }));
  if (new Set(served.map(({ requirement }) => requirement)).size < served.length) {
    return 'document_not_asked';
  }
  for (const { requirement, ...submitted } of served) {
    if (requirement === 'type') return 'document_type_not_accepted';
    if (requirement === null || !open(draft, requirement)) return 'document_not_asked';
    receive(step, requirement, submitted);
  }
  startChecks(
    step,
    new Set(draft.documents.filter(isNew(documents)).map((one) => one.requirement)),
  );
  return undefined;
}

/**
 * True if evidence that was accepted is given again. Document types that were asked for are not refused by
 * rules that nobody was told.
 */
function isRenewal(
  state: CaseState,
  documents: readonly SubmittedDocument[],
  newest: Policy,
): boolean {
  if (!state.approval) return false;
  const then = { ...state, policy: newest };
  const isAccepted = documents.every((one) => SERVED.includes(requirementFor(then, one)));
  return (
    isAccepted &&
    documents.some((one) => {
      const requirement = requirementFor(state, one);
      if (requirement === null || requirement === 'type') return false;
      const record = recordOf(state, requirement);
      return record !== undefined && (record.dueSoon || RENEWED.includes(record.cause));
    })
  );
}

const SERVED: readonly (Requirement | 'type' | null)[] = REQUIREMENTS;
const RENEWED: readonly DueCause[] = ['expired', 'reopened', 'details_changed'];

function isNew(submitted: readonly SubmittedDocument[]): (one: { id: string }) => boolean {
  const ids = new Set(submitted.map(({ id }) => id));
  return ({ id }) => ids.has(id);
}

/** Checks of the new documents, and again those that held an older one of them against another. */
function startChecks(step: Step, received: Set<Requirement>): void {
  const { draft } = step;
  for (const requirement of received) {
    runChecks(step, requirement, engineChecks(draft, requirement));
  }
  const across = [...received].flatMap((requirement) => acrossFrom(draft, requirement));
  for (const { requirement, kinds } of across) {
    const record = recordOf(draft, requirement);
    if (received.has(requirement) || !record) continue;
    if (record.state === 'currently_due' || record.state === 'waived') continue;
    if (record.state === 'satisfied') {
      const deadline = resubmissionDeadline(step);
      makeDue(step, record, { cause: 'details_changed', deadline, newRound: true });
    }
    record.state = 'pending';
    runChecks(step, requirement, kinds);
  }
}

/** The requirement a document serves; `type` where the level asks, but not for this type. */
function requirementFor(
  state: CaseState,
  submitted: SubmittedDocument,
): Requirement | 'type' | null {
  const asked = mandatory(state);
  const accepting = asked.filter((one) => acceptedTypes(state, one).includes(submitted.type));
  const usual = SERVES[submitted.type];
  if (accepting.includes(usual)) return usual;
  return accepting[0] ?? (asked.includes(usual) ? 'type' : null);
}

/** Anything not settled takes a document, and what is about to end takes its renewal. */
function open(state: CaseState, requirement: Requirement): boolean {
  const record = recordOf(state, requirement);
  if (!record || record.state === 'waived') return false;
  return record.state !== 'satisfied' || record.dueSoon;
}

function receive(step: Step, requirement: Requirement, submitted: SubmittedDocument): void {
  const { draft, now } = step;
  const record = recordOf(draft, requirement);
  if (!record) return;
  supersede(step, requirement);
  if (record.state === 'satisfied') {
    const deadline = resubmissionDeadline(step);
    makeDue(step, record, { cause: 'expired', deadline, newRound: true });
  }
  draft.documents.push({
    ...submitted,
    requirement,
    state: 'verifying',
    receivedAt: now,
    round: record.round,
    errors: [],
    validUntil: null,
    submittedBy: personOf(step.actor),
    ...alsoBy(step.actor),
    counted: false,
  });
  record.state = 'pending';
  record.errors = [];
}

/** Answers of a round. A document that is no longer current, or ids nobody waits for: late. */
export function checksAnswered(
  step: Step,
  event: EventOf<'checks_answered'> | EventOf<'vendor_answered'>,
): RefusalCode | undefined {
  const { draft } = step;
  if (endedBy(draft)) return 'late';
  let fitting = 0;
  for (const finding of event.findings) {
    const check = draft.checks.find(({ id }) => id === finding.id);
    if (!check || check.outcome !== null) continue;
    fitting += 1;
    check.outcome = finding.outcome;
    check.reasons = [...finding.reasons].sort();
    const document = currentDocument(draft, check.requirement);
    if (finding.validUntil && document) document.validUntil = finding.validUntil;
    if (finding.hits) noteHits(step, finding.hits);
    const record = recordOf(draft, check.requirement);
    // A rescreening runs unseen; only what it may have found makes the details wait.
    if (record?.state === 'satisfied' && finding.outcome !== 'pass') record.state = 'pending';
  }
  return fitting > 0 ? undefined : 'late';
}

function noteHits(step: Step, hits: { id: string; strong: boolean }[]): void {
  const { draft } = step;
  for (const hit of hits) {
    if (!draft.hits.some(({ id }) => id === hit.id)) draft.hits.push({ ...hit, decided: null });
  }
  const cleared = draft.hits.filter(({ decided }) => decided === 'not_this_person');
  const alarming = hits.filter(({ id, strong }) => strong && !cleared.some((one) => one.id === id));
  if (alarming.length > 0) doubt(step, 'screening_hit', ['details']);
}

/** A vendor's word: an answer to a running check, or news that an accepted document is no good. */
export function vendorAnswered(
  step: Step,
  event: EventOf<'vendor_answered'>,
): RefusalCode | undefined {
  const answered = checksAnswered(step, event);
  if (answered === undefined) return undefined;
  const { draft } = step;
  const document = draft.documents.find(({ id }) => id === event.document);
  const bad = event.findings.flatMap((one) => (one.outcome === 'fail' ? one.reasons : []));
  const record = document && recordOf(draft, document.requirement);
  if (endedBy(draft) || !record || document.state !== 'accepted' || bad.length === 0) return 'late';
  record.state = 'in_review';
  record.errors = bad;
  record.personAsked = true;
  doubt(step, 'document_invalid', [record.requirement]);
  return undefined;
}
