import { type RawBuilder, sql } from 'kysely';

/** The number of an event `e` as everybody may see it. Older rows have only one number. */
export const PUBLIC_SEQUENCE = sql<number>`coalesce(e.told, e.sequence)`;

/**
 * The number of a customer's last event that everybody may know of. To be queried under the lock of its case.
 */
export function lastPublicSequence(customer: string): RawBuilder<number> {
  return sql<number>`coalesce((SELECT ${PUBLIC_SEQUENCE} FROM event e
    WHERE e.customer_id = ${customer} AND e.audience = 'all'
    ORDER BY e.sequence DESC LIMIT 1), 0)`;
}
