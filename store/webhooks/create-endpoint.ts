import { sql, type Transaction } from 'kysely';
import type { Actor } from '../../domain/access/access.ts';
import { Refusal } from '../../domain/refusal.ts';
import { ENDPOINTS_MAX } from '../../domain/webhooks/endpoint.ts';
import type { WireEventType } from '../../domain/wire/event-types.ts';
import { appendAudit } from '../audit/append-audit.ts';
import type { Database } from '../db/database.ts';
import type { Keys } from '../keys/keys.ts';
import type { Scope } from '../db/scope.ts';
import { addSecret } from './secrets.ts';
import { wakeSender } from './wake-sender.ts';

export interface NewEndpoint {
  id: string;
  secret: string;
  url: string;
  description: string | null;
  /** Null: all types. */
  eventTypes: WireEventType[] | null;
  at: string;
  request?: string | undefined;
}

/** Registers an endpoint with its first secret. Until its challenge is echoed, nothing else is sent. */
export async function createEndpoint(
  trx: Transaction<Database>,
  keys: Keys,
  actor: Actor,
  scope: Scope,
  input: NewEndpoint,
): Promise<void> {
  const { id, url, description, eventTypes, at, request } = input;
  await requireRoom(trx, scope);
  await trx
    .insertInto('webhook_endpoint')
    .values({
      id,
      mode: scope.mode,
      url,
      description,
      event_types: eventTypes,
      enabled: true,
      generation: 1,
      created_at: at,
      created_by: JSON.stringify(actor),
      updated_at: at,
      deleted_at: null,
    })
    .execute();
  await appendAudit(trx, actor, {
    action: 'webhook_endpoint.created',
    object: id,
    at,
    request,
    data: { mode: scope.mode, host: new URL(url).host, event_types: eventTypes ?? [] },
  });
  await addSecret(trx, keys, actor, { id: input.secret, endpoint: id, at, request });
  await wakeSender(trx);
}

/** Takes a lock, so that two simultaneous registrations cannot both take the last free place. */
async function requireRoom(trx: Transaction<Database>, { mode }: Scope): Promise<void> {
  await sql`SELECT pg_advisory_xact_lock(hashtext('vouch/webhook_endpoints'))`.execute(trx);
  const { rows } = await sql<{ count: number }>`SELECT count(*)::integer AS count
    FROM webhook_endpoint WHERE mode = ${mode} AND deleted_at IS NULL`.execute(trx);
  if ((rows[0]?.count ?? 0) < ENDPOINTS_MAX) return;
  throw new Refusal('endpoints_too_many', `At most ${ENDPOINTS_MAX}; delete one first.`);
}
