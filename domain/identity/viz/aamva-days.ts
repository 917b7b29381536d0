import { isDay } from '../../time.ts';
import { monthOf } from './days.ts';

const YEAR_FIRST = /(?<!\d)((?:19|20)\d\d)[/.\- ]?(\d\d|\p{L}{3,5})\.?[/.\- ]?(\d\d)(?!\d)/u;
const YEAR_LAST = /(?<!\d)(\d\d)[/.\- ](\d\d)[/.\- ]((?:19|20)\d\d)(?!\d)/;
const NAMED =
  /(?:(?<!\d)(\d\d?)[/.\- ]?)?(\p{L}{3,5})\.?[/.\- ]?(?:(\d\d?),?[ ])?[/.\- ]?((?:19|20)\d\d)(?!\d)/u;

/**
 * The day on the front of a US or Canadian card as `YYYY-MM-DD`. With the year last the United States
 * have the month first; elsewhere either may stand first: null where that leaves two days, or none.
 */
export function aamvaDayIn(text: string, country: string | null): string | null {
  const first = YEAR_FIRST.exec(text);
  if (first) return dayOf(first[1], numberOf(first[2] ?? ''), first[3]);
  const last = YEAR_LAST.exec(text);
  if (last) {
    const [, a = '', b = '', year = ''] = last;
    const days = [dayOf(year, a, b), ...(country === 'US' ? [] : [dayOf(year, b, a)])];
    const known = [...new Set(days.filter((day) => day !== null))];
    return known.length === 1 ? (known[0] ?? null) : null;
  }
  const [, before, name = '', after, year] = NAMED.exec(text) ?? [];
  return dayOf(year, monthOf(name), before ?? after);
}

function numberOf(month: string): string {
  return /^\d/.test(month) ? month : monthOf(month);
}

function dayOf(year = '', month = '', date = ''): string | null {
  const day = `${year}-${month.padStart(2, '0')}-${date.padStart(2, '0')}`;
  return isDay(day) ? day : null;
}
