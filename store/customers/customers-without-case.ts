import { type Kysely, sql } from 'kysely';
import type { Database } from '../db/database.ts';
import type { KeptOpening } from '../../domain/case/opening.ts';

/**
 * A customer without a case. Read from its plain columns only, because its sealed opening may not be
 * readable.
 */
export interface WithoutCase {
  customer: string;
  createdAt: string;
  opening: KeptOpening;
}

/**
 * Customers whose case was never recorded, oldest first; the reconciler starts each of them again. Of both
 * modes, as it acts for no caller. `after`: the last one of the previous page.
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
