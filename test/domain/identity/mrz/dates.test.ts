import { expect, test } from 'vitest';
import {
  agreesWithBirth,
  birthDate,
  birthRange,
  expiryOf,
  settledBirth,
} from '../../../../domain/identity/mrz/dates.ts';

const RECEIVED = '2026-11-23';

test.each([
  ['740812', '1974-08-12'],
  ['261123', '2026-11-23'],
  ['261124', '1926-11-24'],
  ['000229', '2000-02-29'],
  ['270101', '1927-01-01'],
])('a birth of %s is %s', (text, day) => {
  expect(birthDate(text, RECEIVED)?.day).toBe(day);
});

test.each(['740230', '741301', '74081', '74O812', ''])('%j is no birth', (text) => {
  expect(birthDate(text, RECEIVED)).toBeNull();
});

test.each([
  ['7408<<', '1974-08-31', '1974-08-01', '1974-08-31', true],
  ['74<<<<', '1974-01-05', '1974-01-01', '1974-12-31', true],
  ['7408<<', '1974-09-01', '1974-08-01', '1974-08-31', false],
  ['7402<<', '1974-02-03', '1974-02-01', '1974-02-28', true],
])('of %s the rest is compared with %s', (text, claimed, earliest, latest, agrees) => {
  const birth = birthDate(text, RECEIVED);
  expect(birth).toMatchObject({ day: null });
  expect(birth && birthRange(birth)).toEqual({ earliest, latest });
  expect(birth && agreesWithBirth(birth, claimed)).toBe(agrees);
});

test('a birth without any part agrees with nothing and contradicts nothing', () => {
  const birth = birthDate('<<<<<<', RECEIVED);
  expect(birth && agreesWithBirth(birth, '1974-08-12')).toBeNull();
  expect(birth && birthRange(birth)).toBeNull();
});

const asked = { issuer: 'SWE', age: 40, receivedOn: RECEIVED };

test.each([
  ['310415', '2031-04-15'],
  ['761123', '2076-11-23'],
  ['770101', '1977-01-01'],
  ['990102', '1999-01-02'],
])('an expiry of %s is %s', (text, day) => {
  expect(expiryOf(text, asked)).toEqual({ kind: 'day', day });
});

test.each(['310431', '31041', '3104A5'])('%j is no expiry', (text) => {
  expect(expiryOf(text, asked)).toBeNull();
});

test.each([
  ['<<<<<<', 'MDA', 75, 'unlimited'],
  ['990101', 'ESP', 84, 'unlimited'],
  ['990101', 'ITA', 70, 'unlimited'],
  // somebody younger than those to whom such cards are given, and issuers who are not known for it
  ['990101', 'ESP', 40, 'unknown'],
  ['990101', 'ESP', null, 'unknown'],
  ['991231', 'PRT', 80, 'unknown'],
  ['<<<<<<', 'FRA', 80, 'unknown'],
  ['999999', 'SWE', 80, 'unknown'],
  ['', 'FRA', 80, 'unknown'],
  // a part that is not known
  ['3104<<', 'SWE', 40, 'unknown'],
  ['310400', 'SWE', 40, 'unknown'],
  ['310000', 'SWE', 40, 'unknown'],
])('no day of expiry, %j of %s for somebody of %s: %s', (text, issuer, age, kind) => {
  expect(expiryOf(text, { ...asked, issuer, age })).toEqual({ kind, day: null });
});

test('a year of two digits that can mean a child or somebody of a hundred is both', () => {
  const birth = birthDate('260109', RECEIVED);
  expect(birth).toMatchObject({ year: '2026', earlierYear: '1926', day: '2026-01-09' });
  expect(birth && birthRange(birth)).toEqual({ earliest: '1926-01-09', latest: '2026-01-09' });
  expect(birth && agreesWithBirth(birth, '1926-01-09')).toBe(true);
  expect(birth && agreesWithBirth(birth, '2026-01-09')).toBe(true);
  expect(birth && agreesWithBirth(birth, '1926-01-10')).toBe(false);
  expect(birth && agreesWithBirth(birth, '1826-01-09')).toBe(false);
});

test.each([
  ['nothing', [], '2026', '1926'],
  ['another day', ['2026-01-10'], '2026', '1926'],
  ['the earlier', ['2019-06-30', '1926-01-09'], '1926', undefined],
  ['the later', ['2026-01-09'], '2026', undefined],
  ['both', ['2026-01-09', '1926-01-09'], '2026', '1926'],
])('whole years that say %s settle it', (_, days, year, earlierYear) => {
  const birth = birthDate('260109', RECEIVED);
  const settled = birth && settledBirth(birth, days);
  expect([settled?.year, settled?.earlierYear]).toEqual([year, earlierYear]);
});

test('nobody is older than a hundred and twenty, or born after the document ended', () => {
  expect(birthDate('050109', RECEIVED)?.earlierYear).toBeUndefined();
  expect(birthDate('060109', RECEIVED)?.earlierYear).toBe('1906');
  expect(birthDate('100109', RECEIVED, '2005-03-01')).toMatchObject({ day: '1910-01-09' });
});

test.each([
  ['700000', '1970-XX-XX'],
  ['700500', '1970-05-XX'],
  ['000000', 'XXXX-XX-XX'],
])('zeros in %s are parts that are not known', (text, known) => {
  const { year, month, date } = birthDate(text, RECEIVED) ?? {};
  expect(`${year ?? 'XXXX'}-${month ?? 'XX'}-${date ?? 'XX'}`).toBe(known);
});
