import type { BirthDate } from '../../../domain/identity/mrz/dates.ts';
import type { DocumentType } from '../../../domain/documents/documents.ts';
import type { Issuer } from '../../../domain/identity/mrz/countries.ts';
import type { MrzName } from '../../../domain/identity/mrz/parse.ts';
import type { Policy } from '../../../domain/policy/policy.ts';
import type { BarcodeReader, CleanPage, TextRecognizer } from '../engines/engines.ts';
import type { FindingDraft } from '../round/finding-draft.ts';

/** What `identity_reading` is asked: clean pages, what they are declared to be, the instant of receipt. */
export interface ReadIdentity {
  pages: readonly CleanPage[];
  type: DocumentType;
  /** ISO 3166-1 alpha-2 of the issuer, where it was declared. */
  country: string | null;
  /** The policy's word on letters that nothing else confirms. */
  printedText: Policy['printedText'];
  receivedAt: string;
  /**
   * Whether what was read is the customer's: chooses among documents in one picture; absent: none is chosen.
   */
  fits?: (facts: IdentityFacts) => boolean;
  signal: AbortSignal;
}

export interface IdentityEngines {
  recognizer: TextRecognizer;
  barcodes: BarcodeReader;
}

/**
 * What an MRZ whose check digits hold, or a barcode that makes sense, says. Personal data: in memory
 * only, sealed where kept.
 */
export interface IdentityFacts {
  /** What the document may be; none for a visa. */
  types: DocumentType[];
  /** The name as each look read it, the likeliest first. */
  names: MrzName[];
  /** Two looks agree, or print has the name too: only then may a difference contradict. */
  isNameCertain: boolean;
  /**
   * False if letters were read that nothing else confirms. A rule that they break is a doubt, not a failure.
   */
  isCertain: boolean;
  /** Upper case, letters and digits only: with `issuer` the key of uniqueness. */
  documentNumber: string;
  /** ICAO 9303-3 code of the issuer, or `US-VA` where a part of a country issues by itself. */
  issuer: string;
  /** Null where nobody knows such an issuer. */
  issuerKind: Issuer['kind'] | null;
  /** ISO 3166-1 alpha-2 where the issuer is a country or a part of one. */
  issuingCountry: string | null;
  nationality: string | null;
  birth: BirthDate;
  /** Whether another reading of the document has the same whole date of birth. */
  birthAgain: 'agrees' | 'differs' | 'not_read';
  /** `YYYY-MM-DD`; null where the document has no such day, or none was read: `term` says which. */
  expiresOn: string | null;
  /** Without a day of expiry: valid for life, or not known. */
  term?: 'unlimited' | 'unknown';
}

/** The finding, and the facts that the other identity checks judge; null without a certain reading. */
export interface IdentityReading {
  judged: FindingDraft;
  facts: IdentityFacts | null;
}

/** What an embedded reading can never show. */
export const NOT_PROVEN = [
  'That the document is genuine: neither its security features nor a chip were examined.',
  'That the person who sent it is its holder.',
];

/** The answer of a check that depends on a certain reading where there is none. */
export const UNREAD = { outcome: 'inconclusive', reasons: ['document_unreadable'] } as const;
