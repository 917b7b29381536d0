import { type RawBuilder, sql } from 'kysely';

/** The number of an event `e` for whom it is for all to know; rows from before have but one number. */
export const PUBLIC_SEQUENCE = sql<number>`coalesce(e.told, e.sequence)`;

/** The number of a customer's last event that all may know of; to be asked under the lock of its case. */
export function lastPublicSequence(customer: string): RawBuilder<number> {
  return sql<number>`coalesce((SELECT ${PUBLIC_SEQUENCE} FROM event e
    WHERE e.customer_id = ${customer} AND e.audience = 'all'
    ORDER BY e.sequence DESC LIMIT 1), 0)`;
}
