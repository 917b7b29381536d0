import { expect, test } from 'vitest';
import { caseId, derivedId, ID_PREFIXES } from '../../domain/ids.ts';

test('every kind of id has a prefix of its own, of three letters', () => {
  const prefixes = Object.values(ID_PREFIXES);
  expect(new Set(prefixes).size).toBe(prefixes.length);
  for (const prefix of prefixes) expect(prefix).toMatch(/^[a-z]{3}$/);
});

test('an id is derived from customer, version and index, and from nothing else', () => {
  const from = { customer: 'cus_0abc', version: 12, index: 3 };
  expect(derivedId('check', from)).toBe('chk_0abc_12_3');
  expect(derivedId('review', from)).toBe('rvw_0abc_12_3');
  expect(derivedId('decision', { ...from })).toBe(derivedId('decision', from));
});

test('two different places never give one id', () => {
  const ids = [
    { version: 1, index: 11 },
    { version: 11, index: 1 },
    { version: 111, index: 1 },
  ].map((place) => derivedId('event', { customer: 'cus_1', ...place }));
  expect(new Set(ids).size).toBe(3);
});

test('the workflow of a customer is found by the customer’s id', () => {
  expect(caseId('cus_0abc')).toBe('case/cus_0abc');
});
