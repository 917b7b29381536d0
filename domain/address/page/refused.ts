import type { PagePieces, Piece } from './blocks.ts';
import type { Claim } from '../claim.ts';
import {
  ABOVE,
  ANYBODY,
  CARE,
  CLOSING_LINES,
  CLOSINGS,
  MOVES,
  REACHED,
  SALUTATIONS,
  TENANTS,
} from './line-words.ts';
import { meaningOf, type Receiver } from './receivers.ts';
import type { Row } from './rows.ts';
import { plainWordsOf } from '../words/words.ts';

/** A page as it is looked at for one claim. */
export interface Looked extends PagePieces {
  receivers: readonly Receiver[];
}

/** True if the words around a name show that it is not the addressee's. Then the page is a doubt. */
export function isNoReceiver(
  rows: readonly Row[],
  at: number,
  { page, claim, isLabelled }: { page: Looked; claim: Claim; isLabelled: boolean },
): boolean {
  const row = rows[at];
  if (!row) return true;
  const { piece } = row;
  const own = page.receivers.find(({ pieces }) => pieces.includes(piece));
  const isSpoken =
    startsWith(piece.text, SALUTATIONS, claim) ||
    isInCare(row.text, claim) ||
    isInRow(piece, page) ||
    page.pieces.some(({ text }) => greetsElse(claim.ascii(text), claim));
  if (isLabelled || isSpoken) return isSpoken;
  const first = own ? own.pieces.indexOf(piece) : 0;
  const above = rows.slice(Math.max(0, at - Math.max(1, first)), at);
  const isOther = above.some(
    ({ piece: { text } }) => meaningOf(claim.ascii(text), claim) !== 'plain',
  );
  const isCare = meaningOf(claim.ascii(piece.text), claim) === 'other';
  return (
    isCare ||
    isOther ||
    own?.isPlain === false ||
    isBelowClosing(piece, page, claim) ||
    isReached(rows, own)
  );
}

/** True if the place of supply is somebody else's, or a former address of the customer. */
export function isLeft(rows: readonly Row[], at: number, page: PagePieces, claim: Claim): boolean {
  const lines = rows.slice(at, at + BELOW_MAX);
  const isLet = lines.some(({ piece: { text } }) => {
    const words = plainWordsOf(claim.ascii(text));
    const isOwn = claim.family.every((word) => words.includes(word));
    return !isOwn && words.some((word) => TENANTS.has(word));
  });
  return isLet || page.pieces.some(({ text }) => saysMoved(claim.ascii(text)));
}

const BELOW_MAX = 6;
const PHRASES = MOVES.flatMap((list) => list.split(', '));

/** A heading or a label says so of this bill; a sentence or a question may speak of any move. */
const HEADING_MAX = 5;

function saysMoved(ascii: string): boolean {
  const plain = plainWordsOf(ascii);
  if (plain.length > HEADING_MAX || /[?.!]\s*$/.test(ascii)) return false;
  const words = ` ${plain.join(' ')} `;
  return PHRASES.some((phrase) => words.includes(` ${phrase} `));
}

const GREETING_MAX = 7;

/** A salutation to somebody else by name. */
function greetsElse(ascii: string, { given, family }: Claim): boolean {
  const words = ascii.split(/[\s,;.!:]+/).filter(Boolean);
  const plain = words.map((word) => plainWordsOf(word).join(' '));
  if (!SALUTATIONS.has(plain[0] ?? '') || words.length > GREETING_MAX || /\d/.test(ascii))
    return false;
  if (plain.some((word) => given.includes(word) || family.includes(word))) return false;
  const named = words.filter((word, at) => {
    const isKnown = [SALUTATIONS, ANYBODY, ABOVE].some((known) => known.has(plain[at] ?? ''));
    return at > 0 && /^[A-Z][A-Za-z'-]+$/.test(word) && !isKnown;
  });
  const lower = words.filter((word) => /^[a-z]/.test(word)).length;
  return named.length > 0 && lower <= 3;
}

/** `c/o`, `chez` or `u` right before the name: they take in somebody else's letters. */
function isInCare(text: string, { ascii, given, family }: Claim): boolean {
  const words = plainWordsOf(ascii(text));
  const at = words.findIndex((word) => given.includes(word) || family.includes(word));
  return [1, 2, 3, 4].some((many) => CARE.has(words.slice(Math.max(0, at - many), at).join(' ')));
}

function startsWith(text: string, known: ReadonlySet<string>, { ascii }: Claim): boolean {
  return known.has(plainWordsOf(ascii(text))[0] ?? '');
}

/** Closings are short: a sentence may hold their words. */
const CLOSING_MAX = 6;

function isBelowClosing({ box }: Piece, { pieces }: PagePieces, { ascii }: Claim): boolean {
  return pieces.some((one) => {
    const isAbove = one.box[1] < box[1] && one.box[0] < box[0] + box[2];
    if (!isAbove || box[0] >= one.box[0] + one.box[2]) return false;
    const words = plainWordsOf(ascii(one.text));
    const isClosing = CLOSING_LINES.has(words.join(' '));
    return isClosing || (words.length <= CLOSING_MAX && words.some((word) => CLOSINGS.has(word)));
  });
}

/** Below the address it says how to reach who stands there. */
function isReached(rows: readonly Row[], own: Receiver | undefined): boolean {
  const last = own?.pieces.at(-1);
  const at = rows.findIndex(({ piece }) => piece === last);
  return at >= 0 && rows.slice(at + 1, at + 3).some(({ piece }) => REACHED.test(piece.text));
}

const DAY = /^[\d\s.,/:'-]+(\p{L}{3,9}[\s.,/\d-]*)?$/u;
const AMOUNT = /^[-+]?\s?(?:\p{Sc}\s?)?\d[\d.,' ]*[.,]\d{2}(?:\s?(?:\p{Sc}|[A-Z]{2,3}|[-+]))?$/u;

/** A day or an amount alone left of it, or an amount right of it: a row of a table. */
function isInRow({ line, column }: Piece, { pieces }: PagePieces): boolean {
  const row = pieces.filter((one) => one.line === line).toSorted((a, b) => a.column - b.column);
  const before = row.filter((one) => one.column < column);
  const after = row.filter((one) => one.column > column);
  const words = after.findIndex(({ text }) => /\p{L}{4}/u.test(text));
  const beside = words < 0 ? after : after.slice(0, words);
  return (
    before.some(({ text }) => /\d/.test(text) && DAY.test(text)) ||
    beside.some(({ text }) => AMOUNT.test(text))
  );
}
