import type { CheckKind } from '../checks/checks.ts';
import type { DocumentType, Page } from '../documents/documents.ts';
import type { Thresholds } from '../policy/policy.ts';
import type { Requirement } from './requirements.ts';
import type { VendorName } from '../policy/vendors.ts';

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
 * One round of checks (docs/record.md#a-round-of-checks). No document: screening. One: the document's own
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
