import type { CaseEvent } from './case/event.ts';
import type { CaseState } from './case/state.ts';
import type { Recorded } from './case/recorded.ts';
import type { CheckAnswer } from './checks/checks.ts';
import type { RunChecks } from './case/round.ts';

/**
 * The contract between workflows and activities. Members are properties, not methods: methods
 * compare inputs loosely. Only JSON words cross: no Map, Date, Buffer or BigInt.
 */
export type Work = { recordEvents: (input: RecordEvents) => Promise<RecordAnswer | undefined> };
export type VerificationWork = { runChecks: (input: RunChecks) => Promise<CheckAnswer[]> };
/** A round that a vendor answers: each try asks, or looks whether the answer is there. */
export type VendorWork = { askVendor: (input: RunChecks) => Promise<CheckAnswer[]> };
/** Work over many cases, on the queue of cases: a slice of some seconds at a time. */
export type BackgroundWork = {
  movePolicies: (input: MovePolicies) => Promise<{ finished: boolean }>;
};

export const QUEUES = {
  cases: 'cases',
  verification: 'verification',
  vendors: 'vendors',
} as const;

/**
 * Everything that happened to a case since the last recording, and the state it led to. Without events
 * it only asks whether the row has changes that the case does not know.
 */
export interface RecordEvents {
  state: CaseState;
  events: Recorded[];
}

/** A change of a case as it was recorded: the law and this give the same state again. */
export interface Change {
  version: number;
  at: string;
  /** The id of the update or signal that brought it; null for what the case concluded by itself. */
  command: string | null;
  event: CaseEvent;
}

/** A recorder that was asked by a queue says which version it has recorded; asked locally it says nothing. */
export type RecordAnswer = { recorded: number } | RowAhead;

/**
 * The answer of a recording that wrote nothing: the row has changes that a task recorded which was never
 * completed, and that others may have read since. The case takes them over and tries its own anew.
 */
export interface RowAhead {
  changes: Change[];
}

/** Input of the background job that continues a policy move. */
export interface MovePolicies {
  move: string;
}
