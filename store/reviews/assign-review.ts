import { type Kysely, sql, type Transaction } from 'kysely';
import type { Actor, Scope as KeyScope } from '../../domain/access/access.ts';
import type { WireEvent } from '../../domain/wire/event-types.ts';
import { isIn } from '../api-keys/api-key.ts';
import type { Database } from '../db/database.ts';
import { ofMode, type Scope } from '../db/scope.ts';
import { lockOpenReview } from './lock-open-review.ts';
import { noteClaim } from './note-claim.ts';

/**
 * Assigns an open review to a person until `until`, whoever holds it now. The caller must first check that
 * the person may decide (`findReviewer`). Refuses `not_found`, `review_not_open`.
 */
export async function assignReview(
  trx: Transaction<Database>,
  actor: Actor,
  scope: Scope,
  input: { id: string; holder: string; now: string; until: string; request?: string | undefined },
): Promise<void> {
  const { id, holder, now, until, request } = input;
  const { customer, audience } = await lockOpenReview(trx, scope, id);
  const before = await trx
    .selectFrom('review_claim')
    .select('holder')
    .where('review_id', '=', id)
    .where('expires_at', '>', now)
    .executeTakeFirst();
  const claim = { holder, actor: JSON.stringify(actor), claimed_at: now, expires_at: until };
  await trx
    .insertInto('review_claim')
    .values({ review_id: id, customer_id: customer, ...claim })
    .onConflict((held) => held.column('review_id').doUpdateSet(claim))
    .execute();
  const said = { review: id, customer, audience, holder, from: before?.holder, until, now };
  await noteClaim(trx, actor, { ...said, action: 'review.assigned', request });
}

/**
 * True for the holder of a valid key that may claim and decide in this mode, and may know of hits if the
 * review is only for readers of findings.
 */
export async function findReviewer(
  db: Kysely<Database>,
  scope: Scope,
  input: { holder: string; now: string; audience: WireEvent['audience'] },
): Promise<boolean> {
  const needed: KeyScope[] = ['customers:read', 'reviews:write', 'decisions:write'];
  if (input.audience === 'findings') needed.push('findings:read');
  const row = await db
    .selectFrom('api_key')
    .select('id')
    .where('holder', '=', input.holder)
    .where(ofMode('mode', scope))
    .where('role', 'in', ['reviewer', 'senior_reviewer'])
    .where('scopes', '@>', sql<KeyScope[]>`${needed}::text[]`)
    .where(isIn('live', input.now))
    .executeTakeFirst();
  return row !== undefined;
}
