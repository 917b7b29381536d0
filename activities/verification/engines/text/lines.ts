import type { Block } from 'tesseract.js';
import type { Box, Column } from '../engines.ts';

/** Words that stand together, as the engine saw them. */
export interface Piece {
  text: string;
  /** How surely each of its words was read, 0 to 1. */
  words: { text: string; certainty: number }[];
  /** Mean certainty of its words, 0 to 1, by their letters. */
  certainty: number;
  /** Certainty of the least certain word of two characters or more; 1 if there is none. */
  least: number;
  box: Box;
}

/** Less certain signs are specks and the grain of a desk; three letters together are a word. */
const CERTAINTY_MIN = 0.25;
const WORD = /[\p{L}\p{N}]{3}/u;
const SIGN = /[\p{L}\p{N}]/u;
/** Of the usual word's height: no letter or figure of a page is lower or thinner. */
const LOW = 0.4;
const THIN = 0.07;
/** Gaps in heights of the letters: a column of its own, and the space that stands for it. */
const COLUMN_GAP = 1.6;
const COLUMN = '   ';

/**
 * What stands together on a page, in the engine's order: without specks, and without print that runs up
 * or down the page, which the engine reads as well.
 */
export function piecesOf(blocks: readonly Block[]): Piece[] {
  const lines = blocks.flatMap(({ paragraphs }) => paragraphs.flatMap((one) => one.lines));
  const usual = usualHeight(lines.flatMap(({ words }) => words));
  const pieces = lines.flatMap(({ words }) =>
    columnsOf(words.filter((word) => word.text.trim() !== '' && !isSpeck(word, usual))),
  );
  return pieces.filter(({ text, box: [, , wide, high] }) => !WORD.test(text) || wide > high);
}

export interface Row extends Omit<Piece, 'least'> {
  columns: Required<Column>[];
}

/** The rows of a page, top to bottom; what stands apart in a row is told by three spaces. */
export function rowsOf(pieces: readonly Piece[]): Row[] {
  return inRows(pieces).map(joined);
}

type Word = Block['paragraphs'][number]['lines'][number]['words'][number];

/** That of the middle one of all words; 0 where there are none. */
function usualHeight(words: readonly Word[]): number {
  const heights = words
    .filter(({ text }) => WORD.test(text))
    .map(heightOf)
    .toSorted((a, b) => a - b);
  return heights[Math.floor(heights.length / 2)] ?? 0;
}

function heightOf({ bbox }: Word): number {
  return bbox.y1 - bbox.y0;
}

function isSpeck(word: Word, usual: number): boolean {
  const { text, confidence, bbox } = word;
  if (WORD.test(text)) return false;
  if (confidence / 100 < CERTAINTY_MIN) return true;
  const isSmall = heightOf(word) < usual * LOW || bbox.x1 - bbox.x0 < usual * THIN;
  return SIGN.test(text) && isSmall;
}

function isLong({ text }: Word): boolean {
  return /[\p{L}\p{N}]{2}/u.test(text);
}

/** A line of the engine, taken apart where a gap is wide. */
function columnsOf(words: readonly Word[]): Piece[] {
  const groups: Word[][] = [];
  for (const word of words) {
    const last = groups.at(-1)?.at(-1);
    const gap = last ? word.bbox.x0 - last.bbox.x1 : 0;
    const high = Math.max(heightOf(word), last ? heightOf(last) : 0); // a dash is low
    if (last && gap <= high * COLUMN_GAP) groups.at(-1)?.push(word);
    else groups.push([word]);
  }
  return groups.map((group) => {
    const [left, top] = [min(group, 'x0'), min(group, 'y0')];
    const [right, bottom] = [max(group, 'x1'), max(group, 'y1')];
    const letters = group.reduce((sum, { text }) => sum + text.length, 0);
    const sure = group.reduce((sum, word) => sum + word.confidence * word.text.length, 0);
    return {
      text: group.map(({ text }) => text).join(' '),
      words: group.map(({ text, confidence }) => ({ text, certainty: confidence / 100 })),
      certainty: sure / letters / 100,
      least: Math.min(100, ...group.filter(isLong).map((word) => word.confidence)) / 100,
      box: [left, top, right - left, bottom - top],
    };
  });
}

function min(words: readonly Word[], side: 'x0' | 'y0'): number {
  return Math.min(...words.map(({ bbox }) => bbox[side]));
}

function max(words: readonly Word[], side: 'x1' | 'y1'): number {
  return Math.max(...words.map(({ bbox }) => bbox[side]));
}

/** Pieces beside each other whose middles lie within half a letter's height are one row. */
function inRows(pieces: readonly Piece[]): Piece[][] {
  const rows: Piece[][] = [];
  for (const piece of pieces.toSorted((a, b) => a.box[0] - b.box[0])) {
    const row = rows
      .filter((one) => isBeside(one.at(-1), piece))
      .toSorted((a, b) => apart(a.at(-1), piece) - apart(b.at(-1), piece))[0];
    if (row) row.push(piece);
    else rows.push([piece]);
  }
  return rows.toSorted((a, b) => middleOf(a[0]) - middleOf(b[0]));
}

function isBeside(left: Piece | undefined, right: Piece): boolean {
  if (!left) return false;
  const overlaps = left.box[0] + left.box[2] > right.box[0] + right.box[3];
  return !overlaps && apart(left, right) <= Math.min(left.box[3], right.box[3]) / 2;
}

function apart(a: Piece | undefined, b: Piece): number {
  return Math.abs(middleOf(a) - middleOf(b));
}

function middleOf(piece: Piece | undefined): number {
  return piece ? piece.box[1] + piece.box[3] / 2 : 0;
}

function joined(row: readonly Piece[]): Row {
  const left = Math.min(...row.map(({ box }) => box[0]));
  const top = Math.min(...row.map(({ box }) => box[1]));
  const right = Math.max(...row.map(({ box }) => box[0] + box[2]));
  const bottom = Math.max(...row.map(({ box }) => box[1] + box[3]));
  const letters = row.reduce((sum, { text }) => sum + text.length, 0);
  const sure = row.reduce((sum, piece) => sum + piece.certainty * piece.text.length, 0);
  return {
    text: row.map(({ text }) => text).join(COLUMN),
    words: row.flatMap(({ words }) => words),
    certainty: sure / letters,
    box: [left, top, right - left, bottom - top],
    columns: row.map(({ text, box, words }) => ({ text, box, upright: box, words })),
  };
}
