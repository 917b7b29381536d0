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

/** The instant `duration` after `instant` (before it, where `sign` is -1). Business days are Monday to Friday, UTC. */
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
  return !Number.isNaN(ms) && at(ms) === text;
}

/** True for a real calendar day `YYYY-MM-DD`; 31 February is none. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return false;
  const ms = Date.parse(`${text}T00:00:00.000Z`);
  return !Number.isNaN(ms) && at(ms).slice(0, 10) === text;
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

function at(ms: number): string {
  return new Date(ms).toISOString();
}

function shiftMonths(instant: string, months: number): string {
  const from = new Date(Date.parse(instant));
  const first = Date.UTC(from.getUTCFullYear(), from.getUTCMonth() + months, 1);
  const target = new Date(first);
  const lastDay = new Date(Date.UTC(target.getUTCFullYear(), target.getUTCMonth() + 1, 0));
  const day = Math.min(from.getUTCDate(), lastDay.getUTCDate()); // 31 January + 1 month is 28 February
  const midnight = Date.UTC(from.getUTCFullYear(), from.getUTCMonth(), from.getUTCDate());
  return at(first + (day - 1) * DAY_MS + (from.getTime() - midnight));
}

function shiftBusinessDays(instant: string, count: number, sign: 1 | -1): string {
  let ms = Date.parse(instant);
  for (let left = count; left > 0;) {
    ms += sign * DAY_MS;
    const weekday = new Date(ms).getUTCDay();
    if (weekday !== 0 && weekday !== 6) left -= 1;
  }
  return at(ms);
}
