import type { Transaction } from 'kysely';
import { type Actor, personOf } from '../../domain/access/access.ts';
import { Refusal } from '../../domain/refusal.ts';
import type { Database } from '../db/database.ts';
import { appendOwnEvent } from '../events/append-own-event.ts';
import type { Scope } from '../db/scope.ts';
import { lockOpenReview } from './lock-open-review.ts';

/** Gives a held review back to the queue. Refuses `not_found`, `review_not_open`, `review_not_held`. */
export async function releaseReview(
  trx: Transaction<Database>,
  actor: Actor,
  scope: Scope,
  input: { id: string; now: string; request?: string | undefined },
): Promise<void> {
  const { id, now, request } = input;
  const { customer, audience } = await lockOpenReview(trx, scope, id);
  const gone = await trx
    .deleteFrom('review_claim')
    .where('review_id', '=', id)
    .where('holder', '=', personOf(actor) ?? '')
    .where('expires_at', '>', now)
    .returning('review_id')
    .executeTakeFirst();
  if (!gone) throw new Refusal('review_not_held');
  const entry = { action: 'review.released', object: id, chain: customer, at: now, request };
  await appendOwnEvent(trx, actor, {
    customer,
    audience,
    type: 'review.released',
    data: { review: id },
    entry,
  });
}
