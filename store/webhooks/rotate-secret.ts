import { sql, type Transaction } from 'kysely';
import type { Actor } from '../../domain/access/access.ts';
import { shiftMs } from '../../domain/time.ts';
import { appendAudit } from '../audit/append-audit.ts';
import type { Database } from '../db/database.ts';
import type { Keys } from '../keys/keys.ts';
import type { Scope } from '../db/scope.ts';
import { lockEndpoint } from './endpoint.ts';
import { addSecret, SECRETS_MAX } from './secrets.ts';

/** Adds a secret. The earlier ones sign as well until their overlap ends. Refuses `not_found`. */
export async function rotateSecret(
  trx: Transaction<Database>,
  keys: Keys,
  actor: Actor,
  scope: Scope,
  input: {
    endpoint: string;
    secret: string;
    overlapSeconds: number;
    at: string;
    request?: string | undefined;
  },
): Promise<void> {
  const { endpoint, secret, overlapSeconds, at, request } = input;
  await lockEndpoint(trx, scope, endpoint);
  const until = shiftMs(at, overlapSeconds * 1000);
  await sql`UPDATE webhook_secret SET expires_at = least(coalesce(expires_at, ${until}), ${until})
    WHERE endpoint_id = ${endpoint}`.execute(trx);
  await sql`DELETE FROM webhook_secret WHERE endpoint_id = ${endpoint} AND (expires_at <= ${at}
    OR id NOT IN (SELECT id FROM webhook_secret WHERE endpoint_id = ${endpoint}
      ORDER BY created_at DESC, id DESC LIMIT ${SECRETS_MAX - 1}))`.execute(trx);
  await addSecret(trx, keys, actor, { id: secret, endpoint, at, request });
  const data = { secret, overlap_seconds: overlapSeconds };
  const action = 'webhook_secret.rotated';
  await appendAudit(trx, actor, { action, object: endpoint, at, request, data });
}
