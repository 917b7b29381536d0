import { labelsIn, type LabelKind } from './labels.ts';
import type { DateFound } from './numeric-date.ts';

/** A line of a page with the dates in it; `ascii` turns any part of the text into ASCII. */
export interface DatedLine {
  text: string;
  dates: DateFound[];
}

/** `letter`: place and date at the end of a line, `Berlin, den 28. März 2026`. */
export type DateKind = LabelKind | 'letter' | 'none';

export interface LabelledDate {
  kind: DateKind;
  days: string[];
  /** Index of its line. */
  line: number;
}

/** Words that may stand between a label and its date: `Invoice date (tax point): ...`. */
const WORDS_BETWEEN_MAX = 3;
const PLACE_AND = /^[^\d:]{2,40},\s*(den|le|a|el|the|em)?\s*$/i;
const COLUMNS = / {3,}/;
/** A line without any is a speck or a page number: labels stand above it. */
const WORD = /[\p{L}\p{N}]{3}/u;

/** Gives each date of a page its label: before it on the line, else above it in a table. */
export function labelDates(
  lines: readonly DatedLine[],
  ascii: (text: string) => string,
): LabelledDate[] {
  return lines.flatMap(({ text, dates }, line) =>
    dates.map(({ start, days }, nth) => {
      const before = ascii(text.slice(dates[nth - 1]?.end ?? 0, start));
      const after = text.slice(dates[nth]?.end ?? start).trim();
      const beside = kindBeside(before, nth > 0);
      if (beside !== 'none') return { kind: beside, days, line };
      const nearby = before.split(COLUMNS).at(-1) ?? '';
      if (PLACE_AND.test(nearby) && after === '') return { kind: 'letter', days, line };
      const above = lines
        .slice(Math.max(0, line - 2), line)
        .findLast(({ text }) => WORD.test(text));
      const header = above && above.dates.length === 0 ? ascii(above.text) : '';
      const sameColumn = columnAbove(header, text, start);
      if (sameColumn !== null)
        return { kind: labelsIn(sameColumn).at(-1)?.kind ?? 'none', days, line };
      return { kind: kindAbove(header, nth, isOnlyDates(text, dates)), days, line };
    }),
  );
}

/** The dates that tell when a document was issued: of the surest kind that is there. */
export function issueDates<Dated extends LabelledDate>(dates: readonly Dated[]): Dated[] {
  for (const kind of ['issued', 'dated', 'letter'] as const) {
    const found = dates.filter((date) => date.kind === kind);
    if (found.length > 0) return found;
  }
  return [];
}

function kindBeside(before: string, followsDate: boolean): DateKind {
  const label = labelsIn(before).at(-1);
  if (label && label.wordsAfter <= WORDS_BETWEEN_MAX) return label.kind;
  const isRange = followsDate && /^[\s–—-]*$/.test(before); // 1.3.2026 - 31.3.2026
  return isRange && before.trim() !== '' ? 'other' : 'none';
}

/** In a table the n-th date stands under the n-th label; "date" alone heads lists of payments too. */
function kindAbove(header: string, nth: number, onlyDates: boolean): DateKind {
  const labels = labelsIn(header);
  const label = labels[nth];
  if (!label) return 'none';
  if (label.kind !== 'dated') return label.kind;
  return onlyDates && labels.length === 1 ? 'dated' : 'none';
}

/** The cell above, in a table whose two rows have as many columns; null where it is none. */
function columnAbove(header: string, text: string, start: number): string | null {
  const [labels, cells] = [header.split(COLUMNS), text.split(COLUMNS)];
  if (labels.length < 2 || labels.length !== cells.length) return null;
  return labels[text.slice(0, start).split(COLUMNS).length - 1] ?? null;
}

function isOnlyDates(text: string, dates: readonly DateFound[]): boolean {
  const rest = dates.reduceRight(
    (left, { start, end }) => left.slice(0, start) + left.slice(end),
    text,
  );
  return rest.trim() === '';
}
