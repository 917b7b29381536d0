import { isDay } from '../../time.ts';

/** A day with the year last, as European documents print it, with any mark between: `12.08.1983`. */
const DIGITS = /(?<!\d)(\d\d?)[.,/\- ]{1,2}(\d\d?)[.,/\- ]{1,2}(\d{4})(?!\d)/;
/** `12.08.83`, sought where no year is whole: `4.12.08.1983` begins with another. */
const SHORT = /(?<!\d)(\d\d?)[.,/\- ]{1,2}(\d\d?)[.,/\- ]{1,2}(\d\d)(?!\d)/;
/** `12 AUG 1983`, `12AOUT/AUG1983` */
const NAMED =
  /(?<!\d)(\d\d?)[. ]*(\p{L}{3,10})\.?(?:\s?\/\s?\p{L}{3,10}\.?)?[. ]*(\d{4}|\d\d)(?!\d)/u;
/** `1983-08-12` */
const YEAR_FIRST = /(?<!\d)(\d{4})-(\d\d)-(\d\d)(?!\d)/;

/** A letter that can only be a zero: a digit stands beside it, and no letter. */
const RING = /(?<=\d)O(?![\p{L}])|(?<![\p{L}])O(?=\d)/gu;

/**
 * The first day of a text as `YYYY-MM-DD`; null where there is none. A year of two digits is the
 * latest that is not after `notAfter` (a birth), or of this century (an issue, an expiry).
 */
export function dayIn(text: string, notAfter?: string): string | null {
  const { date, month, year } = partsOf(text.replace(RING, '0'));
  if (year === '' || month === '') return null;
  const rest = `${month.padStart(2, '0')}-${date.padStart(2, '0')}`;
  const recent = year.length === 4 ? `${year}-${rest}` : `20${year}-${rest}`;
  const isLater = notAfter !== undefined && recent > notAfter && year.length === 2;
  const day = isLater ? `19${year}-${rest}` : recent;
  return isDay(day) ? day : null;
}

function partsOf(text: string): { date: string; month: string; year: string } {
  const first = YEAR_FIRST.exec(text);
  if (first) return { date: first[3] ?? '', month: first[2] ?? '', year: first[1] ?? '' };
  const [, date = '', month = '', year = ''] = DIGITS.exec(text) ?? SHORT.exec(text) ?? [];
  if (year !== '') return { date, month, year };
  const [, day = '', name = '', last = ''] = NAMED.exec(text) ?? [];
  return { date: day, month: monthOf(name), year: last };
}

/** A month by the first letters of its name in English, German, French, Spanish, Portuguese or Italian. */
export function monthOf(name: string): string {
  const plain = name.toUpperCase().normalize('NFD').replace(/\p{M}/gu, '');
  const at = MONTHS.findIndex((starts) => starts.some((start) => plain.startsWith(start)));
  return at === -1 ? '' : String(at + 1);
}

const MONTHS = [
  ['JAN', 'ENE', 'GEN'],
  ['FEB', 'FEV'],
  ['MAR', 'MRZ'],
  ['APR', 'ABR', 'AVR'],
  ['MAY', 'MAI', 'MAG'],
  ['JUN', 'JUIN', 'GIU'],
  ['JUL', 'JUIL', 'LUG'],
  ['AUG', 'AGO', 'AOU'],
  ['SEP', 'SET'],
  ['OCT', 'OKT', 'OUT', 'OTT'],
  ['NOV'],
  ['DEC', 'DEZ', 'DIC'],
] as const;
