import { sql, type Transaction } from 'kysely';
import { type Actor, personOf } from '../../domain/access/access.ts';
import { Refusal } from '../../domain/refusal.ts';
import type { Database } from '../db/database.ts';
import type { Scope } from '../db/scope.ts';
import { lockOpenReview } from './lock-open-review.ts';
import { noteClaim } from './note-claim.ts';
import type { Claim } from './review.ts';

/**
 * Claims an open review for the person behind the actor, until `until`. If that person holds it already, the
 * claim is extended; a senior takes it over once it was passed on to a second person. Refuses `not_found`,
 * `review_not_open`, `review_already_claimed`, `forbidden` (no person).
 */
export async function claimReview(
  trx: Transaction<Database>,
  actor: Actor,
  scope: Scope,
  input: { id: string; now: string; until: string; request?: string | undefined },
): Promise<Claim> {
  const { id, now, until, request } = input;
  const holder = personOf(actor);
  if (holder === null) throw new Refusal('forbidden');
  const { customer, audience, leftAt } = await lockOpenReview(trx, scope, id);
  const left = actor.role === 'senior_reviewer' ? leftAt : null;
  const before = await heldBy(trx, { id, now });
  const claim = { holder, actor: JSON.stringify(actor), claimed_at: now };
  const row = await trx
    .insertInto('review_claim')
    .values({ review_id: id, customer_id: customer, ...claim, expires_at: until })
    .onConflict((held) =>
      held
        .column('review_id')
        .doUpdateSet({
          ...claim,
          // An assignment may last longer than a claim, so a claim must not shorten it.
          expires_at: sql<string>`CASE WHEN review_claim.holder = excluded.holder
            THEN greatest(review_claim.expires_at, excluded.expires_at) ELSE excluded.expires_at END`,
        })
        .where((eb) =>
          eb.or([
            eb('review_claim.expires_at', '<=', now),
            eb('review_claim.holder', '=', holder),
            ...(left === null ? [] : [eb('review_claim.claimed_at', '<=', left)]),
          ]),
        ),
    )
    .returning(['holder', 'claimed_at', 'expires_at'])
    .executeTakeFirst(); // this decides between simultaneous claims
  if (!row) throw new Refusal('review_already_claimed');
  const from = before === holder ? undefined : before;
  const said = {
    review: id,
    customer,
    audience,
    holder,
    from,
    until: row.expires_at,
    now,
    request,
  };
  await noteClaim(trx, actor, { ...said, action: 'review.claimed' });
  return { holder: row.holder, claimedAt: row.claimed_at, expiresAt: row.expires_at };
}

/** The holder of a review now; read under the lock of its case. */
async function heldBy(
  trx: Transaction<Database>,
  { id, now }: { id: string; now: string },
): Promise<string | undefined> {
  const row = await trx
    .selectFrom('review_claim')
    .select('holder')
    .where('review_id', '=', id)
    .where('expires_at', '>', now)
    .executeTakeFirst();
  return row?.holder;
}
