import { expect, test } from 'vitest';
import { toldData } from '../../domain/told-data.ts';

test('what would tell of a hit is left out, what anybody may know stays', () => {
  const data = {
    review: 'rev_1',
    requirements: ['details', 'identity'],
    reasons: ['sanctions_possible_match', 'document_in_use', 'document_expired'],
    fields: ['details'],
    final: false,
  };
  expect(toldData(data)).toEqual({
    ...data,
    requirements: ['identity'],
    reasons: ['verification_unsuccessful', 'document_expired'],
  });
});
