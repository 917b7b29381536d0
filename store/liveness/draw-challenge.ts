import type { Transaction } from 'kysely';
import type { Actor } from '../../domain/access/access.ts';
import { CHALLENGE, type Step } from '../../domain/faces/liveness.ts';
import { Refusal } from '../../domain/refusal.ts';
import { appendAudit } from '../audit/append-audit.ts';
import type { Database } from '../db/database.ts';
import { ofMode, type Scope } from '../db/scope.ts';

/** A sequence of turns drawn for one customer. It counts towards the limit as soon as it is drawn. */
export interface NewChallenge {
  id: string;
  customer: string;
  /** The round of the requirement `selfie`. */
  round: number;
  steps: Step[];
  at: string;
  request?: string | undefined;
}

/** Stores a challenge; the same id again changes nothing. Refuses `not_found`, `challenges_used_up`. */
export async function drawChallenge(
  trx: Transaction<Database>,
  actor: Actor,
  scope: Scope,
  input: NewChallenge,
): Promise<void> {
  const { id, customer, round, steps, at, request } = input;
  const known = await trx
    .selectFrom('case')
    .select('customer_id')
    .where('customer_id', '=', customer)
    .where(ofMode('mode', scope))
    .forUpdate() // otherwise two at once could both be the last
    .executeTakeFirst();
  if (!known) throw new Refusal('not_found');
  const drawn = await trx
    .selectFrom('liveness_challenge')
    .select('id')
    .where('customer_id', '=', customer)
    .where('round', '=', round)
    .execute();
  if (drawn.some((one) => one.id === id)) return;
  if (drawn.length >= CHALLENGE.perRound) throw new Refusal('challenges_used_up');
  const number = drawn.length + 1;
  await trx
    .insertInto('liveness_challenge')
    .values({
      id,
      customer_id: customer,
      round,
      number,
      steps: JSON.stringify(steps),
      drawn_at: at,
      drawn_by: JSON.stringify(actor),
    })
    .execute();
  const data = { round, number };
  const entry = { action: 'challenge.drawn', object: id, chain: customer, at, request, data };
  await appendAudit(trx, actor, entry);
}
