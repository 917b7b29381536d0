import type { CheckKind } from '../../domain/checks/checks.ts';
import type { Details } from '../../domain/case/details.ts';
import type { DocumentType, Side } from '../../domain/documents/documents.ts';
import type { VendorName } from '../../domain/policy/vendors.ts';
import type { RunChecks } from '../../domain/case/round.ts';
import type { OthersWith } from '../verification/checks/identity-unique.ts';
import type { FindingDraft } from '../verification/round/finding-draft.ts';

/** A clean page of a document of the round: what people are shown, and all that a vendor sees. */
export interface VendorPage {
  document: string;
  type: DocumentType;
  side: Side;
  bytes: Buffer;
  mediaType: string;
}

/** What is sent. `key` is ours, the same at every try: a vendor that shows it back is asked once. */
export interface Submission {
  key: string;
  round: RunChecks;
  pages: VendorPage[];
  details: Details;
}

/**
 * The progress of earlier attempts of the same submission, and the callbacks with which this one reports its
 * own.
 */
export interface Progress {
  /** The vendor's id of the person, where an earlier try had it made. */
  applicant: string | null;
  noteApplicant: (applicant: string) => Promise<void>;
  /** Throws where another try has taken over: called right before the check itself is asked for. */
  mayAsk: () => Promise<void>;
  /** Tests only: a place where the process may be told to die. */
  crash: (name: string) => void;
  signal: AbortSignal;
}

/** The input for judging an answer, besides the answer itself. */
export interface FindingInput {
  round: RunChecks;
  details: Details;
  othersWith: OthersWith;
}

/**
 * An outside vendor. Every method throws a fault (`vendor-fault.ts`) for what is the vendor's or the
 * wire's: never an answer in place of one.
 */
export interface Vendor {
  readonly name: VendorName;
  /** Our rule and the version of the vendor's client. */
  readonly version: string;
  /** Asks for a check, once per key; gives the vendor's id of it. */
  start: (submission: Submission, progress: Progress) => Promise<string>;
  /** The vendor's answer as it came, or null while it is at work. */
  fetch: (asked: {
    reference: string;
    mode: RunChecks['mode'];
    signal: AbortSignal;
  }) => Promise<unknown>;
  /** What the answer means to each check of the round. */
  judge: (answer: unknown, by: FindingInput) => (kind: CheckKind) => Promise<FindingDraft>;
}

/** Those that are set up, by name. */
export type Vendors = Partial<Record<VendorName, Vendor>>;
