import { expect, test } from 'vitest';
import {
  blindIndex,
  normalName,
  normalNumber,
  normalPhone,
  normalText,
} from '../../../store/sealing/blind-index.ts';

const key = Buffer.alloc(32, 7);

test.each([
  ['Anna@Example.COM', ' anna@example.com ', true],
  ['ANNA@EXAMPLE.COM', 'ａｎｎａ@example.com', true],
  ['strasse@example.com', 'STRAßE@example.com', true],
  ['e\u0301va@example.com', '\u00e9va@example.com', true],
  ['eva@example.com', 'éva@example.com', false],
  ['anna@example.com', 'anna@example.org', false],
])('%s and %s are one e-mail: %s', (a, b, same) => {
  expect(normalText(a) === normalText(b)).toBe(same);
});

test('a phone number keeps its digits and plus only', () => {
  expect(normalPhone('+46 70-123 45 67')).toBe('+46701234567');
  expect(normalPhone('+46 (0)70.123')).toBe('+46070123');
});

test('a document number is one with its country, without separators and in capitals', () => {
  expect(normalNumber({ country: 'se', number: 'aa-12 34.56' })).toBe('SE|AA123456');
  expect(normalNumber({ country: 'SE', number: 'AA123456<' })).toBe('SE|AA123456');
  expect(normalNumber({ country: 'NO', number: 'AA123456' })).not.toBe('SE|AA123456');
});

test('a name counts only with its birth date, and family and given names are not confused', () => {
  const person = { givenNames: 'Anna  Maria', familyName: 'Eriksson', birthDate: '1974-08-12' };
  expect(normalName(person)).toBe(normalName({ ...person, givenNames: 'ANNA MARIA' }));
  expect(normalName(person)).not.toBe(normalName({ ...person, birthDate: '1974-08-13' }));
  const swapped = { ...person, givenNames: 'Eriksson', familyName: 'Anna Maria' };
  expect(normalName(person)).not.toBe(normalName(swapped));
});

test('the index depends on key, field and value', () => {
  const mac = blindIndex(key, 'email', 'a');
  expect(mac).toHaveLength(32);
  expect(blindIndex(key, 'email', 'a')).toEqual(mac);
  expect(blindIndex(key, 'phone', 'a')).not.toEqual(mac);
  expect(blindIndex(key, 'email', 'b')).not.toEqual(mac);
  expect(blindIndex(Buffer.alloc(32, 8), 'email', 'a')).not.toEqual(mac);
});
