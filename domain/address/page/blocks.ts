/** `[left, top, width, height]`, upright. */
export type PieceBox = readonly [number, number, number, number];

/** What stands together in one line of one column. */
export interface Piece {
  text: string;
  box: PieceBox;
  /** Its line on the page, and its place in that line. */
  line: number;
  column: number;
  /** Words with how surely each was read, 0 to 1; none where the text is no reading. */
  words?: readonly { text: string; certainty: number }[];
}

/** Consecutive lines of one column, top to bottom. */
export type Block = readonly Piece[];

/** All in heights of the letters: how far lines of a block are apart, how far their edges differ. */
const APART = 1.25;
const EDGE = 1.5;
/** Of the heights of two lines of a block. */
const TALLER = 1.8;

/** The blocks of a page, in the order of their first lines. */
export function blocksOf(pieces: readonly Piece[]): Block[] {
  const blocks: Piece[][] = [];
  const sorted = pieces.toSorted((a, b) => a.box[1] - b.box[1] || a.box[0] - b.box[0]);
  for (const piece of sorted) {
    const above = blocks
      .filter((block) => isBelow(piece, block.at(-1)))
      .toSorted((a, b) => gapOf(piece, a.at(-1)) - gapOf(piece, b.at(-1)))[0];
    if (above) above.push(piece);
    else blocks.push([piece]);
  }
  return blocks;
}

function isBelow(piece: Piece, last: Piece | undefined): boolean {
  if (!last || last.line === piece.line) return false;
  const height = Math.max(piece.box[3], last.box[3]);
  if (height > Math.min(piece.box[3], last.box[3]) * TALLER) return false;
  const gap = gapOf(piece, last);
  if (gap > height * APART || gap < -height * 0.6) return false;
  const [left, , width] = piece.box;
  const [otherLeft, , otherWidth] = last.box;
  const edges = [left - otherLeft, left + width - otherLeft - otherWidth];
  const middles = left + width / 2 - otherLeft - otherWidth / 2;
  const isStacked = left < otherLeft + otherWidth && otherLeft < left + width;
  return isStacked && Math.min(...[...edges, middles].map(Math.abs)) <= height * EDGE;
}

function gapOf(piece: Piece, last: Piece | undefined): number {
  return last ? piece.box[1] - last.box[1] - last.box[3] : 0;
}

export interface PagePieces {
  pieces: readonly Piece[];
  height: number;
}
