import { sql, type Transaction } from 'kysely';
import type { Actor } from '../../domain/access/access.ts';
import { Refusal } from '../../domain/refusal.ts';
import type { Secret } from '../../domain/secret.ts';
import { shiftMs } from '../../domain/time.ts';
import { appendAudit } from '../audit/append-audit.ts';
import type { Database } from '../db/database.ts';
import type { Scope } from '../db/scope.ts';
import { getApiKey, IS_AGREED, isIn } from './api-key.ts';
import { createApiKey } from './create-api-key.ts';

/** Longest time for which a key and its successor are both valid: seven days. */
export const OVERLAP_SECONDS_MAX = 7 * 86_400;

/**
 * Makes a successor with the same rights. The old key ends at the end of the overlap, or earlier if it would
 * have ended; if the successor waits for an agreement, the overlap begins with that agreement. The successor
 * ends when the old key would have, unless `expiresAt` is given. Refuses `not_found`, `api_key_not_live`, and
 * `api_key_rotating` while two keys of the app are live, or one waits.
 */
export async function rotateApiKey(
  trx: Transaction<Database>,
  actor: Actor,
  scope: Scope,
  input: {
    id: string;
    /** The successor's id. */
    newId: string;
    overlapSeconds: number;
    /** By default the expiry that the old key had before its overlap. */
    expiresAt?: string | undefined;
    /** Until when a second administrator may agree. The old key stays as it is until then. */
    agreeUntil?: string | undefined;
    at: string;
    request?: string | undefined;
  },
): Promise<{ id: string; key: Secret<string> }> {
  const { id, newId, overlapSeconds, agreeUntil, at, request } = input;
  const { app } = await getApiKey(trx, scope, id);
  // Locks the app, so that rotations run one after another: a second one counts the keys after this lock.
  await trx.selectFrom('api_key').select('id').where('id', '=', app).forUpdate().execute();
  const live = await trx
    .selectFrom('api_key')
    .select(['id', 'name', 'mode', 'role', 'scopes', 'holder', 'expires_at'])
    .where('app', '=', app)
    .select(IS_AGREED.as('agreed'))
    .where((eb) => eb.or([isIn('live', at), isIn('pending', at)]))
    .forUpdate() // waits for a revocation in progress, so that its result is seen
    .execute();
  const old = live.find((one) => one.id === id && one.agreed);
  if (!old) throw new Refusal('api_key_not_live');
  if (live.length > 1) throw new Refusal('api_key_rotating', 'Revoke one of the two first.');
  const { name, mode, role, scopes, holder } = old;
  const expiresAt = input.expiresAt ?? old.expires_at;
  const successor = { id: newId, app, name, mode, role, scopes, holder, at, expiresAt, request };
  if (agreeUntil !== undefined) {
    const data = { successor: newId, agree_until: agreeUntil };
    await appendAudit(trx, actor, {
      action: 'api_key.rotation_asked',
      object: id,
      at,
      request,
      data,
    });
    const succeeds = { key: id, overlapSeconds };
    return createApiKey(trx, actor, { ...successor, agreeUntil, succeeds });
  }
  await endByRotation(trx, actor, { id, successor: newId, overlapSeconds, at, request });
  return createApiKey(trx, actor, successor);
}

/**
 * Ends a key at the end of the overlap, or when it would have ended; a key that has ended already stays as it
 * is.
 */
export async function endByRotation(
  trx: Transaction<Database>,
  actor: Actor,
  input: {
    id: string;
    successor: string;
    overlapSeconds: number;
    at: string;
    request?: string | undefined;
  },
): Promise<void> {
  const { id, successor, overlapSeconds, at, request } = input;
  const overlapEnd = shiftMs(at, overlapSeconds * 1000);
  const ended = await trx
    .updateTable('api_key')
    .set({ expires_at: sql<string>`least(expires_at, ${overlapEnd}::timestamptz)` })
    .where('id', '=', id)
    .where(isIn('live', at))
    .returning('expires_at')
    .executeTakeFirst();
  if (!ended) return;
  const data = { successor, expires_at: ended.expires_at };
  await appendAudit(trx, actor, { action: 'api_key.rotated', object: id, at, request, data });
}
