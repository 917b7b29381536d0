import { type Kysely, sql } from 'kysely';
import type { Database } from '../database.ts';
import type { Opening } from '../tables/customers.ts';

/**
 * Customers whose case was never recorded, oldest first: the reconciler gives each the same start
 * again. Both modes, as it acts for no caller. `after`: the last one of the page before.
 */
export async function listCustomersWithoutCaseUnscoped(
  db: Kysely<Database>,
  input: { createdBefore: string; after?: Opening | undefined; limit: number },
): Promise<Opening[]> {
  const { createdBefore, after, limit } = input;
  const rows = await db
    .selectFrom('customer as u')
    .select('u.opening')
    .leftJoin('case as c', 'c.customer_id', 'u.id')
    .where('c.customer_id', 'is', null)
    .where('u.erased_at', 'is', null)
    .where('u.created_at', '<', createdBefore)
    .$if(after !== undefined, (q) =>
      q.where(sql<boolean>`(u.created_at, u.id) > (${after?.openedAt}, ${after?.facts.customer})`),
    )
    .orderBy('u.created_at')
    .orderBy('u.id')
    .limit(limit)
    .execute();
  return rows.map((row) => row.opening);
}
