import { isDay } from '../time.ts';

/** A date in a line: where it stands and every day that it can mean, `YYYY-MM-DD`. */
export interface DateFound {
  start: number;
  end: number;
  days: string[];
}

/** Countries that write month before day; ISO 3166-1 alpha-2. */
const MONTH_FIRST = ['US', 'PR', 'GU', 'AS', 'VI', 'MP', 'FM', 'PW', 'MH'];
/** Both customs are common. */
const MIXED = ['CA', 'PH'];

/** Dates in digits. With a dot the day comes first; else the country decides, and both count where it is not known. */
export function numericDates(line: string, country: string | null): DateFound[] {
  const found: DateFound[] = [];
  for (const match of line.matchAll(/(?<![\d./-])(\d{4})([-./])(\d{1,2})\2(\d{1,2})(?![\d])/g)) {
    add(found, match, [day(match[1], match[3], match[4])]);
  }
  const short = /(?<![\d./-])(\d{1,2})([-./]) ?(\d{1,2})\2 ?(\d{4}|\d{2})(?![\d])/g;
  for (const match of line.matchAll(short)) {
    const year = match[4]?.length === 2 ? `20${match[4]}` : match[4];
    const dayFirst = day(year, match[3], match[1]);
    const monthFirst = day(year, match[1], match[3]);
    add(found, match, inOrder(dayFirst, monthFirst, match[2] === '.' ? 'day' : customOf(country)));
  }
  return found.sort((a, b) => a.start - b.start);
}

type Custom = 'day' | 'month' | 'either';

function customOf(country: string | null): Custom {
  if (country === null || MIXED.includes(country)) return 'either';
  return MONTH_FIRST.includes(country) ? 'month' : 'day';
}

/** The custom's reading; the other only where the first is no day of the calendar. */
function inOrder(dayFirst: string, monthFirst: string, custom: Custom): string[] {
  if (custom === 'either') return [dayFirst, monthFirst];
  const [first, second] = custom === 'day' ? [dayFirst, monthFirst] : [monthFirst, dayFirst];
  return isDay(first) ? [first] : [second];
}

function add(found: DateFound[], match: RegExpExecArray, days: string[]): void {
  const real = [...new Set(days.filter(isDay))];
  const start = match.index;
  const end = start + match[0].length;
  const isFree = found.every((other) => end <= other.start || start >= other.end);
  if (real.length > 0 && isFree) found.push({ start, end, days: real });
}

function day(year: string | undefined, month: string | undefined, date: string | undefined) {
  return `${year}-${(month ?? '').padStart(2, '0')}-${(date ?? '').padStart(2, '0')}`;
}
