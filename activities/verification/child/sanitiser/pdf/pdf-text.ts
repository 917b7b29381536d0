import { refusing } from '../facts.ts';
import type { Box, PlacedLine } from '../../../engines/engines.ts';
import { fieldPieces } from './pdf-fields.ts';
import type { PdfPage, PdfViewport } from './pdf-open.ts';
import { inLines, type Piece, quarterOf } from './pdf-lines.ts';

/** Of one page; a full page of small print has some 10,000 letters. */
const LETTERS_MAX = 100_000;

/**
 * The text of a page in lines, top to bottom and left to right as it is drawn, with boxes in pixels of
 * `viewport`: its own text, and what fields of a form were filled with. Text that is drawn sideways follows.
 */
export async function pageText(page: PdfPage, viewport: PdfViewport): Promise<PlacedLine[]> {
  const { items } = await page.getTextContent({ includeMarkedContent: false });
  const pieces: Piece[] = [];
  let letters = 0;
  for (const item of items) {
    if (!('str' in item) || item.str.trim() === '') continue;
    letters += item.str.length;
    if (letters > LETTERS_MAX) throw refusing('file_too_large', 'text');
    pieces.push({ text: item.str, ...placeOf(item, viewport) });
  }
  return inLines([...pieces, ...(await fieldPieces(page, viewport))]);
}

interface TextItem {
  transform: unknown[];
  width: number;
  height: number;
}

/** The item's corners on the drawn page, and the way its letters run there. */
function placeOf({ transform, width, height }: TextItem, viewport: PdfViewport) {
  const [a = 1, b = 0, c = 0, d = 1, x = 0, y = 0] = transform.map(Number);
  const [along, up] = [Math.hypot(a, b) || 1, Math.hypot(c, d) || 1];
  const corner = (right: number, above: number) =>
    viewport.convertToViewportPoint(
      x + (right * a) / along + (above * c) / up,
      y + (right * b) / along + (above * d) / up,
    ) as [number, number];
  const corners = [corner(0, 0), corner(width, 0), corner(0, height), corner(width, height)];
  const [start = [0, 0], end = [0, 0]] = corners;
  return { box: hull(corners), quarter: quarterOf(end[0] - start[0], end[1] - start[1]) };
}

function hull(corners: readonly (readonly [number, number])[]): Box {
  const [xs, ys] = [corners.map(([x]) => x), corners.map(([, y]) => y)];
  const [left, top] = [Math.min(...xs), Math.min(...ys)];
  return [left, top, Math.max(...xs) - left, Math.max(...ys) - top].map(Math.round) as Box;
}
