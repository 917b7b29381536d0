import type { BirthDate } from '../../domain/mrz/dates.ts';
import type { Mrz, MrzName } from '../../domain/mrz/parse.ts';
import type { CleanPage, TextRecognizer } from './engines.ts';
import type { Judged } from './judged.ts';

/** What `identity_reading` is asked: clean pages and the instant of receipt. */
export interface ReadIdentity {
  pages: readonly CleanPage[];
  /** The back of a card is read first: its zone stands there. */
  isTwoSided: boolean;
  receivedAt: string;
  signal: AbortSignal;
}

export interface IdentityEngines {
  recognizer: TextRecognizer;
}

/** Facts of a zone whose check digits hold. Personal data: in memory only, sealed where kept. */
export interface IdentityFacts {
  mrz: Mrz;
  /** The name as each look read it, the likeliest first. */
  names: MrzName[];
  /** Two looks agree, or print has the name too: only then may a difference contradict. */
  isNameCertain: boolean;
  /** Upper case, letters and digits only: with `issuer` the key of uniqueness. */
  documentNumber: string;
  /** ICAO 9303-3 code of the issuer, and its ISO 3166-1 alpha-2 code where it is a country. */
  issuer: string;
  issuingCountry: string | null;
  nationality: string | null;
  birth: BirthDate;
  /** `YYYY-MM-DD` */
  expiresOn: string;
}

/** The finding, and the facts that the other identity checks judge; null without a certain reading. */
export interface IdentityReading {
  judged: Judged;
  facts: IdentityFacts | null;
}

/** What an embedded reading can never show. */
export const NOT_PROVEN = [
  'That the document is genuine: neither its security features nor a chip were examined.',
  'That the person who sent it is its holder.',
];

/** The answer of a check that depends on a certain reading where there is none. */
export const UNREAD = { outcome: 'inconclusive', reasons: ['document_unreadable'] } as const;
