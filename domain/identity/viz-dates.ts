import { dayIn } from './viz/days.ts';
import { isDay } from '../time.ts';

/** One way to read a day in print. */
export interface PrintedDay {
  /** `YYMMDD`, as MRZs write it. */
  six: string;
  /** Where print has the whole year. */
  year: string | null;
}

/** Three numbers of a day with any mark between; two of them may be a year. */
const NUMBERS = /(?<!\d)(\d{1,4})[.,/\- ]{1,2}(\d\d?)[.,/\- ]{1,2}(\d{1,4})(?!\d)/g;
/** A letter `O` beside a digit: a zero that was misread. */
const RING = /(?<=\d)O(?!\p{L})|(?<!\p{L})O(?=\d)/gu;

/**
 * All days that a piece of print may mean: numbers alone are read with the day, the month or the year
 * first, as no country's order is known here. Empty where there is no day.
 */
export function daysIn(text: string): PrintedDay[] {
  const plain = text.replace(RING, '0');
  const found = [...plain.matchAll(NUMBERS)].flatMap(([, a = '', b = '', c = '']) => [
    ...asDay(c, b, a),
    ...asDay(c, a, b),
    ...asDay(a, b, c),
  ]);
  if (found.length > 0) return unique(found);
  const named = dayIn(plain);
  if (named === null) return [];
  const [year = '', month = '', date = ''] = named.split('-');
  const isWhole = plain.includes(year);
  return [{ six: year.slice(2) + month + date, year: isWhole ? year : null }];
}

function asDay(year: string, month: string, date: string): PrintedDay[] {
  if ((year.length !== 4 && year.length !== 2) || month.length > 2 || date.length > 2) return [];
  const rest = `${month.padStart(2, '0')}-${date.padStart(2, '0')}`;
  if (!isDay(`${year.length === 4 ? year : `20${year}`}-${rest}`)) return [];
  const six = year.slice(-2) + rest.replace('-', '');
  return [{ six, year: year.length === 4 ? year : null }];
}

function unique(days: readonly PrintedDay[]): PrintedDay[] {
  return days.filter(
    ({ six, year }, at) => days.findIndex((one) => one.six === six && one.year === year) === at,
  );
}
