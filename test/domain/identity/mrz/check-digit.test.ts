import fc from 'fast-check';
import { expect, test } from 'vitest';
import { checkDigit, digitHolds } from '../../../../domain/identity/mrz/check-digit.ts';

test.each([
  // 5*7 + 2*3 + 0*1 + 7*7 + 2*3 + 7*1 = 103
  ['520727', '3'],
  // 10*7 + 11*3 + 2*1 + 1*7 + 3*3 + 4*1 = 125, then fillers
  ['AB2134<<<', '5'],
  // ICAO 9303-3 appendix, personal number and document number of the specimens
  ['ZE184226B<<<<<', '1'],
  ['L898902C3', '6'],
  ['D23145890', '7'],
  ['740812', '2'],
  ['120415', '9'],
])('the check digit of %s is %s', (text, digit) => {
  expect(checkDigit(text)).toBe(digit);
});

test('text with other signs has no check digit', () => {
  expect(checkDigit('AB 12')).toBeNull();
  expect(checkDigit('ab12')).toBeNull();
});

test('an empty optional field may have filler or zero as its digit, a filled one not', () => {
  expect(digitHolds('<<<<<', '<', true)).toBe(true);
  expect(digitHolds('<<<<<', '0', true)).toBe(true);
  expect(digitHolds('<<<<<', '<')).toBe(false);
  expect(digitHolds('12<<<', '<', true)).toBe(false);
});

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ<';
const value = (sign: string) => (sign === '<' ? 0 : ALPHABET.indexOf(sign));

test('a single changed letter is noticed unless the two values are equal modulo ten', () => {
  const sign = fc.constantFrom(...Array.from(ALPHABET));
  fc.assert(
    fc.property(
      fc.array(sign, { minLength: 1, maxLength: 20 }),
      fc.nat(),
      sign,
      (signs, at, other) => {
        const index = at % signs.length;
        const changed = signs.with(index, other).join('');
        const isSame = value(signs[index] ?? '<') % 10 === value(other) % 10;
        expect(checkDigit(changed) === checkDigit(signs.join(''))).toBe(isSame);
      },
    ),
  );
});
