import { createCipheriv, randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { openKey } from '../../../store/keys/open-key.ts';
import { seal, unseal, versionOf } from '../../../store/sealing/seal.ts';
import type { Sealed } from '../../../store/db/tables/columns.ts';

const dataKey = randomBytes(32);
const key = openKey('cus_a', 1, dataKey);
const PLACE = { table: 'text', column: 'body' as const, row: 'txt_1' };

test('a sealed value opens in its own place, whatever it holds', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 5000 }), (bytes) => {
      const sealed = seal(key, PLACE, Buffer.from(bytes));
      expect(unseal(key, PLACE, sealed)).toEqual(Buffer.from(bytes));
    }),
    { numRuns: 50 },
  );
});

test('the format is version, key version, IV, ciphertext, tag; each IV is fresh', () => {
  const [a, b] = [seal(key, PLACE, 'note'), seal(key, PLACE, 'note')];
  expect(a.length).toBe(1 + 2 + 12 + 4 + 16);
  expect([a[0], versionOf(a)]).toEqual([1, 1]);
  expect(a.subarray(3, 15)).not.toEqual(b.subarray(3, 15));
});

test.each([
  ['another row', { ...PLACE, row: 'txt_2' }, key],
  ['another column', { ...PLACE, column: 'name' as 'body' }, key],
  ['another table', { ...PLACE, table: 'finding' }, key],
  ['another customer with the same bytes of key', PLACE, openKey('cus_b', 1, dataKey)],
  ['another key version with the same bytes of key', PLACE, openKey('cus_a', 2, dataKey)],
  ['another key', PLACE, openKey('cus_a', 1, randomBytes(32))],
])('a value moved to %s does not open', (_, place, other) => {
  expect(() => unseal(other, place, seal(key, PLACE, 'note'))).toThrow();
});

test('any changed bit is refused', () => {
  const sealed = seal(key, PLACE, 'a short note');
  for (let bit = 0; bit < sealed.length * 8; bit += 1) {
    const changed = Buffer.from(sealed) as Sealed<'body'>;
    const at = Math.floor(bit / 8);
    changed[at] = (changed[at] ?? 0) ^ (1 << (bit % 8));
    expect(() => unseal(key, PLACE, changed), `bit ${bit}`).toThrow();
  }
});

test('a value cut at any length is refused', () => {
  const sealed = seal(key, PLACE, 'a short note');
  for (let length = 0; length < sealed.length; length += 1) {
    expect(() => unseal(key, PLACE, sealed.subarray(0, length) as Sealed<'body'>)).toThrow();
  }
});

test('a tag of four bytes, which guessing could forge, is refused', () => {
  const iv = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key.row, iv, { authTagLength: 4 });
  cipher.setAAD(Buffer.from('vouch/1|cus_a|text|body|txt_1|1'));
  const parts = [Buffer.of(1, 0, 1), iv, cipher.update('a note of some length'), cipher.final()];
  const short = Buffer.concat([...parts, cipher.getAuthTag()]) as Sealed<'body'>;
  expect(() => unseal(key, PLACE, short)).toThrow();
});
