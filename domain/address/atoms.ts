import { romanised } from './words/cyrillic.ts';

/** Writes a text in ASCII; a package gives it. */
export type Ascii = (text: string) => string;

/** The smallest part of an address: a run of letters, a run of digits, or a sign between digits. */
export interface Atom {
  kind: 'word' | 'number' | 'sign';
  /** As it may be written in ASCII, lower-case; of a number or a sign there is one. */
  spellings: readonly string[];
  /** Nothing stands before it in its word. */
  isFirst: boolean;
  /** Read with certainty: of letters from pixels a doubtful word is not. */
  isSure: boolean;
  /** Of an atom on a page: its line. */
  line?: number;
}

const RUNS = /\p{L}[\p{L}\p{M}]*|\p{Nd}+|[/#&-]/gu;
const FRACTIONS: Readonly<Record<string, string>> = { '½': ' 1/2', '¼': ' 1/4', '¾': ' 3/4' };

/** A text word by word; words are told apart by spaces, and what a comma parts is no one word. */
export function wordsIn(text: string): string[] {
  return written(text)
    .split(/[\s,;|]+/)
    .filter(Boolean);
}

/** The atoms of one word of a text, as `wordsIn` gives them. */
export function atomsOf(
  word: string,
  { ascii, country, isSure = true }: { ascii: Ascii; country: string; isSure?: boolean },
): Atom[] {
  const runs = [...word.matchAll(RUNS)].map(([run]) => run);
  const atoms: Atom[] = [];
  runs.forEach((run, at) => {
    const kind = /^\p{L}/u.test(run) ? 'word' : /^\p{Nd}/u.test(run) ? 'number' : 'sign';
    if (kind === 'sign' && !counts(run, runs[at - 1], runs[at + 1])) return;
    const spellings = kind === 'word' ? spellingsOf(run, ascii, country) : [plainSign(run, ascii)];
    if (spellings[0] === '') return;
    const asWord = run === '#' || run === '&';
    atoms.push({ kind: asWord ? 'word' : kind, spellings, isFirst: atoms.length === 0, isSure });
  });
  return atoms;
}

/** `3º` is 3, `nº` is no, `S.W.` is SW, `16½` is 16 1/2, `7 / 2` is 7/2; long dashes are short. */
function written(text: string): string {
  return text
    .normalize('NFC')
    .replaceAll(/(?<=\p{Nd})\s?[ºª°](?!\p{L})/gu, ' ')
    .replaceAll(/(?<=\b[nN])\s?[.]?[º°o](?=[\s.]*\p{Nd})/gu, 'o ')
    .replaceAll('№', ' no ')
    .replaceAll(/[½¼¾]/g, (sign) => FRACTIONS[sign] ?? sign)
    .replaceAll(/[‐-―−]/g, '-')
    .replaceAll(/(?<=\p{Nd}) ?\/ ?(?=\p{Nd})/gu, '/')
    .replaceAll(/(?<=\b\p{L})\.(?=\p{L}\b)/gu, '')
    .replaceAll(/(?<=\p{L})[’'`´](?=\p{L})/gu, ' ')
    .replaceAll(/\b(c)\/o\b/gi, 'co');
}

/** A slash or a hyphen counts between digits: `14/3` is not 143, `13/B` is 13 B. */
function counts(sign: string, before: string | undefined, after: string | undefined): boolean {
  if (sign === '#' || sign === '&') return true;
  const isNumber = (run: string | undefined) => run !== undefined && /^\p{Nd}/u.test(run);
  return isNumber(before) && isNumber(after);
}

function plainSign(run: string, ascii: Ascii): string {
  return run === '&' ? 'and' : run === '#' ? '#' : ascii(run).toLowerCase();
}

const TWO_WAYS: Readonly<Record<string, readonly [string, string]>> = {
  ä: ['a', 'ae'],
  ö: ['o', 'oe'],
  ü: ['u', 'ue'],
  å: ['a', 'aa'],
  ø: ['o', 'oe'],
  æ: ['ae', 'a'],
  ñ: ['n', 'n'],
};

/** In both ways in which umlauts are written, and in each of the country for Cyrillic. */
function spellingsOf(run: string, ascii: Ascii, country: string): string[] {
  const word = run.toLowerCase();
  const ways = [0, 1].map((way) =>
    [...word].map((letter) => TWO_WAYS[letter]?.[way] ?? letter).join(''),
  );
  const plain = ways.map((way) =>
    ascii(way)
      .toLowerCase()
      .replaceAll(/[^a-z0-9]/g, ''),
  );
  return [...new Set([...plain, ...romanised(word, country)])].filter(Boolean);
}
