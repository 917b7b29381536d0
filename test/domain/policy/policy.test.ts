import { expect, test } from 'vitest';
import { needsTwo } from '../../../domain/case/on/four-eyes.ts';
import {
  AUTOMATION,
  FINAL_BY_RULE,
  FOUR_EYES,
  type FourEyes,
} from '../../../domain/policy/policy.ts';
import { drive, policyWith } from '../case/drive.ts';

test('a rule ends an application for three reasons alone (docs/policy.md#final-reasons)', () => {
  expect(FINAL_BY_RULE).toEqual(['under_minimum_age', 'country_not_served', 'attempts_exhausted']);
});

test('four modes of automation', () => {
  expect(AUTOMATION).toEqual([
    'automatic',
    'manual',
    'automatic_reject_only',
    'automatic_approve_only',
  ]);
});

test.each([
  // binding, outcome, final, country, hit; and whether two are needed
  ['final_rejection', 'reject', true, 'SE', false, true],
  ['final_rejection', 'reject', false, 'SE', false, false],
  ['waiver', 'waive', false, 'SE', false, true],
  ['approve_after_hit', 'approve', false, 'SE', true, true],
  ['approve_after_hit', 'approve', false, 'SE', false, false],
  ['approve_high_risk', 'approve', false, 'IR', false, true],
  ['approve_high_risk', 'approve', false, 'SE', false, false],
] as const)(
  '%s: %s, final %s, %s, after a hit %s: two people %s',
  (kind, outcome, final, country, hit, two) => {
    const hits = hit ? [{ id: 'hit_1', strong: false, decided: null }] : [];
    const under = (fourEyes: FourEyes[]) => ({
      ...drive({ policy: policyWith({ fourEyes }), country }).state(),
      hits,
    });
    expect(needsTwo(under([kind]), outcome, final)).toBe(two);
    expect(needsTwo(under(FOUR_EYES.filter((one) => one !== kind)), 'waive', false)).toBe(
      kind !== 'waiver',
    );
    expect(needsTwo(under([]), outcome, final)).toBe(false);
  },
);
