import { inspect } from 'node:util';
import { expect, test } from 'vitest';
import { Secret } from '../../domain/secret.ts';

const secret = new Secret('canary');

test.each([
  ['JSON', JSON.stringify({ secret })],
  ['a template', `${secret}`],
  ['concatenation', 'is ' + String(secret)],
  ['inspection', inspect({ secret }, { depth: 5, showHidden: true })],
  ['a list of its entries', JSON.stringify(Object.entries(secret))],
  ['a copy', JSON.stringify({ ...secret })],
])('%s of a secret does not show it', (_, shown) => {
  expect(shown).not.toContain('canary');
});

test('a secret gives its value when asked', () => {
  expect(secret.reveal()).toBe('canary');
});
