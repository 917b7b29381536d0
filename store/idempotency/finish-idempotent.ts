import type { Kysely } from 'kysely';
import type { Database } from '../db/database.ts';
import type { Keys } from '../keys/keys.ts';
import { AADS } from '../sealing/aads.ts';
import { seal } from '../sealing/seal.ts';
import { openSealed } from '../sealing/sealed-json.ts';
import type { Answer } from './begin-idempotent.ts';
import { type Held, type IdempotencyName, isHeld, rowId } from './idempotent-row.ts';

/**
 * Stores the answer, sealed with its owner's key (a customer's id, or `system`). False if the lease was lost:
 * then another run answers.
 */
export async function finishIdempotent(
  db: Kysely<Database>,
  keys: Keys,
  held: Held,
  answer: { owner: string; status: number; body: string; headers: Record<string, string> },
): Promise<boolean> {
  const { owner, status, headers } = answer;
  const body = seal(await keys.open(owner), AADS.answer(rowId(held)), answer.body);
  const row = await db
    .updateTable('idempotency')
    .set({ state: 'finished', owner, status, body, headers: JSON.stringify(headers) })
    .where(isHeld(held))
    .returning('lease')
    .executeTakeFirst();
  return row !== undefined;
}

/** Opens a stored answer, to return it again. */
export async function openAnswer(
  keys: Keys,
  name: IdempotencyName,
  answer: Answer,
): Promise<string> {
  return (await openSealed(keys, answer.owner, AADS.answer(rowId(name)), answer.body)).toString();
}

/** Gives the lease up, so that a request with the same key can find out the unknown outcome. */
export async function releaseIdempotent(
  db: Kysely<Database>,
  held: Held & { now: string },
): Promise<void> {
  await db.updateTable('idempotency').set({ lease_until: held.now }).where(isHeld(held)).execute();
}

/** Deletes a key whose request had no effect and whose answer is not stored. */
export async function forgetIdempotent(db: Kysely<Database>, held: Held): Promise<void> {
  await db.deleteFrom('idempotency').where(isHeld(held)).execute();
}
