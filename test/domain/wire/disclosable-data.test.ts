import { expect, test } from 'vitest';
import { HUSHED_CHECKS } from '../../../domain/case/shown/audience.ts';
import { CHECKS } from '../../../domain/checks/checks.ts';
import { POSSIBLE } from '../../../domain/checks/possible-outcomes.ts';
import { reasonOf } from '../../../domain/reasons/reasons.ts';
import { disclosableData } from '../../../domain/wire/disclosable-data.ts';

test('what would tell of a hit is left out, what anybody may know stays', () => {
  const data = {
    review: 'rev_1',
    requirements: ['details', 'identity'],
    reasons: ['sanctions_possible_match', 'document_in_use', 'document_expired'],
    fields: ['details'],
    final: false,
  };
  expect(disclosableData(data)).toEqual({
    ...data,
    requirements: ['identity'],
    reasons: ['verification_unsuccessful', 'document_expired'],
  });
});

test('every check that may give what is not to be told is for readers of findings, whatever it gives', () => {
  const mayTip = CHECKS.filter((kind) =>
    Object.values(POSSIBLE[kind]).some((reasons) =>
      reasons.some((code) => reasonOf(code).tells === 'nothing'),
    ),
  );
  expect([...HUSHED_CHECKS]).toEqual(mayTip);
});
