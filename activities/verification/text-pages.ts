import type { Window } from '../../domain/address/ratio.ts';
import type { Reading, ReadingField } from '../../domain/findings.ts';
import type { Box, CleanPage } from './engines.ts';

export interface TextPage {
  /** Index of the page in the document. */
  index: number;
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
  const readable = pages.flatMap(({ index, text }) => {
    const letters = (text?.lines ?? []).reduce((sum, line) => sum + line.text.length, 0);
    return text && letters >= LETTERS_MIN ? [{ index, lines: text.lines.slice(0, LINES_MAX) }] : [];
  });
  return readable.slice(0, PAGES_MAX).map(({ index, lines }) => ({
    index,
    lines: lines.map(({ text, box }) => ({ text: text.slice(0, LINE_LETTERS_MAX), box })),
  }));
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
