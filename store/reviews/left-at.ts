import { sql } from 'kysely';

/**
 * When a review was last given on to a second person: its escalation, or the proposal that waits for
 * one. A claim made before keeps no senior off it. Null: never.
 */
export const LEFT_AT = sql<string | null>`greatest(
  (c.state -> 'review' ->> 'escalatedAt')::timestamptz,
  (c.state -> 'proposal' ->> 'at')::timestamptz)`;
