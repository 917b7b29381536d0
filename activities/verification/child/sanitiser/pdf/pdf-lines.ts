import type { Box, PlacedLine } from '../../../engines/engines.ts';

/** Quarter turns clockwise by which the letters of a piece run on the drawn page. */
export type Quarter = 0 | 1 | 2 | 3;

export interface Piece {
  text: string;
  box: Box;
  quarter: Quarter;
}

/** A piece with its box on the page as it would be if its letters stood upright. */
interface Upright extends Piece {
  at: Box;
}

/** Stands between columns of a line; `text-pages.ts` splits at it. */
const COLUMN = '   ';
/** Gaps in heights of the letters: what is a space, and what is a column of its own. */
const GAP = { space: 0.2, column: 1.5 } as const;
/** The same letters this near are one, drawn twice to look bold; in heights of the letters. */
const TWICE = 0.12;

/** The direction nearest to that of this vector, in pixels, whose y grows downwards. */
export function quarterOf(dx: number, dy: number): Quarter {
  const quarters = Math.round(Math.atan2(dy, dx) / (Math.PI / 2));
  return ((quarters + 4) % 4) as Quarter;
}

/** Lines of pieces that run the same way; first those of the way in which most letters run. */
export function inLines(pieces: readonly Piece[]): PlacedLine[] {
  const ways = ([0, 1, 2, 3] as const).map((quarter) => {
    const own = pieces.filter((piece) => piece.quarter === quarter);
    return { own, letters: own.reduce((sum, { text }) => sum + text.length, 0) };
  });
  const sorted = ways.toSorted((one, other) => other.letters - one.letters);
  return sorted.flatMap(({ own }) => rowsOf(own.map(upright)).map(joined));
}

function upright(piece: Piece): Upright {
  const [x, y, wide, high] = piece.box;
  const at: Record<Quarter, Box> = {
    0: piece.box,
    1: [y, -x - wide, high, wide],
    2: [-x - wide, -y - high, wide, high],
    3: [-y - high, x, high, wide],
  };
  return { ...piece, at: at[piece.quarter] };
}

/** Pieces whose middles lie within half a letter's height are one line. */
function rowsOf(pieces: readonly Upright[]): Upright[][] {
  const rows: { middle: number; pieces: Upright[] }[] = [];
  for (const piece of pieces.toSorted((one, other) => middleOf(one) - middleOf(other))) {
    const row = rows.at(-1);
    const near = Math.max(2, piece.at[3] / 2);
    if (row && Math.abs(middleOf(piece) - row.middle) <= near) row.pieces.push(piece);
    else rows.push({ middle: middleOf(piece), pieces: [piece] });
  }
  return rows.map((row) => once(row.pieces.toSorted((one, other) => one.at[0] - other.at[0])));
}

function middleOf({ at }: Upright): number {
  return at[1] + at[3] / 2;
}

/** Without what only makes the letters beneath it look bold. */
function once(row: readonly Upright[]): Upright[] {
  const isTwice = (piece: Upright, other: Upright | undefined) =>
    other?.text === piece.text &&
    Math.abs(other.at[0] - piece.at[0]) <= Math.max(1, piece.at[3] * TWICE) &&
    Math.abs(other.at[1] - piece.at[1]) <= Math.max(1, piece.at[3] * TWICE);
  return row.filter((piece, nth) => !isTwice(piece, row[nth - 1]));
}

function joined(row: readonly Upright[]): PlacedLine {
  const columns: { text: string; pieces: Upright[] }[] = [];
  let end = -Infinity;
  for (const piece of row) {
    const gap = (piece.at[0] - end) / Math.max(1, piece.at[3]);
    const text = piece.text.replaceAll(/\s+/g, ' ');
    const last = columns.at(-1);
    if (!last || gap > GAP.column) columns.push({ text, pieces: [piece] });
    else {
      last.text += (gap > GAP.space ? ' ' : '') + text;
      last.pieces.push(piece);
    }
    end = piece.at[0] + piece.at[2];
  }
  const told = columns
    .map(({ text, pieces }) => ({
      text: text.replaceAll(/ {2,}/g, ' ').trim(),
      box: around(pieces),
    }))
    .filter(({ text }) => text !== '');
  return { text: told.map(({ text }) => text).join(COLUMN), box: around(row), columns: told };
}

function around(pieces: readonly Piece[]): Box {
  const left = Math.min(...pieces.map(({ box }) => box[0]));
  const top = Math.min(...pieces.map(({ box }) => box[1]));
  const right = Math.max(...pieces.map(({ box }) => box[0] + box[2]));
  const bottom = Math.max(...pieces.map(({ box }) => box[1] + box[3]));
  return [left, top, right - left, bottom - top];
}
