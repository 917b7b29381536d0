import { isDay } from '../../time.ts';

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
/** Countries that write the year first; Unicode CLDR 47. */
const YEAR_FIRST = ['SE', 'HU', 'LT', 'JP', 'KR', 'CN', 'TW', 'MN', 'IR', 'ZA', 'CA'];
/** Of these, and beside them, where it is one custom of two. */
const YEAR_EITHER = ['CA', 'FI'];
/** A year of two digits that a document of today may have: no earlier one is guessed. */
const YEAR_FROM = 2020;

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
    const custom = match[2] === '.' ? 'day' : customOf(country);
    const known = inOrder(dayFirst, monthFirst, custom);
    const isShort = match[4]?.length === 2 && match[1]?.length === 2;
    const yearFirst = isShort ? day(`20${match[1]}`, match[3], match[4]) : '';
    add(found, match, withYearFirst(known, yearFirst, { country, sign: match[2] ?? '' }));
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

/**
 * `26-11-12` is 12 November 2026 in Sweden. Elsewhere it may be, if the usual order gives a year long past.
 */
function withYearFirst(
  days: string[],
  yearFirst: string,
  { country, sign }: { country: string | null; sign: string },
): string[] {
  const isNow = (on: string) => isDay(on) && Number(on.slice(0, 4)) >= YEAR_FROM;
  if (!isDay(yearFirst)) return days;
  const isEither = country !== null && YEAR_EITHER.includes(country);
  const isCustom = country !== null && YEAR_FIRST.includes(country) && sign !== '/';
  if (isCustom && !isEither) return isNow(yearFirst) ? [yearFirst] : [yearFirst, ...days];
  const isOpen = country === null || isEither || !days.some(isNow);
  return isOpen && isNow(yearFirst) && sign !== '.' ? [...days, yearFirst] : days;
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
