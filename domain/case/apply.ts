import type { RefusalCode } from '../refusal.ts';
import type { CaseEvent, CaseEventKind, EventOf } from './event.ts';
import { timePassed } from './on/clock.ts';
import { decisionMade, decisionProposed, documentsRequested, waived } from './on/decisions.ts';
import { detailsChanged, detailsConfirmed, levelChanged } from './on/details.ts';
import { checksAnswered, documentsSubmitted, vendorAnswered } from './on/documents.ts';
import { consentGiven, consentWithdrawn } from './on/consent.ts';
import { policyMoved } from './on/policy.ts';
import { reviewEscalated } from './on/review.ts';
import { hitDecided, listChanged } from './on/screening.ts';
import { closed, erased, holdLifted, holdSet, locked, reopened, unlocked } from './on/standing.ts';
import { settle } from './settle.ts';
import type { CaseState } from './state.ts';
import { begin, type Applied, type Refused, type Step } from './step.ts';

const ON: {
  [Kind in CaseEventKind]: (step: Step, event: EventOf<Kind>) => RefusalCode | undefined;
} = {
  case_opened: () => 'late', // a case opens once
  documents_submitted: documentsSubmitted,
  checks_answered: checksAnswered,
  details_changed: detailsChanged,
  details_confirmed: detailsConfirmed,
  level_changed: levelChanged,
  decision_made: decisionMade,
  documents_requested: documentsRequested,
  locked,
  unlocked,
  closed,
  reopened,
  time_passed: timePassed,
  list_changed: listChanged,
  vendor_answered: vendorAnswered,
  waived,
  policy_moved: policyMoved,
  decision_proposed: decisionProposed,
  hit_decided: hitDecided,
  consent_given: consentGiven,
  consent_withdrawn: consentWithdrawn,
  review_escalated: reviewEscalated,
  hold_set: holdSet,
  hold_lifted: holdLifted,
  erased,
};

/**
 * The next state and its effects, or a refusal that changes nothing. Pure: no clock, no
 * randomness. What a later generation of rules does otherwise branches on `state.rules`.
 */
export function apply(state: CaseState, event: CaseEvent, now: string): Applied | Refused {
  if (state.erased) return { refusal: 'case_closed' };
  const { expects = state.version } = event;
  if (expects !== state.version) return { refusal: 'version_mismatch' };
  const step = begin(state, event.actor, now);
  const handle = ON[event.kind] as (step: Step, event: CaseEvent) => RefusalCode | undefined;
  const refusal = handle(step, event);
  if (refusal) return { refusal };
  return settle(step);
}
