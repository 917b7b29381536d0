import { isDay } from '../time.ts';

/** A birth date whose month or day the issuer left open; `day` is null unless all is known. */
export interface BirthDate {
  year: string | null;
  month: string | null;
  date: string | null;
  day: string | null;
}

/**
 * A birth as YYMMDD, where unknown parts are filler. The century is the latest whose day is not after
 * `receivedOn` (`YYYY-MM-DD`). Null where it is no calendar day.
 */
export function birthDate(text: string, receivedOn: string): BirthDate | null {
  if (!/^(\d\d|<<)(\d\d|<<)(\d\d|<<)$/.test(text)) return null;
  const [yy, month, date] = [part(text, 0), part(text, 2), part(text, 4)];
  if (yy === null) return knownParts(null, month, date);
  const century = Number(receivedOn.slice(0, 2));
  const atLeast = `${month ?? '01'}-${date ?? '01'}`;
  const recent = `${century}${yy}`;
  const year = `${recent}-${atLeast}` > receivedOn ? `${century - 1}${yy}` : recent;
  return knownParts(year, month, date);
}

/** An expiry as YYMMDD: 20YY, or 19YY where that is more than fifty years after `receivedOn`. */
export function expiryDay(text: string, receivedOn: string): string | null {
  if (!/^\d{6}$/.test(text)) return null;
  const rest = `${text.slice(0, 2)}-${text.slice(2, 4)}-${text.slice(4)}`;
  const isFar = Number(`20${text.slice(0, 2)}`) - Number(receivedOn.slice(0, 4)) > 50;
  const day = `${isFar ? 19 : 20}${rest}`;
  return isDay(day) ? day : null;
}

/** True if `day` (`YYYY-MM-DD`) agrees with all that is known of the birth; null where nothing is. */
export function agreesWithBirth(birth: BirthDate, day: string): boolean | null {
  const [year, month, date] = day.split('-');
  const pairs = [
    [birth.year, year],
    [birth.month, month],
    [birth.date, date],
  ].filter(([known]) => known !== null);
  return pairs.length === 0 ? null : pairs.every(([known, claimed]) => known === claimed);
}

/** The earliest and the latest day that the birth can be, or null where the year is unknown. */
export function birthRange(birth: BirthDate): { earliest: string; latest: string } | null {
  const { year, month, date } = birth;
  if (year === null) return null;
  const last = [31, 30, 29, 28].find((end) => isDay(`${year}-${month ?? '12'}-${end}`)) ?? 28;
  return {
    earliest: `${year}-${month ?? '01'}-${date ?? '01'}`,
    latest: `${year}-${month ?? '12'}-${date ?? last}`,
  };
}

function part(text: string, at: number): string | null {
  const two = text.slice(at, at + 2);
  return two === '<<' ? null : two;
}

function knownParts(year: string | null, month: string | null, date: string | null) {
  // 2000 was a leap year: an unknown year does not refuse 29 February
  if (!isDay(`${year ?? '2000'}-${month ?? '01'}-${date ?? '01'}`)) return null;
  const whole = year !== null && month !== null && date !== null;
  return { year, month, date, day: whole ? `${year}-${month}-${date}` : null };
}
