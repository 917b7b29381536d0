import { sql } from 'kysely';

/**
 * When a review was last passed on to a second person: by escalation, or by a proposal that waits for one. A
 * claim from before that does not keep a senior from taking the review. Null: never.
 */
export const LEFT_AT = sql<string | null>`greatest(
  (c.state -> 'review' ->> 'escalatedAt')::timestamptz,
  (c.state -> 'proposal' ->> 'at')::timestamptz)`;
