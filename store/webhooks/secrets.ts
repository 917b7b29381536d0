import { randomBytes } from 'node:crypto';
import { type Kysely, sql, type Transaction } from 'kysely';
import type { Actor } from '../../domain/access/access.ts';
import { Secret } from '../../domain/secret.ts';
import { appendAudit } from '../audit/append-audit.ts';
import type { Database } from '../db/database.ts';
import type { Keys } from '../keys/keys.ts';
import { type SealedAad, seal } from '../sealing/seal.ts';
import { openSealed } from '../sealing/sealed-json.ts';
import type { Sealed } from '../db/tables/columns.ts';

const BYTES = 32;
/** Most secrets that sign at the same time: the newest, and those whose overlap has not ended. */
export const SECRETS_MAX = 3;

/** Makes a secret for an endpoint and seals it; nobody has seen it yet. */
export async function addSecret(
  trx: Transaction<Database>,
  keys: Keys,
  actor: Actor,
  input: { id: string; endpoint: string; at: string; request?: string | undefined },
): Promise<void> {
  const { id, endpoint, at, request } = input;
  const secret = seal(await keys.open('system'), placeOf(id), randomBytes(BYTES));
  const row = { id, endpoint_id: endpoint, secret, created_at: at, expires_at: null };
  await trx.insertInto('webhook_secret').values(row).execute();
  const data = { secret: id };
  await appendAudit(trx, actor, {
    action: 'webhook_secret.made',
    object: endpoint,
    at,
    request,
    data,
  });
}

/** The text of a secret, `whsec_` and base64, for the only answer that shows it. */
export async function showSecret(
  trx: Transaction<Database>,
  keys: Keys,
  actor: Actor,
  input: { id: string; endpoint: string; at: string; request?: string | undefined },
): Promise<Secret<string>> {
  const { id, endpoint, at, request } = input;
  const row = await trx
    .selectFrom('webhook_secret')
    .select('secret')
    .where('id', '=', id)
    .where('endpoint_id', '=', endpoint)
    .executeTakeFirstOrThrow();
  const bytes = await openSealed(keys, 'system', placeOf(id), row.secret);
  const data = { secret: id };
  const action = 'webhook_secret.shown';
  await appendAudit(trx, actor, { action, object: endpoint, at, request, data });
  return new Secret(`whsec_${bytes.toString('base64')}`);
}

/** The keys that sign for an endpoint now, the newest first. */
export async function signingKeys(
  db: Kysely<Database>,
  keys: Keys,
  input: { endpoint: string; now: string },
): Promise<Buffer[]> {
  const { rows } = await sql<{ id: string; secret: Sealed<'secret'> }>`
    SELECT id, secret FROM webhook_secret
    WHERE endpoint_id = ${input.endpoint} AND (expires_at IS NULL OR expires_at > ${input.now})
    ORDER BY created_at DESC, id DESC LIMIT ${SECRETS_MAX}`.execute(db);
  return Promise.all(rows.map(({ id, secret }) => openSealed(keys, 'system', placeOf(id), secret)));
}

function placeOf(id: string): SealedAad<'secret'> {
  return { table: 'webhook_secret', column: 'secret', row: id };
}
