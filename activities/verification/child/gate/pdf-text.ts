import { refusing } from './facts.ts';
import type { Box } from '../../engines.ts';
import type { PdfPage, PdfViewport } from './pdf-open.ts';

/** Of one page; a full page of small print has some 10,000 letters. */
const LETTERS_MAX = 100_000;

/** Stands between columns of a line; `text-pages.ts` splits at it. */
const COLUMN = '   ';

interface Piece {
  text: string;
  box: Box;
}

/** The text of a page in lines, top to bottom and left to right, with boxes in pixels of `viewport`. */
export async function pageText(page: PdfPage, viewport: PdfViewport): Promise<Piece[]> {
  const { items } = await page.getTextContent({ includeMarkedContent: false });
  const pieces: Piece[] = [];
  let letters = 0;
  for (const item of items) {
    if (!('str' in item) || item.str.trim() === '') continue;
    letters += item.str.length;
    if (letters > LETTERS_MAX) throw refusing('file_too_large', 'text');
    pieces.push({ text: item.str, box: boxOf(item, viewport) });
  }
  return inLines(pieces).map(joined);
}

interface TextItem {
  transform: unknown[];
  width: number;
  height: number;
}

/** The item's corners on the drawn page; its own slant is left out, the page's turn is not. */
function boxOf({ transform, width, height }: TextItem, viewport: PdfViewport): Box {
  const x = Number(transform[4]);
  const y = Number(transform[5]);
  const [ax = 0, ay = 0] = viewport.convertToViewportPoint(x, y) as number[];
  const [bx = 0, by = 0] = viewport.convertToViewportPoint(x + width, y + height) as number[];
  const round = (value: number) => Math.round(value);
  return [
    round(Math.min(ax, bx)),
    round(Math.min(ay, by)),
    round(Math.abs(bx - ax)),
    round(Math.abs(by - ay)),
  ];
}

/** Pieces whose middles lie within half a letter's height are one line. */
function inLines(pieces: Piece[]): Piece[][] {
  const lines: { middle: number; pieces: Piece[] }[] = [];
  const sorted = pieces.toSorted((a, b) => middleOf(a) - middleOf(b));
  for (const piece of sorted) {
    const line = lines.at(-1);
    const near = Math.max(2, piece.box[3] / 2);
    if (line && Math.abs(middleOf(piece) - line.middle) <= near) line.pieces.push(piece);
    else lines.push({ middle: middleOf(piece), pieces: [piece] });
  }
  return lines.map((line) => line.pieces.toSorted((a, b) => a.box[0] - b.box[0]));
}

function middleOf({ box }: Piece): number {
  return box[1] + box[3] / 2;
}

/** A gap of a fifth of the letter's height is a space, a wide one a new column: three spaces. */
function joined(pieces: Piece[]): Piece {
  let text = '';
  let end = 0;
  for (const piece of pieces) {
    const gap = piece.box[0] - end;
    if (text !== '') text += spaceFor(gap / Math.max(1, piece.box[3]));
    text += piece.text.replaceAll(/\s+/g, ' ');
    end = piece.box[0] + piece.box[2];
  }
  const left = Math.min(...pieces.map(({ box }) => box[0]));
  const top = Math.min(...pieces.map(({ box }) => box[1]));
  const right = Math.max(...pieces.map(({ box }) => box[0] + box[2]));
  const bottom = Math.max(...pieces.map(({ box }) => box[1] + box[3]));
  const plain = text.replaceAll(/ {3,}/g, COLUMN).trim();
  return { text: plain, box: [left, top, right - left, bottom - top] };
}

function spaceFor(gapInHeights: number): string {
  if (gapInHeights > 1.5) return COLUMN;
  return gapInHeights > 0.2 ? ' ' : '';
}
