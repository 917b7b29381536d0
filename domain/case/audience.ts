import type { Requirement } from '../requirements.ts';
import type { WireEvent } from '../wire.ts';

/**
 * Who may know of a review or a decision of these requirements: a person looks at nothing but the
 * details where a list had a hit.
 */
export function audienceOf(requirements: readonly Requirement[] = []): WireEvent['audience'] {
  return requirements.join() === 'details' ? 'findings' : 'all';
}
