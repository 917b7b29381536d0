import type { Kysely, Transaction } from 'kysely';
import type { Actor } from '../../domain/access/access.ts';
import type { Step } from '../../domain/faces/liveness.ts';
import { Refusal } from '../../domain/refusal.ts';
import { appendAudit } from '../audit/append-audit.ts';
import type { Database } from '../db/database.ts';
import { ofMode, type Scope } from '../db/scope.ts';

/** How a document answers a challenge, by the server's clock. */
export interface NewResponse {
  document: string;
  customer: string;
  challenge: string;
  /** For each frame, which step it shows, from 0. */
  shown: number[];
  firstByteAt: string;
  lastByteAt: string;
  request?: string | undefined;
}

/** The steps of a customer's challenge; null if there is none with this id. */
export async function findChallenge(
  db: Kysely<Database>,
  scope: Scope,
  input: { customer: string; challenge: string },
): Promise<Step[] | null> {
  const row = await db
    .selectFrom('liveness_challenge as l')
    .innerJoin('case as c', 'c.customer_id', 'l.customer_id')
    .where('l.id', '=', input.challenge)
    .where('l.customer_id', '=', input.customer)
    .where(ofMode('c.mode', scope))
    .select('l.steps')
    .executeTakeFirst();
  return row?.steps ?? null;
}

/**
 * Stores which challenge a document answers; the same document again changes nothing. A second document for
 * the same challenge is marked as such, and its check fails for that reason. Refuses `not_found`.
 */
export async function noteResponse(
  trx: Transaction<Database>,
  actor: Actor,
  scope: Scope,
  input: NewResponse,
): Promise<void> {
  const { document, customer, challenge, shown, firstByteAt, lastByteAt, request } = input;
  const known = await trx
    .selectFrom('liveness_challenge as l')
    .innerJoin('case as c', 'c.customer_id', 'l.customer_id')
    .where('l.id', '=', challenge)
    .where('l.customer_id', '=', customer)
    .where(ofMode('c.mode', scope))
    .select('l.id')
    .forUpdate()
    .executeTakeFirst();
  if (!known) throw new Refusal('not_found');
  const earlier = await trx
    .selectFrom('liveness_response')
    .select('document_id')
    .where('challenge_id', '=', challenge)
    .execute();
  if (earlier.some((one) => one.document_id === document)) return;
  const isReused = earlier.length > 0;
  await trx
    .insertInto('liveness_response')
    .values({
      document_id: document,
      customer_id: customer,
      challenge_id: challenge,
      shown: JSON.stringify(shown),
      is_reused: isReused,
      first_byte_at: firstByteAt,
      last_byte_at: lastByteAt,
    })
    .execute();
  const data = { document, frames: shown.length, reused: isReused ? 'yes' : 'no' };
  const chain = { object: challenge, chain: customer };
  const entry = { action: 'challenge.answered', ...chain, at: lastByteAt, request, data };
  await appendAudit(trx, actor, entry);
}
