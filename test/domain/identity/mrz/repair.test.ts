import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  isHeld,
  readMrz,
  rereadName,
  settledByViz,
} from '../../../../domain/identity/mrz/repair.ts';

const ONE = 'P<SWEERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<';
const TWO = 'L898902C36SWE7408122F3104150ZE184226B<<<<<16';
const PLAIN = '98304721<6SWE7408122F3104150<<<<<<<<<<<<<<<4';

/** Rows as an engine gives them, and what is certain of them. */
test.each([
  ['whole', [ONE, TWO], 0],
  ['among other text', ['PASSPORT', 'ERIKSSON', ONE, TWO, 'SPECIMEN'], 0],
  ['letters for digits in dates', [ONE, TWO.replace('7408122F', '74O8IZ2F')], 0],
  ['digits for letters in codes', [ONE, TWO.replace('SWE', '5WE')], 0],
  ['O for 0 in the number', [ONE, TWO.replace('L898902', 'L8989O2')], 1],
  ['spaces and lower case', ['p< SWEERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<', TWO], 0],
  [
    'other signs for filler',
    [ONE.replace('<<ANNA', '«ANNA').replace('<MARIA', 'く MARIA'), TWO],
    0,
  ],
])('%s: read with certainty', (_, rows, swaps) => {
  const reading = readMrz(rows);
  expect(reading.doubt).toBeNull();
  expect(reading.mrz?.lines).toEqual([ONE, TWO]);
  expect(reading.swaps).toBe(swaps);
});

test('fillers too few or too many, and letters among them, are set right', () => {
  const rows = ['P<SWEERIKSSON<<ANNA<MARIA<<<<KK<<<LC<<<', PLAIN.replace('<<<<<<<<', '<<<')];
  expect(readMrz(rows).mrz?.lines).toEqual([ONE, PLAIN]);
});

test('an initial in the name is no filler', () => {
  const row = 'P<SWESMITH<<JOHN<C<<<<<<<<<<<<<<<<<<<<<<<<<<'.slice(0, 44);
  expect(readMrz([row, TWO]).mrz?.name.given).toEqual(['JOHN', 'C']);
});

test.each([
  ['nothing', ['PASSPORT', 'ERIKSSON'], 'no_zone'],
  ['one row', [ONE], 'partial'],
  ['a wrong digit', [ONE, `${TWO.slice(0, 9)}7${TWO.slice(10)}`], 'digits'],
  ['a wrong composite', [ONE, `${TWO.slice(0, 43)}9`], 'digits'],
  ['an unknown country', [ONE, TWO.replace('SWE', 'SWX')], 'unknown_code'],
  ['an unknown document', [ONE.replace('P<', 'LP'), TWO], 'unknown_code'],
  ['an unknown sex', [ONE, TWO.replace('2F3', '2H3')], 'digits'],
] as const)('%s: doubt', (_, rows, doubt) => {
  expect(readMrz(rows).doubt).toBe(doubt);
});

test('two misread letters of the number are mended where only that fits', () => {
  const reading = readMrz([ONE, numbered('AOC4EIF7H', 'A0C4E1F7H')]);
  expect(reading).toMatchObject({ doubt: null, swaps: 2, mrz: { documentNumber: 'A0C4E1F7H' } });
});

test('a ring that nobody told is what the digits say of it', () => {
  const reading = readMrz([ONE, numbered('A◯C4E', 'AOC4E')]);
  expect(reading).toMatchObject({ doubt: null, swaps: 0, mrz: { documentNumber: 'AOC4E' } });
  const dates = readMrz([ONE, TWO.replace('7408122', '74◯8122').replace('310415◯', '3104150')]);
  expect(dates.mrz?.lines).toEqual([ONE, TWO]);
});

test('an untold ring in the second optional field of a card is what the composite digit says', () => {
  const card = [
    'I<UTOD231458907<<<<<<<<<<<<<<<',
    '7408122F1204159UTOO1<<<<<<<<<',
    'ERIKSSON<<ANNA<MARIA<<<<<<<<<<',
  ];
  const [first = '', second = ''] = card;
  const covered = first.slice(5) + second.slice(0, 7) + second.slice(8, 15) + second.slice(18);
  const row = second + digit(covered);
  const reading = readMrz(card.with(1, row.replace('UTOO1', 'UTO◯1')));
  expect(reading).toMatchObject({ doubt: null, swaps: 0 });
  expect(reading.mrz?.lines[1]).toBe(row);
});

test('two untold rings of which either may be the letter are a doubt', () => {
  // both at places of weight 7
  expect(readMrz([ONE, numbered('◯AA◯AA', '0AAOAA')]).doubt).toBe('ambiguous');
});

test('many untold rings are read where one way of them makes the digit hold', () => {
  // a letter counts 24 and a zero nothing: under the weights 7, 3, 7, 3, 1 only one sum is four
  const ways = readMrz([ONE, numbered('◯◯◯◯◯AA', '0OO00AA')]);
  expect(ways.doubt).toBe('ambiguous');
  expect(ways.mrz?.documentNumber).toMatch(/^[0O]{5}AA$/);
  expect(isHeld(ways) && ways.others.length).toBeGreaterThan(1);
  const rings = readMrz([ONE, TWO.replaceAll('0', '◯').replace('L8989◯2', 'L898902')]);
  expect(rings).toMatchObject({ doubt: null, swaps: 0 });
  expect(rings.mrz?.lines).toEqual([ONE, TWO]);
});

test('print settles a number of digits alone, and no other', () => {
  const settled = (number: string, print: string) => {
    const texts = [ONE, numbered(number.replaceAll(/[0O]/g, '◯'), number), print];
    return settledByViz(readMrz(texts), texts);
  };
  const digits = '500800409';
  expect(settled(digits, digits)).toMatchObject({ doubt: null, mrz: { documentNumber: digits } });
  expect(settled(digits, 'SOMETHING ELSE').doubt).toBe('ambiguous');
  // print's rings are no surer than the MRZ's
  expect(settled('A00800409', 'A00800409').doubt).toBe('ambiguous');
  // two letters before the digits count as two zeros do
  expect(settled('005800409', '005800409').doubt).toBe('ambiguous');
});

test('two repairs of the number that both fit are a doubt', () => {
  // 5 read for S and 2 for Z lie 3 and 3 apart: at places of one weight either swap mends the digit
  const rows = [ONE, numbered('5AA2AA', 'SAA2AA')];
  expect(readMrz(rows).doubt).toBe('ambiguous');
});

/** A row printed with one number and with the digits of another. */
function numbered(printed: string, meant: string): string {
  const body = `SWE7408122F3104150`;
  const number = (text: string) => text.padEnd(9, '<');
  const own = number(meant) + digit(number(meant));
  const covered = `${own}${body.slice(3, 10)}${body.slice(11)}${'<'.repeat(15)}`;
  return `${number(printed)}${digit(number(meant))}${body}${'<'.repeat(15)}${digit(covered)}`;
}

function digit(text: string): string {
  const sum = [...text].reduce(
    (all, sign, at) => all + (sign === '<' ? 0 : parseInt(sign, 36)) * ([7, 3, 1][at % 3] ?? 0),
    0,
  );
  return String(sum % 10);
}

test('a single misread letter of a checked field is mended, a doubt, or counted as a swap', () => {
  const checked = [...Array(10).keys(), ...range(13, 20), ...range(21, 44)];
  const sign = fc.constantFrom(...Array.from('0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ'));
  fc.assert(
    fc.property(fc.constantFrom(...checked), sign, (at, other) => {
      const { doubt, mrz, swaps } = readMrz([ONE, TWO.slice(0, at) + other + TWO.slice(at + 1)]);
      if (doubt !== null || mrz.lines[1] === TWO || swaps > 0) return;
      // what the digits cannot tell: values equal modulo ten (`6` and `G`, `<` and `K`)
      const value = (text: string) => (text === '<' ? 0 : parseInt(text, 36)) % 10;
      expect(value(other)).toBe(value(TWO.charAt(at)));
    }),
    { numRuns: 500 },
  );
});

test('another look at the name row is taken apart in the same format', () => {
  const { mrz } = readMrz([ONE, TWO]);
  expect(mrz && rereadName(mrz, ONE.replace('ANNA', 'ANN'))).toMatchObject({
    given: ['ANN', 'MARIA'],
  });
  expect(mrz && rereadName(mrz, 'ERIKSSON')).toBeNull();
});

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from }, (_, offset) => from + offset);
}
