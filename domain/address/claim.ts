import { atomsOf, wordsIn, type Ascii, type Atom } from './atoms.ts';
import { romanised } from './words/cyrillic.ts';
import { itemsOf, type Item } from './items.ts';
import { lexiconOf, type Lexicon } from './words/lexicon.ts';
import { wordsOf } from './words/words.ts';

/** What the customer stated, as they wrote it. */
export interface ClaimText {
  givenNames: string | null;
  familyName: string;
  line1: string | null;
  line2: string | null;
  city: string | null;
  region?: string | null;
  postalCode: string | null;
  /** ISO 3166-1 alpha-2. */
  country?: string;
}

/** The claim, ready to be looked for. */
export interface Claim {
  /** As they were stated. */
  names: { given: string; family: string };
  given: string[];
  family: string[];
  /** Street, house, units and places, in the order in which they were stated. */
  items: readonly Item[];
  /** Without spaces; null where the country has none. */
  postalCode: string | null;
  city: readonly Atom[];
  region: readonly Atom[];
  lexicon: Lexicon;
  ascii: Ascii;
}

/** Takes a stated address apart. A postcode or town that the lines repeat is left out of them. */
export function claimOf(text: ClaimText, plain: Ascii): Claim {
  const country = text.country ?? '';
  const ascii = romanising(plain, country);
  const lexicon = lexiconOf(country);
  const atoms = (part: string | null | undefined) =>
    wordsIn(part ?? '').flatMap((word) => atomsOf(word, { ascii, country }));
  const postalCode = compactPostalCode(ascii(text.postalCode ?? ''));
  const city = atoms(text.city);
  const region = atoms(text.region);
  const parts = [text.line1, text.line2]
    .flatMap((line) => (line ?? '').split(/[,;|\n]|\s[-–—]\s/))
    .map(atoms)
    .map((part) => withoutCode(part, postalCode))
    .filter((part) => part.length > 0);
  const isTold = (part: Atom[]) =>
    [city, region].some((place) => place.length > 0 && spelled(part) === spelled(place));
  const streets = parts.filter((part, at) => at === 0 || !isTold(part));
  return {
    names: { given: ascii(text.givenNames ?? ''), family: ascii(text.familyName) },
    given: wordsOf(ascii(text.givenNames ?? '')),
    family: wordsOf(ascii(text.familyName)),
    items: itemsOf(streets, lexicon),
    postalCode,
    city,
    region,
    lexicon,
    ascii,
  };
}

/** The first spelling of each atom, one after another. */
export function spelled(atoms: readonly Atom[]): string {
  return atoms.map(({ spellings }) => spellings[0] ?? '').join(' ');
}

/** Cyrillic words by the official table of the country, all else as the package does. */
function romanising(ascii: Ascii, country: string): Ascii {
  const word = (one: string) => romanised(one.toLowerCase(), country)[0] ?? one;
  return (text) => ascii(text.replaceAll(/\p{Script=Cyrillic}+/gu, word));
}

/** Without a run of whole words that is the postcode. */
function withoutCode(part: Atom[], code: string | null): Atom[] {
  if (code === null || !/\d/.test(code)) return part;
  for (let from = 1; from < part.length; from += 1) {
    if (part[from]?.isFirst !== true) continue;
    for (let to = from + 1; to <= part.length; to += 1) {
      const ends = to === part.length || part[to]?.isFirst === true;
      const joined = spelled(part.slice(from, to)).replaceAll(/[^a-z0-9]/g, '');
      if (ends && joined === code) return [...part.slice(0, from), ...part.slice(to)];
    }
  }
  return part;
}

/** `SE-114 55` is `11455`, `94103-1234` is `94103`. */
function compactPostalCode(stated: string): string | null {
  const plain = stated
    .toLowerCase()
    .trim()
    .replace(/^[a-z]{1,2}-(?=\d)/, '');
  const american = /^(\d{5})-\d{4}$/.exec(plain)?.[1];
  const compact = (american ?? plain).replaceAll(/[^a-z0-9]/g, '');
  return compact === '' ? null : compact;
}

/** Every word and number of the claim, in each way it may be written. */
export function wordsOfClaim(claim: Claim): string[] {
  const atoms = [...claim.items.flatMap((item) => item.atoms), ...claim.city, ...claim.region];
  const words = atoms.flatMap(({ spellings }) => spellings);
  return [...claim.given, ...claim.family, ...words, claim.postalCode ?? ''].filter(Boolean);
}
