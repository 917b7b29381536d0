import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as time from '../../domain/time.ts';

const { ageOn, dayAfter, daysBetween, earliest, isDay, isInstant, later, shift, shiftMs } = time;
const { FIRST_INSTANT: OLDEST, LAST_INSTANT: NEWEST } = time;
type Duration = time.Duration;
const noon = (day: string) => `${day}T12:00:00.000Z`;

describe('calendar arithmetic', () => {
  it.each([
    ['2027-01-31', 1, '2027-02-28'], // the last day there is
    ['2028-01-31', 1, '2028-02-29'],
    ['2028-02-29', 12, '2029-02-28'],
    ['2028-02-29', 48, '2032-02-29'],
    ['2027-03-31', -1, '2027-02-28'],
    ['2027-10-31', 1, '2027-11-30'],
    ['2027-12-15', 1, '2028-01-15'],
    ['2027-01-15', -1, '2026-12-15'],
    ['2099-11-30', 3, '2100-02-28'], // 2100 is no leap year
    ['1969-03-31', -1, '1969-02-28'],
  ])('%s and %i months is %s', (day, months, expected) => {
    const sign = months < 0 ? -1 : 1;
    expect(shift(noon(day), { months: Math.abs(months) }, sign)).toBe(noon(expected));
  });

  it.each([
    ['2028-02-29', 1, '2029-02-28'],
    ['2027-06-01', 5, '2032-06-01'],
  ])('%s and %i years is %s', (day, years, expected) => {
    expect(shift(noon(day), { years })).toBe(noon(expected));
  });

  it.each([
    ['2027-01-01', 1, '2027-01-04'], // Friday to Monday
    ['2027-01-01', 2, '2027-01-05'],
    ['2027-01-02', 1, '2027-01-04'], // Saturday
    ['2027-01-03', 1, '2027-01-04'], // Sunday
    ['2027-01-04', 5, '2027-01-11'], // a week of five
    ['2027-01-04', 0, '2027-01-04'],
    ['2027-01-04', -1, '2027-01-01'], // Monday back to Friday
  ])('%s and %i business days is %s', (day, count, expected) => {
    const sign = count < 0 ? -1 : 1;
    expect(shift(noon(day), { business_days: Math.abs(count) }, sign)).toBe(noon(expected));
  });

  it('days are of 24 hours on every date: where a summer time begins, UTC does not jump', () => {
    expect(shift('2027-03-27T23:30:00.000Z', { days: 1 })).toBe('2027-03-28T23:30:00.000Z');
    expect(shift('2027-10-30T23:30:00.000Z', { days: 1 })).toBe('2027-10-31T23:30:00.000Z');
  });

  it('seconds may be fractions', () => {
    expect(shift(noon('2027-01-01'), { seconds: 0.25 })).toBe('2027-01-01T12:00:00.250Z');
  });

  it('every duration moves forward, back again where no month ends, and keeps the one form', () => {
    const instant = fc
      .integer({ min: Date.UTC(1990, 0, 1), max: Date.UTC(2090, 0, 1) })
      .map((ms) => shiftMs('1970-01-01T00:00:00.000Z', ms));
    const duration = fc.oneof(
      fc.record({ days: fc.integer({ min: 1, max: 4000 }) }),
      fc.record({ months: fc.integer({ min: 1, max: 120 }) }),
      fc.record({ years: fc.integer({ min: 1, max: 10 }) }),
      fc.record({ business_days: fc.integer({ min: 1, max: 100 }) }),
      fc.record({ seconds: fc.integer({ min: 1, max: 100_000 }) }),
    );
    fc.assert(
      fc.property(instant, duration, (from, by) => {
        const to = shift(from, by);
        expect(to > from && isInstant(to)).toBe(true);
        if ('days' in by || 'seconds' in by) expect(shift(to, by, -1)).toBe(from);
        if ('months' in by || 'years' in by) expect(to.slice(10)).toBe(from.slice(10));
      }),
    );
  });
});

describe('arithmetic without bounds', () => {
  const units = ['days', 'months', 'years', 'business_days', 'seconds'] as const;
  const numbers = [1e6, 1e8, 1e15, 1e308, Infinity, -1, -1e15, -Infinity, 0, 0.5, 1e-9, NaN];
  const starts = [OLDEST, noon('2027-01-01'), noon('2027-01-02'), NEWEST];

  it.each(units)('%s of any number end at once within the calendar, in the one form', (unit) => {
    const startedAt = performance.now();
    for (const count of [...numbers, null, undefined]) {
      const duration = { [unit]: count } as unknown as Duration;
      for (const from of starts) {
        for (const to of [shift(from, duration), shift(from, duration, -1)]) {
          expect(isInstant(to) && to >= OLDEST && to <= NEWEST).toBe(true);
        }
      }
    }
    expect(performance.now() - startedAt).toBeLessThan(500);
  });

  it.each(units)('more %s never end earlier', (unit) => {
    const counts = [1, 5, 6, 1000, 1e5, 1e6, 1e7, 1e12, 1e15, 1e308];
    const later = counts.map((count) => shift(noon('2027-01-01'), { [unit]: count } as Duration));
    expect(later).toEqual(later.toSorted());
    expect(later.at(-1)).toBe(NEWEST);
  });

  it('business days are those that a calendar counts one by one', () => {
    const counted = (from: string, count: number, sign: 1 | -1) => {
      let at = from;
      for (let left = count; left > 0;) {
        at = shift(at, { days: 1 }, sign);
        if (![0, 6].includes(new Date(at).getUTCDay())) left -= 1;
      }
      return at;
    };
    for (let day = 0; day < 7; day += 1) {
      const from = shift(noon('2027-01-01'), { days: day });
      for (const count of [0, 0.5, 1, 2, 3, 4, 5, 6, 7, 9, 10, 11, 23, 260, 1001]) {
        for (const sign of [1, -1] as const) {
          const found = shift(from, { business_days: count }, sign);
          expect([from, count, sign, found]).toEqual([
            from,
            count,
            sign,
            counted(from, count, sign),
          ]);
        }
      }
    }
  });

  it('moved and ended days stay within it too', () => {
    expect(shiftMs(NEWEST, 1e15)).toBe(NEWEST);
    expect(shiftMs(OLDEST, -1e15)).toBe(OLDEST);
    expect(dayAfter('9999-12-31')).toBe(NEWEST);
    expect(shift('no instant', { days: 1 })).toBe(NEWEST);
  });
});

describe('instants and days', () => {
  it.each([
    ['2027-01-31T00:00:00.000Z', true],
    ['2027-02-31T00:00:00.000Z', false],
    ['2027-01-31T24:00:00.000Z', false],
    ['2027-01-31T00:00:00Z', false],
    ['2027-01-31T00:00:00.000+00:00', false],
    ['2027-01-31', false],
    ['', false],
  ])('%s is an instant: %s', (text, is) => {
    expect(isInstant(text)).toBe(is);
  });

  it.each([
    ['2028-02-29', true],
    ['2027-02-29', false],
    ['2027-02-31', false],
    ['2027-13-01', false],
    ['2027-1-1', false],
    ['0000-01-01', false], // no calendar of Postgres has it
    ['0001-01-01', true],
  ])('%s is a day: %s', (text, is) => {
    expect(isDay(text)).toBe(is);
  });

  it('a document is valid until its last day ends', () => {
    expect(dayAfter('2027-12-31')).toBe('2028-01-01T00:00:00.000Z');
  });

  it.each([
    ['2027-02-28', '2027-03-01', 1],
    ['2028-02-28', '2028-03-01', 2],
    ['2027-01-02', '2027-01-01', -1],
  ])('from %s to %s are %i days', (from, to, days) => {
    expect(daysBetween(from, to)).toBe(days);
  });

  it.each([
    ['2009-06-15', '2027-06-14', 17],
    ['2009-06-15', '2027-06-15', 18],
    ['2008-02-29', '2026-02-28', 17],
    ['2008-02-29', '2026-03-01', 18],
  ])('born on %s, on %s: %i', (bornOn, day, age) => {
    expect(ageOn(bornOn, day)).toBe(age);
  });

  it('the later, and the earliest of those that are there', () => {
    expect(later('2027-01-01', '2027-01-02')).toBe('2027-01-02');
    expect(earliest([null, '2027-02-01', undefined, '2027-01-01'])).toBe('2027-01-01');
    expect(earliest([null])).toBeUndefined();
  });
});
