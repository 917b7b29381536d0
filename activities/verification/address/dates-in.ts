import { dateLanguages } from '../../../domain/address/dates/date-languages.ts';
import { numericDates, type DateFound } from '../../../domain/address/dates/numeric-date.ts';
import { isDay } from '../../../domain/time.ts';
import { monthNames, type MonthNames } from './month-names.ts';

const YEAR = "(\\d{4}|['’]?\\d{2})(?![\\p{L}\\d]|[.,:]\\d)";
const DAY = '(?<![\\p{L}\\d./-])(\\d{1,2})(?:st|nd|rd|th|er|re|º|ª|°|o|a|\\.)?';
const GAP = '(?:\\s|\\.|/|-|–)';

/**
 * Dates with day, month and year in an original line: accents must be whole ("28. März 2026").
 * `country`: of the document, ISO 3166-1 alpha-2; null where it is not known.
 */
export function datesIn(line: string, country: string | null): DateFound[] {
  const found = numericDates(line, country);
  if (!/\d/.test(line) || !/\p{L}/u.test(line)) return found;
  const names = monthNames(dateLanguages(country));
  const { dayFirst, monthFirst } = patternsOf(names);
  const add = (match: RegExpExecArray, date?: string, month?: string, year?: string) => {
    const on = dayOf(names, { date, month, year });
    const [start, end] = [match.index, match.index + match[0].length];
    const isFree = found.every((other) => start >= other.end || end <= other.start);
    if (on !== null && isFree) found.push({ start, end, days: [on] });
  };
  for (const match of line.matchAll(dayFirst)) add(match, match[1], match[2], match[3]);
  for (const match of line.matchAll(monthFirst)) add(match, match[2], match[1], match[3]);
  return found.sort((a, b) => a.start - b.start);
}

/** Months with a year and without a day, as the last day of the month: `March 2025`, `03/2025`. */
export function monthsIn(
  line: string,
  country: string | null,
  dates: readonly DateFound[],
): DateFound[] {
  const names = monthNames(dateLanguages(country));
  const { alone } = patternsOf(names);
  const found: DateFound[] = [];
  const add = (match: RegExpExecArray, month: number | undefined, year: string | undefined) => {
    const [start, end] = [match.index, match.index + match[0].length];
    const isFree = dates.every((date) => start >= date.end || end <= date.start);
    if (!month || month > 12 || !year || !isFree) return;
    const last = [31, 30, 29, 28].map((day) => `${year}-${padded(month)}-${day}`).find(isDay);
    if (last !== undefined) found.push({ start, end, days: [last] });
  };
  for (const match of line.matchAll(alone)) {
    add(match, names.numbers.get((match[1] ?? '').toLowerCase()), match[2]);
  }
  for (const match of line.matchAll(/(?<![\d./-])(\d{1,2})[/.](20\d{2})(?![\d./-])/g)) {
    add(match, Number(match[1]), match[2]);
  }
  return found;
}

interface Patterns {
  dayFirst: RegExp;
  monthFirst: RegExp;
  alone: RegExp;
}

const made = new Map<MonthNames, Patterns>();

function patternsOf(names: MonthNames): Patterns {
  const month = `(${names.pattern})`;
  const known = made.get(names) ?? {
    dayFirst: new RegExp(
      `${DAY}\\s?${GAP}*(?:de\\s|d['’]|of\\s)?${month}\\.?,?${GAP}?\\s?(?:de\\s|del\\s|do\\s)?${YEAR}`,
      'giu',
    ),
    monthFirst: new RegExp(
      `(?<![\\p{L}\\d])${month}\\.?${GAP}?(\\d{1,2})(?:st|nd|rd|th)?(?:,\\s?|\\s|-|/)${YEAR}`,
      'giu',
    ),
    alone: new RegExp(
      `(?<![\\p{L}\\d./-]|\\d[.\\s])${month}\\.?(?:\\s|-|/|\\sde\\s|\\sdel\\s)(20\\d{2})(?![\\d./-])`,
      'giu',
    ),
  };
  made.set(names, known);
  return known;
}

function dayOf(
  { numbers }: MonthNames,
  said: { date: string | undefined; month: string | undefined; year: string | undefined },
): string | null {
  const month = numbers.get((said.month ?? '').toLowerCase());
  const year = (said.year ?? '').replace(/\D/g, '');
  if (month === undefined) return null;
  const day = `${year.length === 2 ? `20${year}` : year}-${padded(month)}-${padded(Number(said.date))}`;
  return isDay(day) ? day : null;
}

function padded(number: number): string {
  return String(number).padStart(2, '0');
}
