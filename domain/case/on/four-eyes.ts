import { personOf, type Actor } from '../../access.ts';
import type { FourEyes } from '../../policy.ts';
import type { RefusalCode } from '../../refusal.ts';
import type { Requirement } from '../../requirements.ts';
import type { EventOf } from '../event.ts';
import { isCurrent } from '../evidence.ts';
import { riskOf } from '../level.ts';
import type { CaseState, Proposal } from '../state.ts';
import { conclude, currentDocument, type Step } from '../step.ts';

/** True where the policy wants a second person for this decision. */
export function needsTwo(
  state: CaseState,
  outcome: 'approve' | 'reject' | 'waive',
  final: boolean,
): boolean {
  const asks = (kind: FourEyes) => state.policy.fourEyes.includes(kind);
  if (outcome === 'waive') return asks('waiver');
  if (outcome === 'reject') return final && asks('final_rejection');
  if (asks('approve_high_risk') && riskOf(state) === 'high') return true;
  return asks('approve_after_hit') && state.hits.length > 0;
}

type Confirmation = Pick<Proposal, 'outcome' | 'requirements' | 'reasons' | 'final'> & {
  actor: Actor;
  confirms: string | null;
};

/** Four eyes bind people: an app's own key answers for itself. */
export function secondPerson(
  state: CaseState,
  event: Confirmation,
  two: boolean,
): RefusalCode | undefined {
  const { actor, confirms } = event;
  if (confirms === null) return two && personOf(actor) !== null ? 'four_eyes_required' : undefined;
  const { proposal } = state;
  if (proposal?.id !== confirms || !sameWords(proposal, event)) return 'proposal_unknown';
  if (!isOther(state, proposal, actor)) return 'same_person';
  return isCurrent(state, proposal.evidence) ? undefined : 'evidence_changed';
}

/**
 * The second person's no: the proposal is gone, and what it was about stays in review. Evidence may
 * have changed since; a decision then would rest on it, a refusal rests on nothing.
 */
export function proposalRefused(
  step: Step,
  event: EventOf<'decision_made'>,
): RefusalCode | undefined {
  const { draft } = step;
  const { proposal } = draft;
  if (proposal === null || proposal.id !== event.confirms) return 'proposal_unknown';
  if (!isOther(draft, proposal, event.actor)) return 'same_person';
  const { note, message } = event;
  const { requirements } = proposal;
  conclude(step, { outcome: 'refuse', requirements, reasons: [], note, message });
  draft.proposal = null;
  return undefined;
}

/** Nobody approves what they sent in themselves (protection.md 4.3). */
export function isOwnUpload(
  state: CaseState,
  actor: Actor,
  targets: readonly Requirement[],
): boolean {
  const person = personOf(actor);
  if (person === null) return false;
  return targets.some((one) => currentDocument(state, one)?.submittedBy === person);
}

/** Four eyes are two people, neither of them the submitter (proof.md, I4). */
function isOther(state: CaseState, proposal: Proposal, actor: Actor): boolean {
  const person = personOf(actor);
  if (person === null || person === proposal.by) return false;
  return !isOwnUpload(state, actor, proposal.requirements);
}

/** The second person says the very same words: what was not proposed cannot be confirmed. */
function sameWords(proposal: Proposal, event: Confirmation): boolean {
  const words = (of: Proposal | Confirmation) =>
    JSON.stringify([of.outcome, of.final, [...of.requirements].sort(), [...of.reasons].sort()]);
  return words(proposal) === words(event);
}
