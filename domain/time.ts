/**
 * Time as the law knows it: instants are strings of one form, UTC with milliseconds, so that they
 * compare as text. The only file of the room that may touch `Date`.
 */
export type Duration =
  | { days: number }
  | { months: number }
  | { years: number }
  | { business_days: number }
  | { seconds: number };

const DAY_MS = 86_400_000;
const WEEK_MS = 7 * DAY_MS;

/** The units of a duration, each with the most of it that a policy may ask for: a hundred years. */
export const LONGEST = {
  days: 36_525,
  months: 1200,
  years: 100,
  business_days: 26_090,
  seconds: 36_525 * 86_400,
} as const;

/**
 * The first and the last instant that arithmetic gives, whatever it was asked: within them all years have
 * four digits, so that instants compare as text, and every time zone's Postgres can write them.
 */
export const FIRST_INSTANT = '1000-01-01T00:00:00.000Z';
export const LAST_INSTANT = '9999-12-31T00:00:00.000Z';

/**
 * The instant `duration` after `instant` (before it, where `sign` is -1). Business days are Monday to
 * Friday, UTC. Takes any number in a moment: what no policy may say today may stand in an old one.
 */
export function shift(instant: string, duration: Duration, sign: 1 | -1 = 1): string {
  if ('seconds' in duration) return at(Date.parse(instant) + sign * duration.seconds * 1000);
  if ('days' in duration) return at(Date.parse(instant) + sign * duration.days * DAY_MS);
  if ('months' in duration) return shiftMonths(instant, sign * duration.months);
  if ('years' in duration) return shiftMonths(instant, sign * duration.years * 12);
  return shiftBusinessDays(instant, duration.business_days, sign);
}

/** Milliseconds from `from` to `to`; negative when `to` is earlier. */
export function msBetween(from: string, to: string): number {
  return Date.parse(to) - Date.parse(from);
}

/** `instant` moved by `ms` milliseconds. */
export function shiftMs(instant: string, ms: number): string {
  return at(Date.parse(instant) + ms);
}

/** The later of two instants. */
export function later(a: string, b: string): string {
  return a > b ? a : b;
}

/** The earliest instant that is there, or undefined. */
export function earliest(instants: readonly (string | null | undefined)[]): string | undefined {
  let first: string | undefined;
  for (const instant of instants) {
    if (instant && (first === undefined || instant < first)) first = instant;
  }
  return first;
}

/** True for the one form of an instant: `2027-01-31T00:00:00.000Z`. */
export function isInstant(text: string): boolean {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(text)) return false;
  const ms = Date.parse(text);
  return !Number.isNaN(ms) && new Date(ms).toISOString() === text;
}

/** True for a real calendar day `YYYY-MM-DD`; 31 February is none, nor is any day of the year 0. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d\d-\d\d$/.test(text) || text.startsWith('0000')) return false;
  const ms = Date.parse(`${text}T00:00:00.000Z`);
  return !Number.isNaN(ms) && new Date(ms).toISOString().slice(0, 10) === text;
}

/** The first instant after a day ends, UTC: a document valid until the 3rd is due again as the 4th begins. */
export function dayAfter(day: string): string {
  return at(Date.parse(`${day}T00:00:00.000Z`) + DAY_MS);
}

/** Whole days from `from` to `to` (both `YYYY-MM-DD`). */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / DAY_MS);
}

/** Whole years lived on `day` by someone born on `bornOn`; a 29 February birthday counts on 1 March. */
export function ageOn(bornOn: string, day: string): number {
  const years = Number(day.slice(0, 4)) - Number(bornOn.slice(0, 4));
  return day.slice(5) >= bornOn.slice(5) ? years : years - 1;
}

/**
 * The instant, moved to the first or last one that the calendar has; a value that is no number gives the
 * last.
 */
function at(ms: number): string {
  const last = Date.parse(LAST_INSTANT);
  if (Number.isNaN(ms) || ms >= last) return LAST_INSTANT;
  return new Date(Math.max(ms, Date.parse(FIRST_INSTANT))).toISOString();
}

function shiftMonths(instant: string, months: number): string {
  const from = new Date(Date.parse(instant));
  const first = Date.UTC(from.getUTCFullYear(), from.getUTCMonth() + months, 1);
  if (Number.isNaN(first)) return months < 0 ? FIRST_INSTANT : LAST_INSTANT; // beyond what `Date` holds
  const target = new Date(first);
  const lastDay = new Date(Date.UTC(target.getUTCFullYear(), target.getUTCMonth() + 1, 0));
  const day = Math.min(from.getUTCDate(), lastDay.getUTCDate()); // 31 January + 1 month is 28 February
  const midnight = Date.UTC(from.getUTCFullYear(), from.getUTCMonth(), from.getUTCDate());
  return at(first + (day - 1) * DAY_MS + (from.getTime() - midnight));
}

/** More business days than lie between the first and the last instant. */
const COUNTED_MAX = 10_000_000;

/** Whole weeks of five at once, then the rest with the weekend that lies in it. */
function shiftBusinessDays(instant: string, count: number, sign: 1 | -1): string {
  const from = Date.parse(instant);
  const days = Math.min(Math.ceil(count), COUNTED_MAX);
  if (!(days > 0)) return at(from);
  const weekday = new Date(from).getUTCDay();
  // A weekend counts as the working day behind it: from Saturday, Monday is one day on.
  const behind = weekday === 6 ? [5, -1] : weekday === 0 ? [5, -2] : [weekday, 0];
  const ahead = weekday === 6 ? [1, 2] : weekday === 0 ? [1, 1] : [weekday, 0];
  const [start = 1, off = 0] = sign === 1 ? behind : ahead;
  const rest = days % 5;
  const end = start + sign * rest;
  const weekend = end > 5 || end < 1 ? 2 : 0;
  const moved = Math.floor(days / 5) * WEEK_MS + (rest + weekend) * DAY_MS;
  return at(from + off * DAY_MS + sign * moved);
}
