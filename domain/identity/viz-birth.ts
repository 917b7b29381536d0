import { daysIn } from './viz-dates.ts';
import type { PrintedValues } from './viz-values.ts';

/**
 * True where print says this day of birth by itself (`YYYY-MM-DD`): with its whole year, read in one way
 * only, and not as the day of issue or expiry.
 */
export function isBirthPrinted(
  day: string,
  { fields, days }: Pick<PrintedValues, 'fields' | 'days'>,
): boolean {
  const [year = '', month = '', date = ''] = day.split('-');
  const six = year.slice(2) + month + date;
  const is = (text: string | undefined) => {
    const ways = daysIn(text ?? '');
    return ways.length === 1 && ways.some((one) => one.six === six && one.year === year);
  };
  if (is(fields.birth?.text)) return true;
  if (is(fields.issued?.text) || is(fields.expires?.text)) return false;
  return days.some((ways) => ways.length === 1 && ways[0]?.six === six && ways[0].year === year);
}
