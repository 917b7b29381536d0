import type { Piece } from '../../../domain/address/page/blocks.ts';
import type { Window } from '../../../domain/address/page/ratio.ts';
import type { Reading, ReadingField } from '../../../domain/checks/findings.ts';
import type { Box, CleanPage, Column, PlacedLine } from '../engines/engines.ts';

export interface TextPage {
  /** Index of the page in the document. */
  index: number;
  /** `ocr`: letters read from pixels, of which none is certain. */
  source: 'pdf_text' | 'ocr';
  /** In pixels. */
  height: number;
  lines: PlacedLine[];
}

/** Fewer letters are a stamp or a page number on a scan (start value). */
const LETTERS_MIN = 40;

/** Name, address and date stand at the front; the bounds keep comparing below a second. */
const PAGES_MAX = 5;
const LINES_MAX = 300;
const LINE_LETTERS_MAX = 300;

/** The first pages with a text layer worth the name; none for photos and scans. */
export function textPages(pages: readonly CleanPage[]): TextPage[] {
  const readable = pages.flatMap(({ index, height, text }) => {
    return text && hasLetters(text.lines)
      ? [boundPage({ index, height, source: 'pdf_text', ...text })]
      : [];
  });
  return readable.slice(0, PAGES_MAX);
}

/** True where there are letters enough to be a page of text, and not signs that stand for none. */
export function hasLetters(lines: readonly { text: string }[]): boolean {
  const text = lines.map((line) => line.text).join('');
  const strange = text.match(NO_LETTER)?.length ?? 0;
  return text.length >= LETTERS_MIN && strange <= text.length * STRANGE_MAX;
}

/** Signs of private use, without a meaning, or of control: a font that does not say its letters. */
const NO_LETTER = /[\p{Co}\p{Cn}\p{Cc}\uFFFD]/gu;
const STRANGE_MAX = 0.2;

/** The page within the bounds of what is compared. */
export function boundPage(page: TextPage): TextPage {
  const lines = page.lines.slice(0, LINES_MAX);
  return {
    ...page,
    lines: lines.map((line) => ({ ...line, text: line.text.slice(0, LINE_LETTERS_MAX) })),
  };
}

/**
 * A reading of lines: of each line the columns for which `isMeant` holds, and the box around the lines. Other
 * columns of a line belong to something else.
 */
export function readingOf(
  field: ReadingField,
  page: TextPage,
  at: Window,
  isMeant: (column: string) => boolean = () => true,
): Reading {
  const lines = page.lines.slice(at.from, at.to);
  const value = lines.map(({ text }) => {
    const columns = text.split(/ {3,}/);
    const meant = columns.filter(isMeant);
    return (meant.length > 0 ? meant : columns).join(' ');
  });
  const box = around(lines.map((line) => line.box));
  return { field, value: value.join('\n'), page: page.index, box };
}

/** What must be seen on a drawn page before it decides: text and the place where it is said to stand. */
export interface Said {
  /** Index of the page in the document. */
  page: number;
  text: string;
  box: Box;
  /**
   * The words of the text that decide, in small ASCII letters; other words may be read differently. Absent:
   * all words decide.
   */
  deciding?: readonly string[];
}

/** The columns of these lines in which `isMeant` holds, as they must be seen. */
export function saidAt(
  page: TextPage,
  at: Window,
  isMeant: (column: string) => boolean = () => true,
): Said[] {
  return page.lines.slice(at.from, at.to).flatMap((line) => {
    const columns = line.columns ?? [line];
    const meant = columns.filter(({ text }) => isMeant(text));
    const told = meant.length > 0 ? meant : columns;
    return told.map(({ text, box }) => ({ page: page.index, text, box }));
  });
}

/** The smallest box that holds all of them. */
export function around(boxes: readonly Box[]): Box {
  const left = Math.min(...boxes.map((box) => box[0]));
  const top = Math.min(...boxes.map((box) => box[1]));
  const right = Math.max(...boxes.map((box) => box[0] + box[2]));
  const bottom = Math.max(...boxes.map((box) => box[1] + box[3]));
  return [left, top, right - left, bottom - top];
}

/** What stands apart on a page, in its lines, with upright boxes. */
export function piecesOf({ lines }: TextPage): Piece[] {
  return lines.flatMap((line, nth) =>
    columnsOf(line).map(({ text, box, upright, words }, column) => {
      return { text, box: upright ?? box, line: nth, column, ...(words ? { words } : {}) };
    }),
  );
}

/** The columns of a line. If they were not told apart, each gets its share of the width. */
function columnsOf({ text, box, columns }: PlacedLine): Column[] {
  if (columns && columns.length > 0) return columns;
  const share = box[2] / Math.max(1, text.length);
  return [...text.matchAll(/\S+(?: {1,2}\S+)*/g)].map(([column], nth, all) => {
    const at = all[nth]?.index ?? 0;
    return { text: column, box: [box[0] + at * share, box[1], column.length * share, box[3]] };
  });
}

/** A reading of separate pieces of a page, with the box around them. */
export function readingOfPieces(
  field: ReadingField,
  page: TextPage,
  pieces: readonly Piece[],
): Reading {
  const value = pieces.map(({ text }) => text.trim()).join('\n');
  const boxes = pieces.map((piece) => boxOf(page, piece));
  return { field, value, page: page.index, box: around(boxes) };
}

function boxOf({ lines }: TextPage, { line, column }: Piece): Box {
  const of = lines[line];
  return of?.columns?.[column]?.box ?? of?.box ?? [0, 0, 0, 0];
}

/**
 * The text that decides: only what a person can see on the page. Text recognised from pixels is always
 * visible.
 */
export function saidOf(
  found: {
    name: { match: { pieceAt: readonly Piece[] }; page: TextPage };
    street: { match: { lines: readonly Piece[] }; page: TextPage };
  },
  deciding: readonly string[],
): Said[] {
  const of = ({ index, source, ...page }: TextPage, pieces: readonly Piece[]) =>
    source === 'ocr'
      ? []
      : pieces.map((piece) => ({
          page: index,
          text: piece.text,
          deciding,
          box: boxOf({ index, source, ...page }, piece),
        }));
  const { name, street } = found;
  return [...of(name.page, name.match.pieceAt), ...of(street.page, street.match.lines)];
}

/** Letters that none of our engines reads from pixels: more of them, and nothing on the page is certain. */
const OTHER_LETTERS = /[^\P{L}\p{Script=Latin}]/gu;
const OTHER_MAX = 0.2;

/** A fifth of the page's letters or more are of another script than Latin. */
export function isOtherScript({ lines }: TextPage): boolean {
  const text = lines.map((line) => line.text).join('');
  const letters = text.match(/\p{L}/gu)?.length ?? 0;
  return (text.match(OTHER_LETTERS)?.length ?? 0) > letters * OTHER_MAX;
}
