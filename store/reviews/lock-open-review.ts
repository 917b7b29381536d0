import { audienceOf } from '../../domain/case/shown/audience.ts';
import { sql, type Transaction } from 'kysely';
import { Refusal } from '../../domain/refusal.ts';
import type { Requirement } from '../../domain/case/requirements.ts';
import type { WireEvent } from '../../domain/wire/event-types.ts';
import type { Database } from '../db/database.ts';
import { ofMode, type Scope } from '../db/scope.ts';
import { LEFT_AT } from './left-at.ts';

/**
 * Locks the case of an open review. Returns its customer, who may know of it, and when it was last passed on
 * to a second person. Refuses `not_found`, `review_not_open`.
 */
export async function lockOpenReview(
  trx: Transaction<Database>,
  scope: Scope,
  id: string,
): Promise<{ customer: string; audience: WireEvent['audience']; leftAt: string | null }> {
  const row = await trx
    .selectFrom('case as c')
    .innerJoin('review as r', 'r.customer_id', 'c.customer_id')
    .where('r.id', '=', id)
    .where(ofMode('r.mode', scope))
    .select(['r.customer_id', 'r.closed_at', 'c.review_id'])
    .select(sql<Requirement[] | null>`c.state -> 'review' -> 'requirements'`.as('requirements'))
    .select(LEFT_AT.as('leftAt'))
    .forUpdate('c')
    .executeTakeFirst();
  if (!row) throw new Refusal('not_found');
  // The case row decides, because it was read under the lock; the review's row may have been read before it.
  if (row.closed_at !== null || row.review_id !== id) throw new Refusal('review_not_open');
  const { customer_id: customer, leftAt } = row;
  return { customer, audience: audienceOf(row.requirements ?? []), leftAt };
}
