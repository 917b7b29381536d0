import type { Transaction } from 'kysely';
import type { Actor } from '../../domain/access/access.ts';
import type { WireEvent } from '../../domain/wire/event-types.ts';
import type { Database } from '../db/database.ts';
import { appendOwnEvent } from '../events/append-own-event.ts';

/** Records a claim that was made under the lock of its case: event, outbox and audit entry. */
export async function noteClaim(
  trx: Transaction<Database>,
  actor: Actor,
  claim: {
    review: string;
    customer: string;
    audience: WireEvent['audience'];
    action: 'review.claimed' | 'review.assigned';
    holder: string;
    /** The previous holder, if the review was taken from somebody. */
    from?: string | undefined;
    until: string;
    now: string;
    request?: string | undefined;
  },
): Promise<void> {
  const { review, customer, audience, action, holder, from, until, now, request } = claim;
  const data = { holder, until, ...(from === undefined ? {} : { from }) };
  const entry = { action, object: review, chain: customer, at: now, request, data };
  await appendOwnEvent(trx, actor, {
    customer,
    audience,
    type: 'review.claimed',
    data: { review },
    entry,
  });
}
