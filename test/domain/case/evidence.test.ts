import { expect, test } from 'vitest';
import { evidenceParts, sameEvidence } from '../../../domain/case/evidence.ts';
import { drive } from './drive.ts';

test('a decision rests on what is answered, and on documents that still count', () => {
  const one = drive();
  one.submit('passport');
  one.submit('national_id', 'utility_bill');
  expect(evidenceParts(one.state())).toEqual({
    digests: ['d2', 'd3'], // the first one is superseded
    checks: [], // none has answered
    detailsVersion: 1,
  });
  one.answer('identity');
  const { checks } = evidenceParts(one.state());
  expect(checks).toHaveLength(6);
  expect(checks).toEqual([...checks].sort());
});

test.each([
  ['another document', { digests: ['d1', 'd2'] }],
  ['another answer', { checks: ['chk_1', 'chk_2'] }],
  ['other details', { detailsVersion: 2 }],
])('%s is other evidence', (_, change) => {
  const parts = { digests: ['d1'], checks: ['chk_1'], detailsVersion: 1 };
  expect(sameEvidence(parts, { ...parts })).toBe(true);
  expect(sameEvidence(parts, { ...parts, ...change })).toBe(false);
});
