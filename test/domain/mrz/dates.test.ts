import { expect, test } from 'vitest';
import { agreesWithBirth, birthDate, birthRange, expiryDay } from '../../../domain/mrz/dates.ts';

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

test.each([
  ['310415', '2031-04-15'],
  ['761123', '2076-11-23'],
  ['770101', '1977-01-01'],
  ['990101', '1999-01-01'],
])('an expiry of %s is %s', (text, day) => {
  expect(expiryDay(text, RECEIVED)).toBe(day);
});

test.each(['310431', '3104<<', ''])('%j is no expiry', (text) => {
  expect(expiryDay(text, RECEIVED)).toBeNull();
});
