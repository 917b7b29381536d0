import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dayIn } from '../../../domain/printed/days.ts';
import { numberedFields } from '../../../domain/printed/fields.ts';
import { readPrintedLicence } from '../../../domain/printed/licence.ts';

const RECEIVED = '2026-11-23';
const GERMAN = [
  'FÜHRERSCHEIN  BUNDESREPUBLIK DEUTSCHLAND',
  '1. MUSTERMANN',
  '2. ERIKA',
  '3. 12.08.1983 BERLIN',
  '4a. 01.03.2021 4c. LANDRATSAMT',
  '4b. 28.02.2036 4d.',
  '5. B072RRE2I55',
  '9. AM/B/L',
];

test('the fields of a licence are read by their numbers', () => {
  expect(readPrintedLicence(GERMAN, RECEIVED)).toMatchObject({
    doubt: null,
    licence: {
      name: { family: ['MUSTERMANN'], given: ['ERIKA'], cut: false },
      birth: '1983-08-12',
      issuedOn: '2021-03-01',
      expiresOn: '2036-02-28',
      number: 'B072RRE2I55',
      fields: {
        '4a': { text: '01.03.2021', line: 4 },
        '4c': { text: 'LANDRATSAMT', line: 4 },
        '4d': { text: '', line: 5 },
        9: { text: 'AM/B/L', line: 7 },
      },
    },
  });
});

test.each([
  ['letters glued to numbers', ['1.MUSTERMANN', '2.ERIKA', '3.12.08.1983BERLIN']],
  ['stops lost', ['1. MUSTERMANN', '2. ERIKA', '3. 12 08 1983']],
  ['a year of two digits', ['1. MUSTERMANN', '2. ERIKA', '3. 12/08/83']],
  ['a name in two lines', ['1. MUSTER', 'MANN', '2. ERIKA', '3. 12.08.1983']],
])('with %s', (what, lines) => {
  const { licence } = readPrintedLicence([...lines, ...GERMAN.slice(4)], RECEIVED);
  expect(licence).toMatchObject({ birth: '1983-08-12', number: 'B072RRE2I55' });
  const family = what === 'a name in two lines' ? ['MUSTER', 'MANN'] : ['MUSTERMANN'];
  expect(licence?.name).toEqual({ family, given: ['ERIKA'], cut: false });
});

describe('doubt', () => {
  test.each([
    ['no_fields', ['STADTWERKE', 'Rechnung vom 12.08.2026']],
    ['field_missing', GERMAN.filter((line) => !line.startsWith('5.'))],
    ['field_missing', GERMAN.filter((line) => !line.startsWith('1.'))],
    ['field_missing', GERMAN.map((line) => line.replace('12.08.1983', '32.08.1983'))],
    ['field_missing', GERMAN.map((line) => line.replace('4b.', '6b.'))],
    ['days_contradict', GERMAN.map((line) => line.replace('28.02.2036', '28.02.2020'))],
    ['days_contradict', GERMAN.map((line) => line.replace('12.08.1983', '12.08.2027'))],
    ['days_contradict', GERMAN.map((line) => line.replace('01.03.2021', '01.03.2027'))],
  ] as const)('%s', (doubt, lines) => {
    expect(readPrintedLicence(lines, RECEIVED)).toEqual({ licence: null, doubt });
  });

  test('of any lines never throws', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ maxLength: 30 }), { maxLength: 12 }), (lines) => {
        const { doubt } = readPrintedLicence(lines, RECEIVED);
        expect(doubt).not.toBeNull();
      }),
    );
  });
});

test('numbers inside of days are none of a field', () => {
  expect(Object.keys(numberedFields(['3. 12. 5. 1983']))).toEqual(['3']);
  expect(numberedFields(['4b 28.02.2036'])).toEqual({ '4b': { text: '28.02.2036', line: 0 } });
});

test.each([
  ['01.02.2003', '2003-02-01'],
  ['1/2/2003', '2003-02-01'],
  ['31.02.2003', null],
  ['no day', null],
  ['123.02.2003', null],
])('the day in %j', (text, day) => {
  expect(dayIn(text)).toBe(day);
});

test('a birth of two digits is the latest that has been', () => {
  expect(dayIn('12.08.83', RECEIVED)).toBe('1983-08-12');
  expect(dayIn('12.08.03', RECEIVED)).toBe('2003-08-12');
  expect(dayIn('28.02.36')).toBe('2036-02-28');
});
