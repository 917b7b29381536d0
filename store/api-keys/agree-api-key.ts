import type { Transaction } from 'kysely';
import { type Actor, peopleOf, personOf, shareSomebody } from '../../domain/access/access.ts';
import { Refusal } from '../../domain/refusal.ts';
import { appendAudit } from '../audit/append-audit.ts';
import type { Database } from '../db/database.ts';
import { API_KEY_COLUMNS, apiKeyFromRow, stateOf } from './api-key.ts';
import { endByRotation } from './rotate-api-key.ts';

/**
 * Records a second administrator's agreement to a key: from now on the key is valid, and the key that it
 * replaces ends after their overlap. The caller must first check what the administrator may give (`mayGive`).
 * Refuses `not_found`, `api_key_not_pending`, `forbidden` (no person), and `same_person` for the person who
 * made the key or who holds it.
 */
export async function agreeApiKey(
  trx: Transaction<Database>,
  actor: Actor,
  input: { id: string; at: string; request?: string | undefined },
): Promise<void> {
  const { id, at, request } = input;
  // Locks in the same order as a rotation, which counts the keys of the app after this lock.
  await trx
    .selectFrom('api_key')
    .select('id')
    .where('id', 'in', (db) => db.selectFrom('api_key').select('app').where('id', '=', id))
    .forUpdate()
    .execute();
  const row = await trx
    .selectFrom('api_key')
    .select([...API_KEY_COLUMNS, 'replaces', 'overlap_seconds'])
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  if (!row) throw new Refusal('not_found');
  const key = apiKeyFromRow(row);
  if (stateOf(key, at) !== 'pending') throw new Refusal('api_key_not_pending');
  if (personOf(actor) === null) throw new Refusal('forbidden');
  const concerned = [...peopleOf(key.createdBy), ...(key.holder === null ? [] : [key.holder])];
  if (shareSomebody(peopleOf(actor), concerned)) {
    throw new Refusal('same_person', 'Another administrator than its maker and its holder agrees.');
  }
  await trx
    .updateTable('api_key')
    .set({ agreed_at: at, agreed_by: JSON.stringify(actor) })
    .where('id', '=', id)
    .execute();
  await appendAudit(trx, actor, { action: 'api_key.agreed', object: id, at, request });
  const { replaces, overlap_seconds: overlapSeconds } = row;
  if (replaces === null || overlapSeconds === null) return;
  const ends = { id: replaces, successor: id, overlapSeconds, at, request };
  await endByRotation(trx, actor, ends);
}
