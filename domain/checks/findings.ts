import type { CheckAnswer } from './checks.ts';
import type { Likeness } from '../names/likeness.ts';

/** Names of what an engine may read from a document. */
export const READING_FIELDS = [
  'family_name',
  'given_names',
  'birth_date',
  'sex',
  'nationality',
  'document_number',
  'document_code',
  'issuing_country',
  'expires_on',
  'personal_number',
  'name',
  'address',
  'postal_code',
  'city',
  'issued_on',
  'issuer',
  /** A row of a machine-readable zone that was not read with certainty, as it was read. */
  'zone_row',
] as const;
export type ReadingField = (typeof READING_FIELDS)[number];

/** One value read from a page and where it stood: pixels of the clean page, `[left, top, width, height]`. */
export interface Reading {
  field: ReadingField;
  value: string;
  /** Index of the page in the document, from 0. */
  page: number;
  box: [number, number, number, number] | null;
}

/** One piece of a score: what was compared, how well it agreed (0 to 1), with which weight. */
export interface ScorePiece {
  name: string;
  /** How two words of a name agree. */
  how?: Likeness;
  score: number;
  weight: number;
}

/** What a check found (docs/case.md#documents-and-checks). `readings` are personal data: sealed at rest. */
export interface Finding extends CheckAnswer {
  readings: Reading[];
  pieces: ScorePiece[];
  /** Scores, angles, counts; no personal data. */
  measures: Record<string, number | string>;
  /** What this finding does not prove, in plain words. */
  notProven: string[];
  /** Our rule version and every model and library version. */
  engine: string;
  startedAt: string;
  endedAt: string;
}
