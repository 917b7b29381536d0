import type { Transaction } from 'kysely';
import type { Actor } from '../../domain/access/access.ts';
import { Refusal } from '../../domain/refusal.ts';
import { appendAudit } from '../audit/append-audit.ts';
import type { Database } from '../db/database.ts';

/**
 * Ends a key: within a second it is refused everywhere. Refuses `not_found`; revoking it again is not an
 * error.
 */
export async function revokeApiKey(
  trx: Transaction<Database>,
  actor: Actor,
  input: { id: string; at: string; request?: string | undefined },
): Promise<void> {
  const { id, at, request } = input;
  const row = await trx
    .selectFrom('api_key')
    .select('revoked_at')
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  if (!row) throw new Refusal('not_found');
  if (row.revoked_at !== null) return;
  await trx.updateTable('api_key').set({ revoked_at: at }).where('id', '=', id).execute();
  await appendAudit(trx, actor, { action: 'api_key.revoked', object: id, at, request });
}
