import type { CheckAnswer } from '../checks/checks.ts';

/**
 * What a passed `identity_validity` would say under a higher minimum age, by the steps that it recorded.
 * Null where they do not tell, as in records from before it noted them.
 */
export function foretellAge(
  found: Readonly<Record<string, number | string>> | undefined,
  minimumAge: number,
): Pick<CheckAnswer, 'outcome' | 'reasons'> | null {
  const { age_from: from, age_below: below, age_said: said, certain } = found ?? {};
  if (typeof from === 'number' && from >= minimumAge) return { outcome: 'pass', reasons: [] };
  if (typeof below !== 'number' || below > minimumAge) return null;
  if (said === undefined || certain === undefined) return null;
  // too young for certain is only who is so by two words
  const outcome = said === 'twice' && certain === 'yes' ? 'fail' : 'inconclusive';
  return { outcome, reasons: ['under_minimum_age'] };
}
