import { isDay } from '../../time.ts';
import { isForLife } from './unlimited.ts';

/** A birth date whose month or day the issuer left open; `day` is null unless all is known. */
export interface BirthDate {
  /** Of two years that its two digits can mean, the later. */
  year: string | null;
  /** A hundred years before `year`, where the digits can mean that too. */
  earlierYear?: string;
  month: string | null;
  date: string | null;
  day: string | null;
}

/** Until when a document is valid, as its MRZ says it. `unknown`: the MRZ does not say it. */
export type Expiry = { kind: 'day'; day: string } | { kind: 'unlimited' | 'unknown'; day: null };

/** Nobody is older. */
const OLDEST = 120;

/**
 * A birth as YYMMDD, where unknown parts are filler or `00`. The year is the latest whose day is not
 * after `receivedOn` and `expiresOn` (`YYYY-MM-DD`), or the one a hundred years before. Null where it
 * is no calendar day.
 */
export function birthDate(
  text: string,
  receivedOn: string,
  expiresOn: string | null = null,
): BirthDate | null {
  if (!/^(\d\d|<<)(\d\d|<<)(\d\d|<<)$/.test(text)) return null;
  const [yy, month, date] = [part(text, 0), openPart(text, 2), openPart(text, 4)];
  if (yy === null || text === '000000') return knownParts(null, month, date);
  const last = expiresOn !== null && expiresOn < receivedOn ? expiresOn : receivedOn;
  const century = Number(receivedOn.slice(0, 2));
  const atLeast = `${month ?? '01'}-${date ?? '01'}`;
  const years = [century, century - 1, century - 2]
    .map((first) => `${first}${yy}`)
    .filter((year) => `${year}-${atLeast}` <= last)
    .filter((year, at) => at === 0 || Number(receivedOn.slice(0, 4)) - Number(year) <= OLDEST);
  const [year = null, earlierYear] = years;
  const birth = year === null ? null : knownParts(year, month, date);
  return birth && earlierYear !== undefined ? { ...birth, earlierYear } : birth;
}

/**
 * An expiry as YYMMDD: 20YY, or 19YY where that is more than fifty years after `receivedOn`. Fillers
 * are no day, and so is a day of the year 9999. Null where it can be none of these.
 */
export function expiryOf(
  text: string,
  { issuer, age, receivedOn }: { issuer: string; age: number | null; receivedOn: string },
): Expiry | null {
  if (isForLife(text, { issuer, age })) return { kind: 'unlimited', day: null };
  if (text === '' || /^(?:<{6}|0{6}|9{6})$/.test(text)) return UNKNOWN;
  if (/^\d\d(?:<<|00|\d\d)(?:<<|00)$/.test(text)) return UNKNOWN;
  if (!/^\d{6}$/.test(text)) return null;
  const rest = `${text.slice(0, 2)}-${text.slice(2, 4)}-${text.slice(4)}`;
  const isFar = Number(`20${text.slice(0, 2)}`) - Number(receivedOn.slice(0, 4)) > 50;
  // the year 9999, as issuers write it that are not known for it; or 1999
  if (isFar && /^99(?:0101|1231)$/.test(text)) return UNKNOWN;
  const day = `${isFar ? 19 : 20}${rest}`;
  return isDay(day) ? { kind: 'day', day } : null;
}

const UNKNOWN = { kind: 'unknown', day: null } as const;

/** True if `day` (`YYYY-MM-DD`) agrees with all that is known of the birth; null where nothing is. */
export function agreesWithBirth(birth: BirthDate, day: string): boolean | null {
  const [year = '', month, date] = day.split('-');
  const isYear = birth.year === year || birth.earlierYear === year;
  const pairs = [
    [birth.year, isYear ? birth.year : year],
    [birth.month, month],
    [birth.date, date],
  ].filter(([known]) => known !== null);
  return pairs.length === 0 ? null : pairs.every(([known, claimed]) => known === claimed);
}

/**
 * The birth with one year, where `days` with whole years (in print, or stated) tell which of two it is;
 * as it was where they tell nothing or both.
 */
export function settledBirth(birth: BirthDate, days: readonly string[]): BirthDate {
  const { earlierYear, ...later } = birth;
  if (earlierYear === undefined) return birth;
  const earlier = knownParts(earlierYear, birth.month, birth.date);
  const isSaid = (one: BirthDate | null) => days.some((day) => one && agreesWithBirth(one, day));
  if (isSaid(later) === isSaid(earlier)) return birth;
  return isSaid(later) ? later : (earlier ?? birth);
}

/** The earliest and the latest day that the birth can be, or null where the year is unknown. */
export function birthRange(birth: BirthDate): { earliest: string; latest: string } | null {
  const { year, earlierYear, month, date } = birth;
  if (year === null) return null;
  const last = [31, 30, 29, 28].find((end) => isDay(`${year}-${month ?? '12'}-${end}`)) ?? 28;
  return {
    earliest: `${earlierYear ?? year}-${month ?? '01'}-${date ?? '01'}`,
    latest: `${year}-${month ?? '12'}-${date ?? last}`,
  };
}

function part(text: string, at: number): string | null {
  const two = text.slice(at, at + 2);
  return two === '<<' ? null : two;
}

/** A month or a date: Switzerland and others write `00` where it is not known. */
function openPart(text: string, at: number): string | null {
  const two = part(text, at);
  return two === '00' ? null : two;
}

function knownParts(
  year: string | null,
  month: string | null,
  date: string | null,
): BirthDate | null {
  // 2000 was a leap year: an unknown year does not refuse 29 February
  if (!isDay(`${year ?? '2000'}-${month ?? '01'}-${date ?? '01'}`)) return null;
  const whole = year !== null && month !== null && date !== null;
  return { year, month, date, day: whole ? `${year}-${month}-${date}` : null };
}
