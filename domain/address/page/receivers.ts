import type { Block, Piece } from './blocks.ts';
import type { Claim } from '../claim.ts';
import {
  ABOVE,
  CARE,
  CLOSINGS,
  ORGANISATIONS,
  ORGANISATION_ENDS,
  SALUTATIONS,
  STREETS,
} from './line-words.ts';
import { bestName } from '../names/name.ts';
import { TITLES } from '../names/name-words.ts';
import { isCompany, saysOther } from './roles.ts';
import { labelIn } from './rows.ts';
import { plainWordsOf } from '../words/words.ts';

/** Somebody whose name and address stand together on a page, whoever it is. */
export interface Receiver {
  kind: 'person' | 'firm';
  /** It may be the claimed person. */
  isOwn: boolean;
  /** Nothing around it says that it is somebody else than who receives the letter. */
  isPlain: boolean;
  isOneLine: boolean;
  pieces: Block;
  top: number;
}

/** A name has no more lines below it down to its town. */
const LINES_MAX = 5;
const WORDS_MAX = 7;
/** Words of a line of a street with all its units. */
const STREET_MAX = 12;

/** Every name with an address below or behind it, top to bottom in each block. */
export function receiversOf(
  blocks: readonly Block[],
  pieces: readonly Piece[],
  claim: Claim,
): Receiver[] {
  return blocks.flatMap((block) => {
    const found: Receiver[] = [];
    let end = 0;
    for (let at = 0; at < block.length; at += 1) {
      const many = at < end ? 0 : linesOf(block, at, claim);
      const first = block[at];
      if (many === 0 || !first) continue;
      const own = block.slice(at, at + many);
      const above = block.slice(end, at);
      end = at + many;
      found.push({
        kind: isFirm(nameIn(claim.ascii(first.text))) ? 'firm' : 'person',
        isOwn: own.some(({ text }) => isNamed(claim.ascii(text), claim)),
        isPlain: [...above, ...around(first, pieces)].every(
          ({ text }) => meaningOf(claim.ascii(text), claim) === 'plain',
        ),
        isOneLine: many === 1,
        pieces: own,
        top: first.box[1],
      });
    }
    return found;
  });
}

/** Of a line above a name or beside it: whether a label or a word says that it is somebody else's. */
export function meaningOf(ascii: string, claim: Claim): 'plain' | 'unknown' | 'other' {
  const words = plainWordsOf(ascii);
  const label = labelIn(ascii, (text) => text);
  if (label?.role === 'not_here' || saysOther(words)) return 'other';
  if (label !== null || words.length === 0) return 'plain';
  if (/:\s*$/.test(ascii)) return 'unknown';
  if (CARE.has(words.join(' ')) || words.some((word) => CLOSINGS.has(word))) return 'other';
  if (/\d/.test(ascii) || isOffice(words) || isNamed(ascii, claim)) return 'plain';
  if (words.every((word) => ABOVE.has(word))) return 'plain';
  return isPerson(ascii) || words.length > WORDS_MAX ? 'plain' : 'unknown';
}

/** Left of a piece in its line, what ends like a label. */
function around(first: Piece, pieces: readonly Piece[]): Piece[] {
  const beside = pieces
    .filter(({ line, column }) => line === first.line && column < first.column)
    .toSorted((a, b) => b.column - a.column)[0];
  return beside && !/[\p{L}\p{N}]\s*$/u.test(beside.text) ? [beside] : [];
}

/** The number of lines of a name that starts there, with its address; 0 if none does. */
function linesOf(block: Block, at: number, claim: Claim): number {
  const line = (nth: number) => claim.ascii(block[nth]?.text ?? '');
  const name = nameIn(line(at));
  if (name.includes(':') || !(isPerson(name) || isFirm(name))) return 0;
  if (labelIn(name, (text) => text) !== null) return 0;
  const isOneWord = plainWordsOf(name).length === 1 && !isOffice(plainWordsOf(name));
  if (isOneWord && isPerson(nameIn(line(at + 1)))) return 0;
  if (name !== line(at)) return isPlaceBehind(line(at), name) ? 1 : 0;
  for (let nth = at + 1; nth <= at + LINES_MAX && nth < block.length; nth += 1) {
    if (isPlace(line(nth))) return nth - at + 1;
    const isBare = claim.postalCode === null && nth > at + 1;
    if (isBare && /\d/.test(line(nth - 1)) && /^[A-Za-z ,.'-]+$/.test(line(nth)))
      return nth - at + 1;
    if (plainWordsOf(line(nth)).length > STREET_MAX) return 0;
  }
  return 0;
}

const PARTS = /\s*[,;|]\s*|\s+[*~-]+\s+/;

/** The name on a line: the text before the first separator, if an address follows it. */
function nameIn(ascii: string): string {
  const [name = ''] = ascii.split(PARTS);
  return /\d/.test(ascii.slice(name.length)) ? name : ascii;
}

function isPlaceBehind(ascii: string, name: string): boolean {
  const parts = ascii.slice(name.length).split(PARTS).filter(Boolean);
  return parts.length > 1 && parts.some((part, at) => at > 0 && isPlace(part));
}

const CODE =
  /\b(?:[a-z]{1,2}-)?(?:\d{2}-\d{3}|\d{5}-\d{3,4}|\d{4}-\d{3}|\d{3} \d{2,3}|\d{4} ?[a-z]{2}|\d{4,7}|[a-z]{1,2}\d[a-z\d]? ?\d[a-z]{2}|[a-z]\d[a-z\d] ?[a-z\d]{3,4})\b/i;

/** A postcode with a town, or alone. */
function isPlace(ascii: string): boolean {
  const code = CODE.exec(ascii)?.[0];
  if (code === undefined) return false;
  const rest = ascii.replace(code, ' ');
  return !/[\d:@=+*]/.test(rest) && plainWordsOf(rest).length <= WORDS_MAX;
}

function isNamed(ascii: string, { names }: Claim): boolean {
  return bestName([ascii], names).found !== 'missing';
}

const PARTICLES = new Set(
  'de da do dos das del della di van von der den la le el y e und and i och og en zu af av'.split(
    ' ',
  ),
);

/** Two to seven words in capitals or with a capital letter, or one behind a title. */
function isPerson(ascii: string): boolean {
  const plain = ascii.trim().replace(/,$/, '');
  if (!/^[A-Za-z][A-Za-z .,'`&/-]*$/.test(plain)) return false;
  const words = plain.split(/[\s,/]+/).filter(Boolean);
  const first = plainWordsOf(words[0] ?? '')[0] ?? '';
  const own = words.filter((word) => !TITLES.has(word.toUpperCase().replaceAll(/\W/g, '')));
  const isTitled = own.length < words.length;
  if (own.length === 0 || (own.length < 2 && !isTitled) || words.length > WORDS_MAX) return false;
  if ([SALUTATIONS, CLOSINGS, CARE, STREETS].some((known) => known.has(first))) return false;
  return own.every((word) => /^[A-Z&]/.test(word) || PARTICLES.has(word.toLowerCase()));
}

/** A company or an office by its words, or by being one word. */
function isFirm(ascii: string): boolean {
  const words = plainWordsOf(ascii);
  const [only = ''] = words;
  if (STREETS.has(only)) return false;
  const isOne = words.length === 1 && /^[a-z]{3,}$/.test(only) && !ABOVE.has(only);
  return isOne || isOffice(words);
}

function isOffice(words: readonly string[]): boolean {
  const isKnown = words.some((word) => ORGANISATIONS.has(word) || ORGANISATION_ENDS.test(word));
  return isKnown || isCompany(words);
}

/** The name in the first of its lines. */
export function headOf({ pieces }: Receiver, { ascii }: Claim): string {
  return nameIn(ascii(pieces[0]?.text ?? ''));
}
