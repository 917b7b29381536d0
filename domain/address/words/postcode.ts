import { textOf } from '../items.ts';
import type { PlacedAtom } from '../sequence.ts';

/** Where a space may stand in a country's postcode: signs before it. Britain's: three before the end. */
const SPACE_AT: Readonly<Record<string, number>> = {
  SE: 3,
  CZ: 3,
  SK: 3,
  GR: 3,
  CA: 3,
  NL: 4,
  IE: 3,
  PT: 4,
  BR: 5,
  PL: 2,
  JP: 3,
  GB: -3,
  IM: -3,
  JE: -3,
  GG: -3,
  GI: -3,
  BM: 2,
  MT: 3,
  SO: 2,
  US: 5,
  IN: 3,
  TW: 3,
};

/** Letters before a postcode that say a country, by UPU and the signs of cars. */
const PREFIXES: Readonly<Record<string, string>> = {
  DE: 'd de',
  AT: 'a at',
  CH: 'ch',
  LI: 'fl li',
  FR: 'f fr',
  IT: 'i it',
  ES: 'e es',
  PT: 'p pt',
  BE: 'b be',
  NL: 'nl',
  LU: 'l lu',
  SE: 's se',
  NO: 'n no',
  DK: 'dk',
  FI: 'fi fin sf',
  PL: 'pl',
  CZ: 'cz',
  SK: 'sk',
  HU: 'h hu',
  RO: 'ro',
  HR: 'hr',
  SI: 'si',
  GR: 'gr',
  LV: 'lv',
  LT: 'lt',
  EE: 'ee',
  UA: 'ua',
  RS: 'rs',
};

const COUNTRY_OF = new Map(
  Object.entries(PREFIXES).flatMap(([country, signs]) =>
    signs.split(' ').map((sign) => [sign, country] as const),
  ),
);

/** Where the postcode ends that stands at `from`; -1: another stands there, or none. */
export function codeEnd(
  code: string,
  printed: readonly PlacedAtom[],
  from: number,
  country: string,
): number {
  const first = printed[from];
  if (!first || !(first.isFirst || isPrefix(printed[from - 1]))) return -1;
  let read = '';
  for (let at = from; at < printed.length && read.length < code.length; at += 1) {
    const atom = printed[at];
    if (!atom || atom.line !== first.line) return -1;
    const isSpace = at > from && atom.isFirst;
    if (isSpace && read.length !== spaceAt(code, country)) return -1;
    read += textOf(atom).replaceAll(/[^a-z0-9]/g, '');
    if (read === code) return endOfWord(printed, at + 1, code, country);
    if (!code.startsWith(read)) return -1;
  }
  return -1;
}

/** The country that letters before a postcode say; null: they say none. */
export function prefixCountry(atom: PlacedAtom | undefined, next: PlacedAtom | undefined) {
  if (atom?.kind !== 'word' || next?.kind !== 'number' || next.line !== atom.line) return null;
  return COUNTRY_OF.get(textOf(atom)) ?? null;
}

function isPrefix(atom: PlacedAtom | undefined): boolean {
  return atom?.kind === 'word' && atom.isFirst && COUNTRY_OF.has(textOf(atom));
}

function spaceAt(code: string, country: string): number {
  const place = SPACE_AT[country] ?? -1000;
  return place < 0 ? code.length + place : place;
}

/** Nothing more stands in the word, but the four digits that only sort America's mail. */
function endOfWord(
  printed: readonly PlacedAtom[],
  at: number,
  code: string,
  country: string,
): number {
  const next = printed[at];
  if (!next || next.isFirst || next.line !== printed[at - 1]?.line) return at;
  const [sign, four] = [next, printed[at + 1]];
  const isSorting = textOf(sign) === '-' && four?.isFirst === false && textOf(four).length === 4;
  return country === 'US' && code.length === 5 && isSorting ? at + 2 : -1;
}
