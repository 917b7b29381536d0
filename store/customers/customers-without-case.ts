import { type Kysely, sql } from 'kysely';
import type { Database } from '../db/database.ts';
import type { KeptOpening } from '../../domain/case/opening.ts';

/** A customer without a case, by its own columns: its opening may be one that nobody can read. */
export interface WithoutCase {
  customer: string;
  createdAt: string;
  opening: KeptOpening;
}

/**
 * Customers whose case was never recorded, oldest first: the reconciler gives each the same start
 * again. Both modes, as it acts for no caller. `after`: the last one of the page before.
 */
export async function listCustomersWithoutCaseUnscoped(
  db: Kysely<Database>,
  input: { createdBefore: string; after?: WithoutCase | undefined; limit: number },
): Promise<WithoutCase[]> {
  const { createdBefore, after, limit } = input;
  const rows = await db
    .selectFrom('customer as u')
    .select(['u.id', 'u.created_at', 'u.opening'])
    .leftJoin('case as c', 'c.customer_id', 'u.id')
    .where('c.customer_id', 'is', null)
    .where('u.erased_at', 'is', null)
    .where('u.created_at', '<', createdBefore)
    .$if(after !== undefined, (q) =>
      q.where(sql<boolean>`(u.created_at, u.id) > (${after?.createdAt}, ${after?.customer})`),
    )
    .orderBy('u.created_at')
    .orderBy('u.id')
    .limit(limit)
    .execute();
  return rows.map(({ id, created_at: createdAt, opening }) => ({
    customer: id,
    createdAt,
    opening,
  }));
}
