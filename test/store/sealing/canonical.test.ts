import fc from 'fast-check';
import { expect, test } from 'vitest';
import { canonical } from '../../../store/sealing/canonical.ts';

const value = fc.letrec((tie) => ({
  any: fc.oneof(
    { depthSize: 'small' },
    fc.constant(null),
    fc.boolean(),
    fc.maxSafeInteger().map((n) => n + 0),
    fc.string({ unit: 'grapheme' }),
    fc.array(tie('any')),
    fc.dictionary(
      fc.string({ unit: 'grapheme' }).filter((key) => key !== '__proto__'),
      tie('any'),
    ),
  ),
})).any;

test('canonical text is JSON of the same value, and canonical again', () => {
  fc.assert(
    fc.property(value, (one) => {
      const text = canonical(one);
      const read: unknown = JSON.parse(text);
      expect(read).toEqual(one);
      expect(canonical(read)).toBe(text);
    }),
  );
});

test('the order in which fields were set does not show', () => {
  expect(canonical({ b: 1, a: [{ d: 'é', c: null }] })).toBe('{"a":[{"c":null,"d":"é"}],"b":1}');
  expect(canonical({ a: [{ c: null, d: 'é' }], b: 1 })).toBe(
    canonical({ b: 1, a: [{ d: 'é', c: null }] }),
  );
});

test('keys stand in the order of their code units, numbers among them too (RFC 8785)', () => {
  expect(canonical({ 2: 'b', 10: 'a', '\u20ac': 1, '\ufb33': 3, '\u{1f600}': 2, A: 4 })).toBe(
    '{"10":"a","2":"b","A":4,"\u20ac":1,"\u{1f600}":2,"\ufb33":3}',
  );
});

test('a field that is undefined is left out', () => {
  expect(canonical({ a: undefined, b: 1 })).toBe('{"b":1}');
});

test.each([
  ['a fraction', 0.5],
  ['negative zero', -0],
  ['not a number', NaN],
  ['infinity', Infinity],
  ['an unsafe whole number', 2 ** 53],
  ['half a surrogate', '\ud800'],
  ['a date', new Date(0)],
  ['a map', new Map()],
  ['bytes', Buffer.from('a')],
  ['a function', () => 1],
  ['an undefined member of a list', [undefined]],
])('%s has no canonical form', (_, one) => {
  expect(() => canonical(one)).toThrow(TypeError);
});
