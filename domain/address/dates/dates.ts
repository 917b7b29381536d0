import type { DateLanguage } from './date-languages.ts';
import {
  labelBefore,
  labelsIn,
  labelsOf,
  type Label,
  type LabelKind,
  type Labels,
} from './labels.ts';
import { isInHead, isLetterheadDate } from './letterhead-date.ts';
import type { DateFound } from './numeric-date.ts';
import { partOfRange } from './ranges.ts';

/** A line of a page with the dates in it; `ascii` turns any part of the text into ASCII. */
export interface DatedLine {
  text: string;
  dates: DateFound[];
  /** A month and a year alone, as the month's last day. */
  months?: DateFound[];
}

/** `letter`: place and date at the end of a line, `Berlin, den 28. März 2026`. */
export type DateKind = LabelKind | 'letter' | 'none';

export interface LabelledDate {
  kind: DateKind;
  /** Of what, where it is no day of issue; `end`: the last day of some period. */
  about: Label['about'] | 'end';
  days: string[];
  /** Index of its line. */
  line: number;
}

const COLUMNS = / {3,}/;
/** A line without any is a speck or a page number: labels stand above it. */
const WORD = /[\p{L}\p{N}]{3}/u;

/**
 * Gives each date of a page its label: right before it in its column, in the column before, or above
 * it in a table. A label of any other date nearby counts for nothing.
 */
export function labelDates(
  lines: readonly DatedLine[],
  ascii: (text: string) => string,
  languages?: readonly DateLanguage[],
): LabelledDate[] {
  const page: Page = { lines, ascii, labels: labelsOf(languages) };
  return lines.flatMap(({ dates, months = [] }, line) => [
    ...dates.map((date, nth) => ({ ...labelledAt(page, line, nth), days: date.days, line })),
    ...months.flatMap((month) =>
      isPeriod(page, line, month)
        ? [{ kind: 'other' as const, about: 'end' as const, days: month.days, line }]
        : [],
    ),
  ]);
}

interface Page {
  lines: readonly DatedLine[];
  ascii: (text: string) => string;
  labels: Labels;
}

type Said = Pick<LabelledDate, 'kind' | 'about'>;
const NONE: Said = { kind: 'none', about: null };

function labelledAt(page: Page, line: number, nth: number): Said {
  const { lines, ascii, labels } = page;
  const of = lines[line] ?? { text: '', dates: [] };
  const [start, end] = [of.dates[nth]?.start ?? 0, of.dates[nth]?.end ?? 0];
  const from = of.dates[nth - 1]?.end ?? 0;
  const cells = of.text.slice(from, start).split(COLUMNS).map(ascii);
  const range = partOfRange({
    before: cells.at(-1) ?? '',
    after: ascii(of.text.slice(end, of.dates[nth + 1]?.start ?? of.text.length)),
    followsDate: nth > 0 && cells.length === 1,
    leadsToDate: nth + 1 < of.dates.length,
  });
  if (range?.part === 'end') {
    return {
      kind: 'other',
      about: periodOf(range.label ?? labelledText(page, line, nth - 1), page),
    };
  }
  const plain = cells.map((cell) => withoutArticle(cell, labels));
  const said = beside(page, plain) ?? above(page, line, nth, plain);
  if (range && said.kind !== 'none') return { ...said, kind: 'other' };
  if (said.kind === 'dated' && !isInHead(page, line)) return NONE;
  if (said.kind !== 'none' || said.about !== null) return said;
  return isLetterheadDate(page, line, { before: cells.at(-1) ?? '', after: of.text.slice(end) })
    ? { kind: 'letter', about: null }
    : NONE;
}

/** What stands before the first date of a range. */
function labelledText({ lines, ascii }: Page, line: number, nth: number): string {
  const { text, dates } = lines[line] ?? { text: '', dates: [] };
  const before = text.slice(dates[nth - 1]?.end ?? 0, dates[nth]?.start ?? 0);
  const cells = before.split(COLUMNS).filter((cell) => cell.trim() !== '');
  return ascii(cells.at(-1) ?? '');
}

/** `Kontoauszug vom 1.10. bis 31.10.`: the days of a statement, which is issued on the last or later. */
function periodOf(text: string, { labels }: Page): LabelledDate['about'] {
  const said = labelBefore(text, labels);
  if (said?.kind === 'issued' && STATEMENT.test(text)) return 'statement';
  return said?.about ?? 'end';
}

const STATEMENT =
  /statement|auszug|releve|extrac?to|extrato|estratto|kontoutdrag|kontoutskrift|kontoudtog|afschrift|tiliote|wyciag/i;

/** `den 28 March` without its article, if it stands in a column of its own. */
function withoutArticle(cell: string, { between, known }: Labels): string {
  const words = cell.toLowerCase().match(/[a-z0-9]+/g) ?? [];
  return words.every((word) => between.has(word) && !known.has(word)) ? '' : cell;
}

function beside({ labels }: Page, cells: readonly string[]): Said | null {
  const own = cells.at(-1) ?? '';
  if (/[a-z]/i.test(own)) return labelBefore(own, labels);
  const before = cells.slice(0, -1).findLast((cell) => cell.trim() !== '') ?? '';
  return /\d\s*$/.test(own) || before === '' ? null : labelBefore(before, labels);
}

/** In a table the n-th date stands under the n-th label; "date" alone heads lists of payments too. */
function above(page: Page, line: number, nth: number, cells: readonly string[]): Said {
  const { lines, ascii, labels } = page;
  const { text, dates } = lines[line] ?? { text: '', dates: [] };
  if (/[a-z]/i.test(cells.at(-1) ?? '')) return NONE;
  const head = lines.slice(Math.max(0, line - 2), line).findLast((one) => WORD.test(one.text));
  if (!head || head.dates.length > 0 || isList(lines, line)) return NONE;
  const start = dates[nth]?.start ?? 0;
  const [heads, row] = [head.text.split(COLUMNS), text.split(COLUMNS)];
  if (heads.length > 1 && heads.length === row.length) {
    const at = text.slice(0, start).split(COLUMNS).length - 1;
    return labelBefore(ascii(heads[at] ?? ''), labels) ?? NONE;
  }
  const found = labelsIn(ascii(head.text), labels);
  const label = found[nth];
  if (!label || found.length !== dates.length) return NONE;
  const isOnly = found.length === 1;
  if (isOnly && label.kind !== 'other') {
    const said = labelBefore(ascii(heads.at(-1) ?? ''), labels);
    return said?.kind === 'dated' && !isOnlyDates(text, dates) ? NONE : (said ?? NONE);
  }
  return label.kind === 'dated' ? NONE : { kind: label.kind, about: label.about };
}

/** A row of the same kind follows: a list of days, of which none is the document's own. */
function isList(lines: readonly DatedLine[], line: number): boolean {
  const [here, next] = [lines[line], lines[line + 1]];
  if (!here || !next || next.dates.length === 0) return false;
  const first = (of: DatedLine) => of.text.slice(0, of.dates[0]?.start).split(COLUMNS).length;
  const isAlike = here.text.split(COLUMNS).length === next.text.split(COLUMNS).length;
  const isBare = !/\p{L}{3}/u.test(next.text.slice(0, next.dates[0]?.start));
  return isAlike && isBare && first(here) === first(next);
}

/** A month that stands alone in its column, or behind the word for a bill or for a period. */
function isPeriod({ lines, ascii, labels }: Page, line: number, month: DateFound): boolean {
  const { text } = lines[line] ?? { text: '' };
  const before = ascii(text.slice(0, month.start).split(COLUMNS).at(-1) ?? '');
  const after = (text.slice(month.end).split(COLUMNS)[0] ?? '').trim();
  if (before.trim() === '') return after === '';
  const said = labelBefore(before, labels);
  if (said) return said.about === 'period' || said.about === 'statement';
  const words = before.toLowerCase().match(/[a-z]+/g) ?? [];
  return words.slice(-3).some((word) => labels.bill.has(word) && word.length > 3);
}

function isOnlyDates(text: string, dates: readonly DateFound[]): boolean {
  const rest = dates.reduceRight(
    (left, { start, end }) => left.slice(0, start) + left.slice(end),
    text,
  );
  return rest.trim() === '';
}

/** The dates that tell when a document was issued: of the surest kind that is there. */
export function issueDates<Dated extends LabelledDate>(dates: readonly Dated[]): Dated[] {
  for (const kind of ['issued', 'dated', 'letter'] as const) {
    const found = dates.filter((date) => date.kind === kind);
    if (found.length > 0) return found;
  }
  return [];
}
