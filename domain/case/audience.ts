import type { ReasonCode } from '../reasons.ts';
import type { Requirement } from '../requirements.ts';
import type { WireEvent } from '../wire.ts';

/**
 * Who may know of a review or a decision of these requirements: a person looks at nothing but the
 * details where a list had a hit.
 */
export function audienceOf(requirements: readonly Requirement[] = []): WireEvent['audience'] {
  return requirements.join() === 'details' ? 'findings' : 'all';
}

/** What a review or a decision is said to be of to who may not know of a hit, beside other matters. */
export function toldRequirements<One extends string>(requirements: readonly One[]): One[] {
  return requirements.filter((one) => one !== 'details');
}

/** Given for a hit of a list: in a review, the mere presence of a reason would tell it. */
const OF_LISTS: readonly ReasonCode[] = [
  'sanctions_possible_match',
  'sanctions_match',
  'pep_possible_match',
];

/** The reasons of a review without those of a list's hit. */
export function withoutHits(reasons: readonly ReasonCode[]): ReasonCode[] {
  return reasons.filter((code) => !OF_LISTS.includes(code));
}
