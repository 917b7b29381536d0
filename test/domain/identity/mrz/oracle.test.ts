import fc from 'fast-check';
import { type FieldName, parse } from 'mrz';
import { expect, test } from 'vitest';
import {
  allDigitsHold,
  type Mrz,
  type MrzDigits,
  parseMrz,
} from '../../../../domain/identity/mrz/parse.ts';
import { mrzLines } from '../../../specimens/mrz-lines.ts';
import { PEOPLE } from '../../../specimens/people.ts';

/** `ZONES=100000` tries as many MRZs, from a seed of the moment. */
const runs = Number(process.env['ZONES'] ?? 2000);
const SEED = process.env['ZONES'] ? Date.now() % 2 ** 31 : 9303;
const LONG = Math.max(30_000, runs * 5);

const word = (most: number) => fc.stringMatching(new RegExp(`^[A-Z]{1,${most}}$`));
const day = (from: string, to: string) =>
  fc
    .date({ min: new Date(from), max: new Date(to), noInvalidDate: true })
    .map((date) => date.toISOString().slice(0, 10));

/** MRZs of people as issuers print them: names that fill the line, numbers with and without filler. */
const zone = fc
  .record({
    format: fc.constantFrom('TD1', 'TD2', 'TD3'),
    icao: fc.constantFrom('SWE', 'D', 'FRA', 'USA', 'GBD', 'POL'),
    familyName: fc.array(word(12), { minLength: 1, maxLength: 3 }).map((words) => words.join(' ')),
    givenNames: fc.array(word(12), { minLength: 1, maxLength: 4 }).map((words) => words.join(' ')),
    documentNumber: fc.stringMatching(/^[A-Z0-9]{1,9}$/),
    birthDate: day('1930-01-01', '2020-01-01'),
    expiresOn: day('2027-01-01', '2036-01-01'),
    sex: fc.constantFrom('F', 'M', 'X'),
    optional: fc.oneof(fc.constant(''), fc.stringMatching(/^[A-Z0-9]{1,7}$/)),
  })
  .map(({ format, ...person }) => {
    return mrzLines({ ...PEOPLE.anna, ...person } as typeof PEOPLE.anna, format);
  });

const SIGNS = Array.from('0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ<');
/** The same with some signs misread, or forged. */
const misread = fc
  .tuple(zone, fc.array(fc.tuple(fc.nat(), fc.nat(), fc.constantFrom(...SIGNS)), { maxLength: 3 }))
  .map(([lines, signs]) =>
    signs.reduce((read, [line, at, sign]) => {
      const row = read[line % read.length] ?? '';
      const column = at % row.length;
      return read.with(line % read.length, row.slice(0, column) + sign + row.slice(column + 1));
    }, lines),
  );

interface Oracle {
  format: string | null;
  field: (name: FieldName) => string | null;
  /** Whether the check digit behind the field holds. */
  holds: (name: FieldName) => boolean | null;
}

function oracle(lines: readonly string[]): Oracle {
  const { format, details, fields } = parse([...lines]);
  return {
    format,
    field: (name) => fields[name] ?? null,
    holds: (name) => details.find(({ field }) => field === name)?.valid ?? null,
  };
}

const DIGITS = {
  number: 'documentNumberCheckDigit',
  birth: 'birthDateCheckDigit',
  expiry: 'expirationDateCheckDigit',
  optional: 'personalNumberCheckDigit',
  composite: 'compositeCheckDigit',
} as const satisfies Record<keyof MrzDigits, FieldName>;

/**
 * Where ICAO lets filler stand for a digit and `mrz` does not: behind a number, and behind a date of filler
 * alone. Nothing is confirmed there by ours either: null, or a field without a value.
 */
function isLeftOpen({ digits, birth, expiry }: Mrz, name: keyof MrzDigits): boolean {
  if (name === 'number') return digits.number === null;
  return (name === 'birth' && /^<+$/.test(birth)) || (name === 'expiry' && /^<+$/.test(expiry));
}

test(
  'each field of a zone is what mrz reads there',
  () => {
    const property = fc.property(zone, (lines) => {
      const ours = parseMrz(lines);
      const { field } = oracle(lines);
      // without a second part mrz gives the first one twice
      const names = ours?.format === 'TD1' ? lines.at(2) : lines.at(0)?.slice(5);
      const isTwoParts = /[A-Z]<<[A-Z]/.test(names ?? '');
      expect(ours && allDigitsHold(ours)).toBe(true);
      expect({
        number: ours?.documentNumber,
        birth: ours?.birth,
        expiry: ours?.expiry,
        family: ours?.name.family.join(' '),
        given: ours?.name.given.join(' '),
        sex: { F: 'female', M: 'male', X: 'nonspecified' }[ours?.sex ?? 'X'],
        issuer: ours?.issuer,
        nationality: ours?.nationality,
      }).toEqual({
        number: field('documentNumber'),
        birth: field('birthDate'),
        expiry: field('expirationDate'),
        family: field('lastName'),
        given: isTwoParts ? field('firstName') : '',
        sex: field('sex'),
        issuer: field('issuingState'),
        nationality: field('nationality'),
      });
    });
    fc.assert(property, { seed: SEED, numRuns: runs });
  },
  LONG,
);

test(
  'no check digit holds for us that does not for mrz, and the other way round',
  () => {
    let wrong = 0;
    const property = fc.property(misread, (lines) => {
      const ours = parseMrz(lines);
      if (ours === null) return;
      const { format, holds } = oracle(lines);
      if (format !== ours.format) return; // mrz tells French cards and visas apart by other signs
      for (const name of Object.keys(DIGITS) as (keyof MrzDigits)[]) {
        if (isLeftOpen(ours, name) || ours.digits[name] === null) continue;
        if (ours.digits[name] === false) wrong += 1;
        expect([name, ours.digits[name]]).toEqual([name, holds(DIGITS[name])]);
      }
    });
    fc.assert(property, { seed: SEED, numRuns: runs * 5 });
    expect(wrong).toBeGreaterThan(runs);
  },
  LONG,
);
