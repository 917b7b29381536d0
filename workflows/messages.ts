import { defineQuery, defineSignal, defineUpdate } from '@temporalio/workflow';
import type { CaseEvent, CaseEventKind, EventOf } from '../domain/case/event.ts';
import type { CaseOpening } from '../domain/case/opening.ts';
import type { Effect } from '../domain/case/recorded.ts';
import type { SearchValues } from '../domain/case/shown/search-values.ts';
import type { CaseState } from '../domain/case/state.ts';
import type { Status } from '../domain/case/status.ts';

/** What an accepted update answers: the version to wait for, and the status at that version. */
export interface Receipt {
  version: number;
  status: Status;
}

/** What one run hands to the next. `handled` keeps an update's first answer beyond its run. */
export interface Carried {
  state: CaseState;
  handled: [id: string, receipt: Receipt][];
  /** The search attributes as they stand. */
  shown: SearchValues;
  /** Only of a case that goes on from its row after a restore: what it still asks of the world. */
  effects?: Effect[];
  /** Only of a case that goes on from its row: events that the run before had and its row did not. */
  retry?: { command: string | null; event: CaseEvent }[];
}

/** `vendorsQueue`: of a test; vendors have one queue else. */
export type CaseInput = { checksQueue: string; vendorsQueue?: string } & (
  | { opening: CaseOpening }
  | { carried: Carried }
);

/** The workflow type of a case; the id is `case/<customer id>`. */
export const CASE_WORKFLOW = 'kycCase';

/** The workflow type of a move of many cases to another policy; the id is `sys/policy-move/<move id>`. */
export const POLICY_MOVE_WORKFLOW = 'policyMove';

/** The updates and signals that bring an event, and the kinds each may bring. */
export const BRINGS = {
  submitDocuments: ['documents_submitted'],
  changeDetails: ['details_changed'],
  confirmDetails: ['details_confirmed'],
  changeLevel: ['level_changed'],
  decide: ['decision_made'],
  propose: ['decision_proposed'],
  requestDocuments: ['documents_requested'],
  waive: ['waived'],
  lock: ['locked'],
  unlock: ['unlocked'],
  close: ['closed'],
  reopen: ['reopened'],
  recordConsent: ['consent_given', 'consent_withdrawn'],
  escalateReview: ['review_escalated'],
  movePolicy: ['policy_moved'],
  decideHit: ['hit_decided'],
  hold: ['hold_set', 'hold_lifted'],
  erase: ['erased'],
  vendorAnswered: ['vendor_answered'],
  listChanged: ['list_changed'],
} as const satisfies Record<string, readonly CaseEventKind[]>;

type Update<Event> = ReturnType<typeof defineUpdate<Receipt, [Event]>>;

const update = <Name extends keyof typeof BRINGS>(name: Name) =>
  defineUpdate<Receipt, [EventOf<(typeof BRINGS)[Name][number]>]>(name) as Update<
    EventOf<(typeof BRINGS)[Name][number]>
  >;

export const submitDocuments = update('submitDocuments');
export const changeDetails = update('changeDetails');
export const confirmDetails = update('confirmDetails');
export const changeLevel = update('changeLevel');
export const decide = update('decide');
export const propose = update('propose');
export const requestDocuments = update('requestDocuments');
export const waive = update('waive');
export const lock = update('lock');
export const unlock = update('unlock');
export const close = update('close');
export const reopen = update('reopen');
export const recordConsent = update('recordConsent');
export const escalateReview = update('escalateReview');
export const movePolicy = update('movePolicy');
export const decideHit = update('decideHit');
export const hold = update('hold');
export const erase = update('erase');

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

/** Asks the case to look whether its row has changes that it does not know, and to take them over. */
export const catchUp = defineSignal<[]>('catchUp');

/** For support and tests; the API reads Postgres. */
export const caseState = defineQuery<CaseState>('caseState');
