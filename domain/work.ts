import type { CaseState } from './case/state.ts';
import type { Recorded } from './case/recorded.ts';
import type { CheckAnswer, CheckKind } from './checks.ts';
import type { DocumentType, Page } from './documents.ts';
import type { Requirement } from './requirements.ts';
import type { Thresholds } from './policy.ts';
import type { VendorName } from './vendors.ts';

/**
 * The contract between workflows and activities. Members are properties, not methods: methods
 * compare inputs loosely. Only JSON words cross: no Map, Date, Buffer or BigInt.
 */
export type Work = { recordEvents: (input: RecordEvents) => Promise<void> };
export type VerificationWork = { runChecks: (input: RunChecks) => Promise<CheckAnswer[]> };
/** A round that a vendor answers: each try asks, or looks whether the answer is there. */
export type VendorWork = { askVendor: (input: RunChecks) => Promise<CheckAnswer[]> };
/** Work over many cases, on the queue of cases: a slice of some seconds at a time. */
export type ErrandWork = { movePolicies: (input: MovePolicies) => Promise<{ finished: boolean }> };

export const QUEUES = {
  cases: 'cases',
  verification: 'verification',
  vendors: 'vendors',
} as const;

/** Everything that happened to a case since the last recording, and the state it led to. */
export interface RecordEvents {
  state: CaseState;
  events: Recorded[];
}

/** One document of a round: ids and salted digests only. */
export interface RoundDocument {
  id: string;
  requirement: Requirement;
  type: DocumentType;
  /** ISO 3166-1 alpha-2, as the app declared it; null where it was not declared. */
  country: string | null;
  receivedAt: string;
  pages: Page[];
}

/**
 * One round of checks (record.md section 4). No document: screening. One: the document's own
 * checks. Two: checks across documents, the first being the one that is judged.
 */
export interface RunChecks {
  customer: string;
  mode: 'live' | 'test';
  /** The id of the document that is judged, or null. */
  document: string | null;
  documents: RoundDocument[];
  checks: { id: string; kind: CheckKind }[];
  detailsVersion: number;
  policy: { name: string; version: number; thresholds: Thresholds };
  /** Who answers, where the policy names somebody outside for these checks. */
  vendor?: VendorName;
}

/** The move that is to go on. */
export interface MovePolicies {
  move: string;
}
