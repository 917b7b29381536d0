import { expect, test } from 'vitest';
import { differences } from '../../domain/difference.ts';
import { STANDARD_1 } from '../../domain/policy/built-in-policies.ts';

test('the same data differs nowhere', () => {
  expect(differences(STANDARD_1, structuredClone(STANDARD_1))).toEqual([]);
});

test('each place is named once, by its pointer, with both sides', () => {
  const from = { a: 1, list: [1, 2], same: { x: null }, gone: true, 'a/b~c': { deep: 1 } };
  const to = { a: 2, list: [2, 1], same: { x: null }, new: 'n', 'a/b~c': { deep: 2 } };
  expect(differences(from, to)).toEqual([
    { pointer: '/a', from: 1, to: 2 },
    { pointer: '/list', from: [1, 2], to: [2, 1] },
    { pointer: '/gone', from: true, to: null },
    { pointer: '/a~1b~0c/deep', from: 1, to: 2 },
    { pointer: '/new', from: null, to: 'n' },
  ]);
});

test('a list that became fields, and fields that became a list, are one change', () => {
  expect(differences({ a: [1] }, { a: { 0: 1 } })).toEqual([
    { pointer: '/a', from: [1], to: { 0: 1 } },
  ]);
});
