import { wordsOf } from './words.ts';

/** What the customer stated, transliterated to ASCII by the caller. */
export interface ClaimText {
  givenNames: string | null;
  familyName: string;
  line1: string | null;
  line2: string | null;
  city: string | null;
  postalCode: string | null;
}

/** The claim in words, ready to be looked for. */
export interface Claim {
  given: string[];
  family: string[];
  street: string[];
  /** Null where the address has no number: a named house. */
  number: string[] | null;
  /** Without spaces; null where the country has none. */
  postalCode: string | null;
  city: string[];
}

const UNIT =
  /\b(flat|apt|apartment|unit|suite|wohnung|whg|piso|lgh|appt|appartement|puerta)\.?\s*\w+/gi;

/** Splits a stated address into street and house number; units and floors are not looked for. */
export function claimOf(text: ClaimText): Claim {
  const parts = [text.line1, text.line2].flatMap((line) => (line ?? '').split(/[,;\n]/));
  const plain = parts.map((part) => part.replaceAll(UNIT, ' ').trim());
  const streetPart = pick(plain);
  const { street, number } = split(streetPart, plain);
  return {
    given: wordsOf(text.givenNames ?? ''),
    family: wordsOf(text.familyName),
    street: wordsOf(street),
    number: number === null ? null : wordsOf(number),
    postalCode: compactPostalCode(text.postalCode),
    city: wordsOf(text.city ?? ''),
  };
}

/** The part with letters and a digit; else the first with letters. */
function pick(parts: string[]): string {
  const named = parts.filter((part) => /[a-z]{2}/i.test(part));
  return named.find((part) => /\d/.test(part)) ?? named[0] ?? '';
}

/** `10 High Street`, `Hauptstr. 12 a`, `Strasse des 17. Juni 135`, and `10` in a part of its own. */
function split(part: string, parts: string[]): { street: string; number: string | null } {
  const leading = /^(\d+[a-z]?(?:[-/]\d+[a-z]?)?)\s+(.*[a-z]{2}.*)$/i.exec(part);
  if (leading) return { number: leading[1] ?? null, street: leading[2] ?? '' };
  const trailing =
    /^(.*[a-z].*?)\s+(?:n[or°.]*\s*)?(\d+\s?[a-z]?(?:[-/]\d+[a-z]?)?)(?:\s+\d.*)?$/i.exec(part);
  if (trailing) return { street: trailing[1] ?? '', number: trailing[2] ?? null };
  const alone = parts.find((other) => /^\d+\s?[a-z]?$/i.test(other));
  return { street: part, number: alone ?? null };
}

/** `SE-114 55` is `11455`, `94103-1234` is `94103`. */
function compactPostalCode(stated: string | null): string | null {
  const plain = (stated ?? '')
    .toLowerCase()
    .trim()
    .replace(/^[a-z]{1,2}-(?=\d)/, '');
  const american = /^(\d{5})-\d{4}$/.exec(plain)?.[1];
  const compact = (american ?? plain).replaceAll(/[^a-z0-9]/g, '');
  return compact === '' ? null : compact;
}
