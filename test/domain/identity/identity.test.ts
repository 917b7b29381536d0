import { describe, expect, test } from 'vitest';
import { agreesWithNationality } from '../../../domain/identity/nationality.ts';
import { printedValues } from '../../../domain/identity/viz-values.ts';
import {
  comparedTwice,
  differing,
  type FirstReading,
} from '../../../domain/identity/twice-read.ts';

const ZONE: FirstReading = {
  birth: '740812',
  expiry: '310415',
  sex: 'F',
  nationality: 'SWE',
  number: 'AA4120067',
  name: { family: ['ERIKSSON'], given: ['ANNA', 'MARIA'], cut: false },
  whole: 'P<SWEERIKSSON<<ANNA<MARIAAA4120067',
};
const PRINT = {
  'Passport No.': 'AA4120067',
  'Efternamn/Surname': 'ERIKSSON',
  'Given names': 'ANNA MARIA',
  'Date of birth': '12 AUG 1974',
  Sex: 'F',
  Nationality: 'SWE',
  'Date of issue': '16 APR 2026',
  'Date of expiry': '15 APR 2031',
};

/** Captions with their values below, in one column. */
function printed(print: Record<string, string>, certainty = 0.97) {
  const lines = Object.entries(print).flatMap(([caption, value], at) =>
    [caption, value].map((text, below) => ({
      text,
      certainty: below === 1 ? certainty : 0.97,
      box: [100, at * 120 + below * 36, 12 * text.length, 30] as const,
    })),
  );
  return printedValues(lines, 0);
}

const differs = (change: Record<string, string>, certainty?: number, zone = ZONE) =>
  differing(comparedTwice(zone, printed({ ...PRINT, ...change }, certainty)));

describe('a page of print and its zone', () => {
  test('that agree differ in nothing', () => {
    expect(differs({})).toEqual([]);
  });

  test.each([
    [{ 'Date of expiry': '15 APR 2024' }, 'expires_on'],
    [{ 'Date of birth': '12 AUG 1984' }, 'birth_date'],
    [{ Sex: 'M' }, 'sex'],
    [{ Nationality: 'IRN' }, 'nationality'],
    [{ 'Passport No.': 'AA4127067' }, 'document_number'],
    [{ 'Passport No.': 'XK9915532' }, 'document_number'],
    [{ 'Efternamn/Surname': 'LINDQVIST' }, 'name'],
    [{ 'Given names': 'ANNA BRITTA' }, 'name'],
  ] as [Record<string, string>, string][])('contradict each other: %j', (change, field) => {
    expect(differs(change)).toEqual([field]);
    expect(differs(change, 0.8)).toEqual([]); // a poor reading says nothing
  });

  test.each([
    [{ 'Date of birth': '12/08/1974' }],
    [{ 'Date of birth': '08/12/1974' }],
    [{ 'Date of expiry': '2031-04-15' }],
    [{ 'Date of expiry': '15 04 31' }],
    [{ 'Passport No.': 'AA412OO67' }],
    [{ Nationality: 'SWEDISH' }],
    [{ 'Given names': 'ANNA' }],
    [{ 'Given names': 'ANNA MARIA EVA' }],
    [{ 'Efternamn/Surname': 'ERIKSS0N' }],
    [{ 'Date of birth': 'unreadable' }],
  ] as [Record<string, string>][])('do not where print is only written otherwise: %j', (change) => {
    expect(differs(change)).toEqual([]);
  });

  test('contradict each other by a caption alone', () => {
    const { 'Date of issue': _, ...rest } = PRINT;
    const of = (print: Record<string, string>) => differing(comparedTwice(ZONE, printed(print)));
    expect(of(rest)).toEqual([]);
    expect(of({ ...rest, 'Date of expiry': '15 APR 2024' })).toEqual(['expires_on']);
    expect(of({ '4b EXP': '04/15/2024', '3 DOB': '08/12/1974' })).toEqual(['expires_on']);
  });

  test('are held against each other without captions, where all three days are there', () => {
    const days = (expiry: string) => ({ a: '12 AUG 1974', b: '16 APR 2026', c: expiry });
    const of = (print: Record<string, string>) => differing(comparedTwice(ZONE, printed(print)));
    expect(of(days('15 APR 2031'))).toEqual([]);
    expect(of(days('15 APR 2024'))).toEqual(['expires_on']);
    expect(of({ a: '12 AUG 1974', b: '16 APR 2026' })).toEqual([]);
  });

  test('unknown parts of a birth and a stateless holder contradict nothing', () => {
    expect(differs({}, 1, { ...ZONE, birth: '74<<<<', nationality: 'XXA' })).toEqual([]);
    expect(differs({}, 1, { ...ZONE, birth: '740000' })).toEqual([]);
  });
});

test.each([
  ['SE', 'SE', true],
  ['IR', 'SE', false],
  ['CN', 'HK', true],
  ['GB', 'JE', true],
  ['FR', 'GB', false],
  [null, 'SE', null],
  ['SE', null, null],
  ['SE', 'XXA', null],
] as const)('nationality %s, stated %s: %s', (read, stated, agrees) => {
  expect(agreesWithNationality(read, stated)).toBe(agrees);
});
