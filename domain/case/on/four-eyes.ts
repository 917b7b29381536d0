import { type Actor, peopleOf, personOf, shareSomebody } from '../../access/access.ts';
import type { FourEyes } from '../../policy/policy.ts';
import type { RefusalCode } from '../../refusal.ts';
import type { Requirement } from '../requirements.ts';
import type { CaseEvent, EventOf } from '../event.ts';
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

/**
 * Whether a decision needs a second person, and whether this one is the second. For apps see `refusedToApps`.
 */
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
 * An app's key is nobody: what takes two people it can only propose, and so every final rejection. Asked
 * by the validator alone, so that it holds for every open case and no replay can tell.
 */
export function refusedToApps(state: CaseState, event: CaseEvent): RefusalCode | undefined {
  if (event.kind !== 'decision_made' && event.kind !== 'waived') return undefined;
  if (personOf(event.actor) !== null || event.confirms !== null) return undefined;
  const alone = 'four_eyes_required';
  if (event.kind === 'waived') return needsTwo(state, 'waive', false) ? alone : undefined;
  const { outcome, final } = event;
  if (outcome === 'refuse') return undefined;
  const endsIt = outcome === 'reject' && final;
  return endsIt || needsTwo(state, outcome, final) ? alone : undefined;
}

/** The maker of a proposal: a person, or an app's key under a name that no person can have. */
export function makerOf(actor: Actor): string {
  return personOf(actor) ?? `key/${actor.id}`;
}

/**
 * The second person refuses: the proposal is dropped, and its matter stays in review. The evidence may have
 * changed since the proposal, because a refusal does not rest on it.
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

/**
 * Nobody approves their own submission (docs/protection.md#access), even if it came by a link or by an app's
 * key whose secret we showed them, and nobody decides on details that they wrote.
 */
export function isOwnWork(
  state: CaseState,
  actor: Actor,
  targets: readonly Requirement[],
): boolean {
  const people = peopleOf(actor);
  const documents = targets.flatMap((one) => currentDocument(state, one) ?? []);
  const sentBy = documents.flatMap(({ submittedBy, alsoBy = [] }) => [submittedBy, ...alsoBy]);
  const authors = [...sentBy, ...(state.detailsBy ?? [])];
  return shareSomebody(
    people,
    authors.filter((one) => one !== null),
  );
}

/** Four eyes are two people, neither of them the submitter (docs/invariants.md, I4). */
function isOther(state: CaseState, proposal: Proposal, actor: Actor): boolean {
  if (personOf(actor) === null) return false;
  if (shareSomebody(peopleOf(actor), [proposal.by, ...(proposal.alsoBy ?? [])])) return false;
  return !isOwnWork(state, actor, proposal.requirements);
}

/** The second person says the very same words: what was not proposed cannot be confirmed. */
function sameWords(proposal: Proposal, event: Confirmation): boolean {
  const words = (of: Proposal | Confirmation) =>
    JSON.stringify([of.outcome, of.final, [...of.requirements].sort(), [...of.reasons].sort()]);
  return words(proposal) === words(event);
}
