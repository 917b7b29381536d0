import { defineQuery, defineSignal, defineUpdate } from '@temporalio/workflow';
import type { CaseEvent, EventOf } from '../domain/case/event.ts';
import type { Effect } from '../domain/case/recorded.ts';
import type { SearchValues } from '../domain/case/search-values.ts';
import type { CaseState, Facts } from '../domain/case/state.ts';
import type { Actor } from '../domain/access.ts';
import type { Policy } from '../domain/policy.ts';
import type { Status } from '../domain/status.ts';

/** What an accepted update answers: the version to wait for, and the status at that version. */
export interface Receipt {
  version: number;
  status: Status;
}

/** All that version 1 rests on: from it, the opening can be computed again. */
export interface Opening {
  facts: Facts;
  policy: Policy;
  openedAt: string;
  actor: Actor;
}

/** What one run hands to the next. `handled` keeps an update's first answer beyond its run. */
export interface Carried {
  state: CaseState;
  handled: [id: string, receipt: Receipt][];
  /** The search attributes as they stand. */
  shown: SearchValues;
  /** Only of a case that goes on from its row after a restore: what it still asks of the world. */
  effects?: Effect[];
}

/** `vendorsQueue`: of a test; vendors have one queue else. */
export type CaseInput = { checksQueue: string; vendorsQueue?: string } & (
  | { opening: Opening }
  | { carried: Carried }
);

/** The workflow type of a case; the id is `case/<customer id>`. */
export const CASE_WORKFLOW = 'kycCase';

/** The workflow type of a move of many cases to another policy; the id is `sys/policy-move/<move id>`. */
export const POLICY_MOVE_WORKFLOW = 'policyMove';

type Update<Event> = ReturnType<typeof defineUpdate<Receipt, [Event]>>;

const update = <Kind extends CaseEvent['kind']>(name: string) =>
  defineUpdate<Receipt, [EventOf<Kind>]>(name) as Update<EventOf<Kind>>;

export const submitDocuments = update<'documents_submitted'>('submitDocuments');
export const changeDetails = update<'details_changed'>('changeDetails');
export const confirmDetails = update<'details_confirmed'>('confirmDetails');
export const changeLevel = update<'level_changed'>('changeLevel');
export const decide = update<'decision_made'>('decide');
export const propose = update<'decision_proposed'>('propose');
export const requestDocuments = update<'documents_requested'>('requestDocuments');
export const waive = update<'waived'>('waive');
export const lock = update<'locked'>('lock');
export const unlock = update<'unlocked'>('unlock');
export const close = update<'closed'>('close');
export const reopen = update<'reopened'>('reopen');
export const recordConsent = update<'consent_given' | 'consent_withdrawn'>('recordConsent');
export const escalateReview = update<'review_escalated'>('escalateReview');
export const movePolicy = update<'policy_moved'>('movePolicy');
export const decideHit = update<'hit_decided'>('decideHit');
export const hold = update<'hold_set' | 'hold_lifted'>('hold');
export const erase = update<'erased'>('erase');

/** Every update; one handler serves them all, since each event says what it is. */
export const UPDATES: readonly Update<CaseEvent>[] = [
  submitDocuments,
  changeDetails,
  confirmDetails,
  changeLevel,
  decide,
  propose,
  requestDocuments,
  waive,
  lock,
  unlock,
  close,
  reopen,
  recordConsent,
  escalateReview,
  movePolicy,
  decideHit,
  hold,
  erase,
];

/** News from outside that need no answer: a vendor's callback, a changed list. `id` is the sender's own. */
export const vendorAnswered =
  defineSignal<[{ id: string; event: EventOf<'vendor_answered'> }]>('vendorAnswered');
export const listChanged =
  defineSignal<[{ id: string; event: EventOf<'list_changed'> }]>('listChanged');

/** For support and tests; the API reads Postgres. */
export const caseState = defineQuery<CaseState>('caseState');
