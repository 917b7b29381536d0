import type { Box } from '../../../engines/engines.ts';
import type { PdfPage, PdfViewport } from './pdf-open.ts';
import type { Piece } from './pdf-lines.ts';

/** Of one page, and of one field: what a form asks for is short. */
const FIELDS_MAX = 500;
const VALUE_MAX = 300;

interface Field {
  subtype?: unknown;
  fieldType?: unknown;
  fieldValue?: unknown;
  hidden?: unknown;
  rect?: unknown;
}

/** What the text fields of a page were filled with, a piece for each line of a value. */
export async function fieldPieces(page: PdfPage, viewport: PdfViewport): Promise<Piece[]> {
  const fields = (await page.getAnnotations()) as Field[];
  return fields.slice(0, FIELDS_MAX).flatMap((field) => piecesOf(field, viewport));
}

function piecesOf(field: Field, viewport: PdfViewport): Piece[] {
  const { subtype, fieldType, fieldValue, hidden, rect } = field;
  const isText = subtype === 'Widget' && (fieldType === 'Tx' || fieldType === 'Ch');
  const value = Array.isArray(fieldValue) ? fieldValue.join(' ') : fieldValue;
  if (!isText || hidden === true || typeof value !== 'string' || !Array.isArray(rect)) return [];
  const lines = value.slice(0, VALUE_MAX).split(/\r\n?|\n/);
  const [left, top, wide, high] = boxOf(rect.map(Number), viewport);
  const each = high / lines.length;
  return lines.flatMap((text, nth): Piece[] => {
    const box: Box = [left, Math.round(top + nth * each), wide, Math.round(each)];
    return text.trim() === '' ? [] : [{ text, box, quarter: 0 }];
  });
}

function boxOf(rect: readonly number[], viewport: PdfViewport): Box {
  const [x0 = 0, y0 = 0, x1 = 0, y1 = 0] = rect;
  const [ax = 0, ay = 0] = viewport.convertToViewportPoint(x0, y0) as number[];
  const [bx = 0, by = 0] = viewport.convertToViewportPoint(x1, y1) as number[];
  const [left, top] = [Math.min(ax, bx), Math.min(ay, by)];
  return [left, top, Math.abs(bx - ax), Math.abs(by - ay)].map(Math.round) as Box;
}
