import { createHash, randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { WORDS_1 } from '../../../store/temporal/pack-words.ts';
import { pack, unpack } from '../../../store/temporal/pack.ts';

const FIRST_FIELD = 0x0a;
const payloadOf = (...bytes: (string | Buffer)[]) =>
  Buffer.concat([Buffer.of(FIRST_FIELD), ...bytes.map((one) => Buffer.from(one))]);

test.each([
  ['words of ours', payloadOf('{"kind":"documents_submitted","documents":[]}'.repeat(4))],
  ['what has no pattern', payloadOf(randomBytes(300))],
  ['nothing but the first field', payloadOf()],
  ['an empty payload', Buffer.alloc(0)],
  ['text of others', payloadOf('Ünïcödé '.repeat(1000))],
])('%s comes back as it was', (_, payload) => {
  expect(Buffer.from(unpack(pack(payload)))).toEqual(payload);
});

test('a list of words weighs a third of its text at most', () => {
  const checks = '[{"id":"chk_x","kind":"identity_reading","outcome":"pass","reasons":[]}]';
  expect(pack(payloadOf(checks.repeat(5))).length).toBeLessThan(checks.length);
});

test('a payload that was sealed before packing opens as it is', () => {
  const old = payloadOf('a payload');
  expect(unpack(old)).toBe(old);
});

test('a form of a later version is refused', () => {
  expect(() => unpack(Buffer.of(2, 0, 0))).toThrow('unknown form');
});

test('what unpacks to more than any payload is refused', () => {
  const bomb = pack(payloadOf(Buffer.alloc(17 * 2 ** 20)));
  expect(bomb.length).toBeLessThan(100_000);
  expect(() => unpack(bomb)).toThrow();
});

test('the words are those that histories were packed with: a new list gets a form of its own', () => {
  const hash = createHash('sha256').update(WORDS_1).digest('hex');
  expect(hash).toBe('98840f7b53ea3c81ed7fbc223c59928755264c33b865c03d98d95134ae9fb420');
});
