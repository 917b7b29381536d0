import { sql } from 'kysely';
import type { Requirement } from '../../domain/requirements.ts';
import type { WireEvent } from '../../domain/wire.ts';

/**
 * Who may know of a review or decision of these requirements, as the case's own events have it: a
 * person looks at nothing but the details where a list had a hit.
 */
export function audienceOf(requirements: readonly Requirement[]): WireEvent['audience'] {
  return requirements.join() === 'details' ? 'findings' : 'all';
}

/** The same as a condition on a review's row. */
export const IS_FOR_ALL = sql<boolean>`r.requirements <> ARRAY['details']`;
