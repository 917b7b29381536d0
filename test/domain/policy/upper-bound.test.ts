import { expect, it } from 'vitest';
import { upperBound } from '../../bench/verification/upper-bound.ts';

it('the bound of a share is exact: none of n by the rule of three, one in ten from a table', () => {
  expect(upperBound(0, 462)).toBeCloseTo(3 / 462, 3);
  expect(upperBound(0, 10)).toBeCloseTo(1 - 0.05 ** 0.1, 6);
  expect(upperBound(1, 10)).toBeCloseTo(0.3942, 4);
  expect(upperBound(10, 10)).toBe(1);
});
