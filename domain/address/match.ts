import type { Claim } from './claim.ts';
import { matchName, type NameMatch } from './name.ts';
import { RATIO_MIN, type Ratio, type Window } from './ratio.ts';
import { isShort, plainWordsOf, wordsOf } from './words.ts';

export interface StreetMatch {
  /** Street, number and postcode (or city, where there is none) all stand together. */
  found: boolean;
  score: number;
  /** Null where the claim has none. */
  number: boolean | null;
  postalCode: boolean | null;
  city: boolean | null;
  at: Window | null;
  /** The line of the postcode. */
  postalCodeAt: number | null;
}

export interface AddressMatch {
  name: NameMatch;
  street: StreetMatch;
}

const WINDOW_LINES = 3;

/**
 * Looks for the claim in the lines of one page, which the caller transliterated to ASCII. `isRead`: from
 * pixels, where a letter may stand for the digit that it looks like.
 */
export function matchAddress(
  lines: readonly string[],
  claim: Claim,
  ratio: Ratio,
  { isRead }: { isRead: boolean } = { isRead: false },
): AddressMatch {
  const codes = lines.map(plainWordsOf);
  const code = claim.postalCode;
  const mended = (read: string[][]) =>
    code === null ? read : read.map((line) => line.map((word) => mendCode(word, code)));
  const page: Words = {
    words: lines.map(wordsOf),
    codes: isRead ? [mended(codes), mended(codes.map((line) => line.map(withoutTwins)))] : [codes],
  };
  return { name: matchName(page.words, claim, ratio), street: matchStreet(page, claim, ratio) };
}

/** The words of each line; `codes`: letter by letter, in each way in which they may have been read. */
interface Words {
  words: readonly string[][];
  codes: readonly string[][][];
}

/** The better of two pages' matches, name and street each by itself. */
export function isBetterStreet(a: StreetMatch, b: StreetMatch): boolean {
  return weigh(a) > weigh(b);
}

function matchStreet(page: Words, claim: Claim, ratio: Ratio): StreetMatch {
  let best: StreetMatch = {
    found: false,
    score: 0,
    number: claim.number && false,
    postalCode: claim.postalCode === null ? null : false,
    city: claim.city.length === 0 ? null : false,
    at: null,
    postalCodeAt: null,
  };
  if (claim.street.length === 0) return best;
  for (let size = 1; size <= WINDOW_LINES; size += 1) {
    for (let from = 0; from + size <= page.words.length; from += 1) {
      const here = judgeWindow(page, { from, to: from + size }, claim, ratio);
      if (weigh(here) > weigh(best)) best = here;
    }
  }
  return best;
}

/** Number beside the street's words; postcode and city in the window or one line from it. */
function judgeWindow({ words, codes }: Words, at: Window, claim: Claim, ratio: Ratio): StreetMatch {
  const inside = words.slice(at.from, at.to).flat();
  const first = Math.max(0, at.from - 1);
  const around = words.slice(first, at.to + 1);
  const score = phraseScore(claim.street, inside, ratio);
  const number = claim.number && hasNumber(inside, claim.street, claim.number, ratio);
  const code = claim.postalCode;
  const near = codes.map((read) => read.slice(first, at.to + 1));
  const holds = (words: readonly string[]) => code !== null && hasCompact(words, code);
  const line = around.findIndex((_, nth) => near.some((read) => holds(read[nth] ?? [])));
  const postalCode = code === null ? null : line >= 0 || near.some((read) => holds(read.flat()));
  const noCity = claim.city.length === 0;
  const city = noCity ? null : phraseScore(claim.city, around.flat(), ratio) >= RATIO_MIN;
  const place = postalCode ?? city ?? false;
  const found = score >= RATIO_MIN && number !== false && place;
  const postalCodeAt = line < 0 ? null : first + line;
  return { found, score, number, postalCode, city, at, postalCodeAt };
}

/** A phrase in words: a short one as whole words, a longer one by ratio. */
export function phraseScore(phrase: string[], words: string[], ratio: Ratio): number {
  const needle = phrase.join(' ');
  const hay = words.join(' ');
  if (isShort(needle)) return ` ${hay} `.includes(` ${needle} `) ? 100 : 0;
  return hay.length < needle.length * 0.85 ? 0 : ratio(needle, hay.padEnd(needle.length));
}

const BETWEEN = ['no', 'nr', 'n', 'num', 'numero', 'number', 'o'];

/** Exactly this number, next to the street's first or last word: 5 is not found in `Storgatan 15, 5 tr`. */
function hasNumber(words: string[], street: string[], number: string[], ratio: Ratio): boolean {
  const plain = words.filter((word) => !BETWEEN.includes(word));
  const whole = street.join('');
  const like = (word: string | undefined, of: string | undefined) => isLike(word, of ?? '', ratio);
  return plain.some((_, at) => {
    const length = runLength(plain, at, number.join(''));
    if (length === 0) return false;
    const before = plain.slice(Math.max(0, at - 2), at);
    const after = plain.slice(at + length, at + length + 2);
    if (like(before.at(-1), street.at(-1)) || like(after[0], street[0])) return true;
    // "Haupt-Str. 5" and "Hauptstr. 5" are one street
    return [before.at(-1), before.join(''), after[0], after.join('')].some((run) =>
      like(run, whole),
    );
  });
}

function isLike(word: string | undefined, other: string, ratio: Ratio): boolean {
  if (word === undefined || word === '') return false;
  if (word === other || /\d/.test(word)) return word === other;
  const near = Math.abs(word.length - other.length) <= 2;
  return near && !isShort(other) && ratio(other, word) >= RATIO_MIN;
}

/** How many words from `at` on, at most three, make exactly `joined`; 0: none. */
function runLength(words: readonly string[], at: number, joined: string): number {
  for (let length = 1; length <= 3; length += 1) {
    if (words.slice(at, at + length).join('') === joined) return length;
  }
  return 0;
}

/** Letters that are read for digits; `s` is read for 8 as well, but which it is must not be guessed. */
const LIKE: Readonly<Record<string, string>> = {
  o: '0',
  i: '1',
  l: '1',
  z: '2',
  s: '5',
  b: '8',
  g: '6',
};

/**
 * A word, as the part of the postcode that it is but for letters that stand for digits or digits for
 * letters: what a place in the code may hold, its country fixes.
 */
function mendCode(word: string, code: string): string {
  const looks = (text: string) => [...text].map((sign) => LIKE[sign] ?? sign).join('');
  const like = looks(word);
  const at = word.length < 3 || /^\d+$/.test(word) ? -1 : looks(code).indexOf(like);
  return at < 0 ? word : code.slice(at, at + word.length);
}

/** Without the letter beside the digit that it looks like: one sign is at times read as both, `5S`. */
function withoutTwins(word: string): string {
  const signs = [...word];
  const isTwin = (sign: string, at: number) =>
    sign in LIKE && [signs[at - 1], signs[at + 1]].includes(LIKE[sign]);
  return signs.filter((sign, at) => !isTwin(sign, at)).join('');
}

function hasCompact(words: readonly string[], code: string): boolean {
  return words.some((_, at) => runLength(words, at, code) > 0);
}

/** Whole finds first, then what was found; smaller windows win by coming first. */
function weigh(match: StreetMatch): number {
  const street = match.score >= RATIO_MIN ? 1000 : 0;
  const parts = (match.number ? 400 : 0) + (match.postalCode ? 400 : 0) + (match.city ? 100 : 0);
  return (match.found ? 10_000 : 0) + street + (street > 0 ? parts : 0) + match.score;
}
