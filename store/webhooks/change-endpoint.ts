import type { Transaction } from 'kysely';
import type { Actor } from '../../domain/access/access.ts';
import type { WireEventType } from '../../domain/wire/event-types.ts';
import { appendAudit } from '../audit/append-audit.ts';
import type { Database } from '../db/database.ts';
import type { Scope } from '../db/scope.ts';
import { lockEndpoint } from './endpoint.ts';
import { wakeSender } from './wake-sender.ts';

export interface EndpointChange {
  url?: string | undefined;
  description?: string | null | undefined;
  eventTypes?: WireEventType[] | null | undefined;
  enabled?: boolean | undefined;
}

/**
 * Changes an endpoint. A new address, or enabling an endpoint that is not active, begins with a challenge.
 * Waiting events are kept in the meantime, and sending continues with the first undelivered one. Refuses
 * `not_found`.
 */
export async function changeEndpoint(
  trx: Transaction<Database>,
  actor: Actor,
  scope: Scope,
  input: { id: string; change: EndpointChange; at: string; request?: string | undefined },
): Promise<void> {
  const { id, change, at, request } = input;
  const now = await lockEndpoint(trx, scope, id);
  const { url = now.url, enabled = now.enabled } = change;
  const begins = url !== now.url || (change.enabled === true && now.state === 'disabled');
  await trx
    .updateTable('webhook_endpoint')
    .set((eb) => ({
      url,
      enabled,
      generation: begins ? eb('generation', '+', 1) : eb.ref('generation'),
      ...(change.description === undefined ? {} : { description: change.description }),
      ...(change.eventTypes === undefined ? {} : { event_types: change.eventTypes }),
      updated_at: at,
    }))
    .where('id', '=', id)
    .execute();
  const data = {
    fields: Object.keys(change).filter(
      (name) => change[name as keyof EndpointChange] !== undefined,
    ),
    host: new URL(url).host,
    enabled,
    ...(change.eventTypes === undefined ? {} : { event_types: change.eventTypes ?? [] }),
  };
  await appendAudit(trx, actor, {
    action: 'webhook_endpoint.changed',
    object: id,
    at,
    request,
    data,
  });
  await wakeSender(trx);
}

/**
 * Deletes an endpoint: its secrets at once, the data that were kept for it later, bit by bit. Refuses
 * `not_found`.
 */
export async function deleteEndpoint(
  trx: Transaction<Database>,
  actor: Actor,
  scope: Scope,
  input: { id: string; at: string; request?: string | undefined },
): Promise<void> {
  const { id, at, request } = input;
  await lockEndpoint(trx, scope, id);
  await trx
    .updateTable('webhook_endpoint')
    .set({ deleted_at: at, enabled: false, updated_at: at })
    .where('id', '=', id)
    .execute();
  await trx.deleteFrom('webhook_secret').where('endpoint_id', '=', id).execute();
  await appendAudit(trx, actor, { action: 'webhook_endpoint.deleted', object: id, at, request });
}
