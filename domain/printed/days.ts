import { isDay } from '../time.ts';

/** A day with the year last, as European licences print it, with any mark between: `12.08.1983`. */
const DAY = /(?<!\d)(\d\d?)[.,/\- ]{1,2}(\d\d?)[.,/\- ]{1,2}(\d{4}|\d\d)(?!\d)/;

/**
 * The first day of a text as `YYYY-MM-DD`; null where there is none. A year of two digits is the
 * latest that is not after `notAfter` (a birth), or of this century (an issue, an expiry).
 */
export function dayIn(text: string, notAfter?: string): string | null {
  const [, date = '', month = '', year = ''] = DAY.exec(text) ?? [];
  if (year === '') return null;
  const rest = `${month.padStart(2, '0')}-${date.padStart(2, '0')}`;
  const recent = year.length === 4 ? `${year}-${rest}` : `20${year}-${rest}`;
  const isLater = notAfter !== undefined && recent > notAfter && year.length === 2;
  const day = isLater ? `19${year}-${rest}` : recent;
  return isDay(day) ? day : null;
}
