import type { Transaction } from 'kysely';
import type { Actor } from '../../domain/access/access.ts';
import type { Database } from '../db/database.ts';
import type { Keys } from '../keys/keys.ts';
import { appendAudit } from '../audit/append-audit.ts';
import type { Scope } from '../db/scope.ts';
import { stageText } from '../texts/stage-text.ts';
import { lockOpenReview } from './lock-open-review.ts';

/** Adds a sealed note to an open review. Refuses `not_found`, `review_not_open`. */
export async function noteReview(
  trx: Transaction<Database>,
  keys: Keys,
  actor: Actor,
  scope: Scope,
  input: { id: string; note: string; text: string; now: string; request?: string | undefined },
): Promise<void> {
  const { id, note, text, now, request } = input;
  const { customer } = await lockOpenReview(trx, scope, id);
  const staged = {
    id: note,
    customer,
    kind: 'review_note' as const,
    review: id,
    text,
    at: now,
    request,
  };
  await stageText(trx, keys, actor, scope, staged);
  await appendAudit(trx, actor, {
    action: 'review.noted',
    object: id,
    chain: customer,
    at: now,
    request,
    data: { note },
  });
}
