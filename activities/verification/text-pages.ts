import type { Window } from '../../domain/address/ratio.ts';
import type { Reading, ReadingField } from '../../domain/findings.ts';
import type { Box, CleanPage } from './engines.ts';

export interface TextPage {
  /** Index of the page in the document. */
  index: number;
  /** `ocr`: letters read from pixels, of which none is certain. */
  source: 'pdf_text' | 'ocr';
  /** In pixels. */
  height: number;
  lines: { text: string; box: Box }[];
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

/** True where there are letters enough to be a page of text. */
export function hasLetters(lines: readonly { text: string }[]): boolean {
  return lines.reduce((sum, { text }) => sum + text.length, 0) >= LETTERS_MIN;
}

/** The page within the bounds of what is compared. */
export function boundPage(page: TextPage): TextPage {
  const lines = page.lines.slice(0, LINES_MAX);
  return {
    ...page,
    lines: lines.map(({ text, box }) => ({ text: text.slice(0, LINE_LETTERS_MAX), box })),
  };
}

/**
 * A reading of lines: the columns in which `isMeant` holds, of each line, and the box around the
 * lines. Other columns of the same lines are another matter.
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

/** The smallest box that holds all of them. */
export function around(boxes: readonly Box[]): Box {
  const left = Math.min(...boxes.map((box) => box[0]));
  const top = Math.min(...boxes.map((box) => box[1]));
  const right = Math.max(...boxes.map((box) => box[0] + box[2]));
  const bottom = Math.max(...boxes.map((box) => box[1] + box[3]));
  return [left, top, right - left, bottom - top];
}
