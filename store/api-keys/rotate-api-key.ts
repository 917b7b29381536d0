import type { Transaction } from 'kysely';
import type { Actor } from '../../domain/access.ts';
import { Refusal } from '../../domain/refusal.ts';
import type { Secret } from '../../domain/secret.ts';
import { shiftMs } from '../../domain/time.ts';
import { appendAudit } from '../audit/append-audit.ts';
import type { Database } from '../database.ts';
import type { Scope } from '../scope.ts';
import { getApiKey } from './api-key.ts';
import { createApiKey } from './create-api-key.ts';

/** Longest time for which the key before and its successor both open doors: seven days. */
export const OVERLAP_SECONDS_MAX = 7 * 86_400;

/**
 * Makes a successor with the same rights and ends the key at the end of the overlap, or when it
 * would have ended. The successor ends with the key unless told otherwise. Refuses `not_found`,
 * `api_key_not_live`, and `api_key_rotating` while two keys of the app are live.
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
    /** Where not given, the end of the key before its overlap. */
    expiresAt?: string | undefined;
    at: string;
    request?: string | undefined;
  },
): Promise<{ id: string; key: Secret<string> }> {
  const { id, newId, overlapSeconds, at, request } = input;
  const { app } = await getApiKey(trx, scope, id);
  // One rotation of an app at a time: what a second one counts, it counts after this lock.
  await trx.selectFrom('api_key').select('id').where('id', '=', app).forUpdate().execute();
  const live = await trx
    .selectFrom('api_key')
    .select(['id', 'name', 'mode', 'role', 'scopes', 'holder', 'expires_at'])
    .where('app', '=', app)
    .where('revoked_at', 'is', null)
    .where('expires_at', '>', at)
    .forUpdate() // who is revoking one of them now has done so before it is looked at
    .execute();
  const old = live.find((one) => one.id === id);
  if (!old) throw new Refusal('api_key_not_live');
  if (live.length > 1) throw new Refusal('api_key_rotating', 'Revoke one of the two first.');
  const overlapEnd = shiftMs(at, overlapSeconds * 1000);
  const endsAt = old.expires_at < overlapEnd ? old.expires_at : overlapEnd;
  await trx.updateTable('api_key').set({ expires_at: endsAt }).where('id', '=', id).execute();
  const { name, mode, role, scopes, holder } = old;
  const expiresAt = input.expiresAt ?? old.expires_at;
  const successor = { id: newId, app, name, mode, role, scopes, holder, at, expiresAt, request };
  const data = { successor: newId, expires_at: endsAt };
  await appendAudit(trx, actor, { action: 'api_key.rotated', object: id, at, request, data });
  return createApiKey(trx, actor, successor);
}
