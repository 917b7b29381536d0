import type { Kysely } from 'kysely';
import type { Database } from '../database.ts';
import type { Opening } from '../tables/customers.ts';

/**
 * Customers whose case was never recorded, oldest first: the reconciler gives each the same start
 * again. Both modes, as it acts for no caller. `createdAfter` bounds what a frequent look reads.
 */
export async function listCustomersWithoutCaseUnscoped(
  db: Kysely<Database>,
  input: { createdBefore: string; createdAfter?: string | undefined; limit: number },
): Promise<Opening[]> {
  const rows = await db
    .selectFrom('customer as u')
    .select('u.opening')
    .leftJoin('case as c', 'c.customer_id', 'u.id')
    .where('c.customer_id', 'is', null)
    .where('u.erased_at', 'is', null)
    .where('u.created_at', '<', input.createdBefore)
    .$if(input.createdAfter !== undefined, (q) =>
      q.where('u.created_at', '>=', input.createdAfter ?? ''),
    )
    .orderBy('u.created_at')
    .limit(input.limit)
    .execute();
  return rows.map((row) => row.opening);
}
