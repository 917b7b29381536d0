import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dayIn } from '../../../../domain/identity/viz/days.ts';
import { numberedFields } from '../../../../domain/identity/viz/fields.ts';
import { readPrintedLicence } from '../../../../domain/identity/viz/licence.ts';
import { type PrintedPiece, rowsOfPieces } from '../../../../domain/identity/viz/rows.ts';

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

/** Rows of letters 20 high and 12 wide: what stands before `|` lies left of the values, what begins with a space right of them. */
function rowsOf(lines: readonly string[]) {
  const pieces = lines.flatMap((line, row) => {
    const [value = '', label = ''] = line.split('|').toReversed();
    const piece = (text: string, left: number): PrintedPiece[] =>
      text === '' ? [] : [{ text, box: [left, row * 40, text.length * 12, 20] }];
    return [...piece(label, 300), ...piece(value.trim(), value.startsWith(' ') ? 500 : 360)];
  });
  return rowsOfPieces(pieces, 0);
}
const readLines = (lines: readonly string[]) => readPrintedLicence(rowsOf(lines), RECEIVED);

test('the fields of a licence are read by their numbers', () => {
  expect(readLines(GERMAN)).toMatchObject({
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
  const { licence } = readLines([...lines, ...GERMAN.slice(4)]);
  expect(licence).toMatchObject({ birth: '1983-08-12', number: 'B072RRE2I55' });
  const family = what === 'a name in two lines' ? ['MUSTER', 'MANN'] : ['MUSTERMANN'];
  expect(licence?.name).toEqual({ family, given: ['ERIKA'], cut: false });
});

describe('a number that was not read', () => {
  const READ = ['FÜHRERSCHEIN', ...GERMAN.slice(1)].map((line) => line.replace('. ', '.|'));
  const without = (...numbers: string[]) =>
    READ.map((line) => {
      const [label = '', value] = line.split('|');
      return value && numbers.includes(label.replace('.', '')) ? `|${value}` : line;
    });
  const values = (lines: readonly string[]) => {
    const { licence } = readLines(lines);
    return licence && [licence.name.family.join(' '), licence.name.given.join(' ')];
  };

  test.each([
    ['1', without('1')],
    ['1 and 2', without('1', '2')],
    ['2', without('2')],
    ['1 to 3', without('1', '2', '3')],
    ['4a, 4b and 5', without('4a', '4b', '5')],
    ['all but 2 and 4b', without('1', '3', '4a', '5')],
    ['any stop', READ.map((line) => line.replace('.|', '|'))],
    ['letters for digits', READ.map((l) => l.replace('1.|', 'I|').replace('2.|', 'Z.|'))],
    ['4 for 4a, 46 for 4b', READ.map((l) => l.replace('4a.|', '4|').replace('4b.|', '46.|'))],
    ['the mark of a seal', without('1').map((line) => line.replace('1.|', '*|'))],
  ])('is told by its place: %s', (_, lines) => {
    expect(values(lines)).toEqual(['MUSTERMANN', 'ERIKA']);
    expect(readLines(lines).licence).toEqual({
      ...readLines(READ).licence,
      fields: expect.anything(),
    });
  });

  test.each([
    ['two rows for one field', without('2').toSpliced(2, 0, '|MARIA')],
    ['a row that was not seen', without('1', '2').with(1, '').with(0, '|BUNDESAMT')],
    ['another number in its place', without('1').with(1, '5|MUSTERMANN')],
    ['a row too many above', without('1').with(0, '|MUSTER')],
    ['no row', READ.toSpliced(2, 1)],
    ['a row elsewhere', without('1').with(1, ' MUSTERMANN')],
  ])('is not guessed: %s', (_, lines) => {
    expect(readLines(lines)).toEqual({ licence: null, doubt: 'field_missing' });
  });

  test('does not make a given name part of the family name', () => {
    expect(numberedFields(rowsOf(without('2')))['1']?.text).toBe('MUSTERMANN');
  });
});

test.each([
  ['a second row with a mark that is none', ['1.|MUSTER', '1|MANN'], ['MUSTER', 'MANN']],
  ['a sign of the ground before a value', ['1.X|MUSTERMANN'], ['MUSTERMANN']],
])('%s is told from the name', (_, rows, family) => {
  const lines = GERMAN.map((line) => line.replace('. ', '.|'));
  expect(readLines(lines.toSpliced(1, 1, ...rows)).licence?.name.family).toEqual(family);
});

test('a letter for a zero is no fault of a day, where only a digit can stand', () => {
  expect(dayIn('24.O3.196O')).toBe('1960-03-24');
  expect(dayIn('24.OO.1960')).toBeNull();
});

test('the number of the next field is no part of a value', () => {
  const lines = GERMAN.map((line) => (line.startsWith('5.') ? `${line} 7.` : line));
  expect(readLines(lines).licence?.number).toBe('B072RRE2I55');
});

describe('doubt', () => {
  test.each([
    ['no_fields', ['STADTWERKE', 'Rechnung vom 12.08.2026']],
    ['field_missing', GERMAN.filter((line) => !line.startsWith('5.'))],
    ['field_missing', GERMAN.filter((line) => !line.startsWith('1.'))],
    ['field_missing', GERMAN.map((line) => line.replace('12.08.1983', '32.08.1983'))],
    ['field_missing', GERMAN.filter((line) => !line.startsWith('4b.'))],
    ['field_missing', GERMAN.filter((line) => !line.startsWith('2.'))],
    ['field_missing', GERMAN.toSpliced(2, 0, 'M4NN')],
    ['field_missing', GERMAN.map((line) => line.replace('01.03.2021', '31.02.2021'))],
    ['field_missing', GERMAN.map((line) => line.replace('B072RRE2I55', 'BERLIN'))],
    ['days_contradict', GERMAN.map((line) => line.replace('12.08.1983', '12.08.2008'))],
    ['days_contradict', GERMAN.map((line) => line.replace('28.02.2036', '28.02.2020'))],
    ['days_contradict', GERMAN.map((line) => line.replace('12.08.1983', '12.08.2027'))],
    ['days_contradict', GERMAN.map((line) => line.replace('01.03.2021', '01.03.2027'))],
  ] as const)('%s', (doubt, lines) => {
    expect(readLines(lines)).toEqual({ licence: null, doubt });
  });

  test('of any lines never throws', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ maxLength: 30 }), { maxLength: 12 }), (lines) => {
        const { doubt } = readLines(lines);
        expect(doubt).not.toBeNull();
      }),
    );
  });
});

test('numbers inside of days are none of a field', () => {
  expect(Object.keys(numberedFields(rowsOf(['3. 12. 5. 1983'])))).toEqual(['3']);
  expect(numberedFields(rowsOf(['4b 28.02.2036']))).toEqual({
    '4b': { text: '28.02.2036', line: 0 },
  });
});

test.each([
  ['01.02.2003', '2003-02-01'],
  ['1/2/2003', '2003-02-01'],
  ['31.02.2003', null],
  ['no day', null],
  ['123.02.2003', null],
  ['4.12.08.1983', '1983-08-12'],
  ['9 18.05.1993', '1993-05-18'],
])('the day in %j', (text, day) => {
  expect(dayIn(text)).toBe(day);
});

test('a birth of two digits is the latest that has been', () => {
  expect(dayIn('12.08.83', RECEIVED)).toBe('1983-08-12');
  expect(dayIn('12.08.03', RECEIVED)).toBe('2003-08-12');
  expect(dayIn('28.02.36')).toBe('2036-02-28');
});
