import { cleanRow, looksLikeMrz } from '../../../domain/identity/mrz/clean.ts';
import { readMrz, settledByViz, type MrzReading } from '../../../domain/identity/mrz/repair.ts';
import { stacksOf, standAsZone, type RowBox } from '../../../domain/identity/mrz/stacks.ts';
import type { TextLine, TextReading } from '../engines/engines.ts';

/**
 * An MRZ of a page. `rows` are indices of the page's lines, as are those of `print`: what stands on its
 * document.
 */
export interface PageZone {
  zone: MrzReading;
  print: number[];
}

/** Signs of a row that may be one of an MRZ. */
const ROW = { shortest: 22, longest: 52 } as const;
/** How far a document reaches beyond its MRZ, in widths of the MRZ: no format is higher than this. */
const DOCUMENT = { above: 0.85, below: 0.25, beside: 0.2 } as const;

/**
 * The MRZs of a page, one for each document in the picture. A page without an MRZ gives one without rows. If
 * there are several, only the print on the same document counts for an MRZ.
 */
export function zonesOf({ lines, turn }: TextReading): PageZone[] {
  const boxes = lines.map((line) => along(line, turn));
  const texts = lines.map(({ text }) => text);
  const all = texts.map((_, at) => at);
  const rows = all.filter((at) => {
    const { length } = cleanRow(texts[at] ?? '');
    return length >= ROW.shortest && length <= ROW.longest;
  });
  const stacks = stacksOf(placesOf(rows, boxes))
    .map((stack) => stack.flatMap((at) => rows[at] ?? []))
    .filter((stack) => stack.some((at) => looksLikeMrz(cleanRow(texts[at] ?? ''))));
  if (stacks.length < 2) return [zoneAmong(all, { texts, boxes, print: all })];
  return stacks.map((stack) =>
    zoneAmong(stack, { texts, boxes, print: all.filter((at) => isOnDocument(at, stack, boxes)) }),
  );
}

interface PageText {
  texts: readonly string[];
  boxes: readonly RowBox[];
  print: number[];
}

function zoneAmong(rows: readonly number[], { texts, boxes, print }: PageText): PageZone {
  const own = rows.map((at) => texts[at] ?? '');
  const found = readMrz(own);
  const at = found.rows.flatMap((row) => rows[row] ?? []);
  const places = placesOf(at, boxes);
  if (found.mrz !== null && !standAsZone(places)) {
    return { zone: { mrz: null, doubt: 'partial', swaps: 0, rows: at }, print };
  }
  const around = print.map((row) => texts[row] ?? '');
  const inViz = at.map((row) => print.indexOf(row));
  const { rows: _, ...settled } = settledByViz({ ...found, rows: inViz }, around);
  return { zone: { ...settled, rows: at } as MrzReading, print };
}

function placesOf(rows: readonly number[], boxes: readonly RowBox[]): RowBox[] {
  return rows.map((at) => boxes[at]).filter((box) => box !== undefined);
}

/** The line's box as if the page stood upright. */
function along({ box: [left, top, width, height] }: TextLine, turn: TextReading['turn']): RowBox {
  if (turn === 0) return [left, top, width, height];
  if (turn === 180) return [-left - width, -top - height, width, height];
  if (turn === 270) return [top, -left - width, height, width];
  return [-top - height, left, height, width];
}

function isOnDocument(at: number, stack: readonly number[], boxes: readonly RowBox[]): boolean {
  const zone = placesOf(stack, boxes);
  const box = boxes[at];
  if (!box) return false;
  const left = Math.min(...zone.map(([x]) => x));
  const wide = Math.max(...zone.map(([x, , width]) => x + width)) - left;
  const top = Math.min(...zone.map(([, y]) => y));
  const bottom = Math.max(...zone.map(([, y, , height]) => y + height));
  const [x, y] = [box[0] + box[2] / 2, box[1] + box[3] / 2];
  return (
    x > left - DOCUMENT.beside * wide &&
    x < left + (1 + DOCUMENT.beside) * wide &&
    y > top - DOCUMENT.above * wide &&
    y < bottom + DOCUMENT.below * wide
  );
}
