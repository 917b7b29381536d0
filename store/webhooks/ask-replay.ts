import { sql, type Transaction } from 'kysely';
import type { Actor } from '../../domain/access/access.ts';
import { Refusal } from '../../domain/refusal.ts';
import { appendAudit } from '../audit/append-audit.ts';
import type { Database } from '../db/database.ts';
import type { Scope } from '../db/scope.ts';
import { lockEndpoint } from './endpoint.ts';
import { wakeSender } from './wake-sender.ts';

export interface AskedReplay {
  id: string;
  endpoint: string;
  customer: string;
  fromSequence: number;
  /** Null: all events from there on. */
  toSequence: number | null;
  at: string;
  request?: string | undefined;
}

/**
 * Asks the sender to send a customer's events again, with the same ids and bytes, in order. A parked queue
 * continues. Refuses `not_found` if there is no such endpoint, or if it never had an event of the customer.
 */
export async function askReplay(
  trx: Transaction<Database>,
  actor: Actor,
  scope: Scope,
  input: AskedReplay,
): Promise<void> {
  const { id, endpoint, customer, fromSequence, toSequence, at, request } = input;
  await lockEndpoint(trx, scope, endpoint);
  const { rows } = await sql`SELECT 1 FROM webhook_queue
    WHERE endpoint_id = ${endpoint} AND customer_id = ${customer}`.execute(trx);
  if (rows.length === 0) throw new Refusal('not_found');
  const bounds = { from_sequence: fromSequence, to_sequence: toSequence };
  await trx
    .insertInto('webhook_replay')
    .values({ id, endpoint_id: endpoint, customer_id: customer, ...bounds, asked_at: at })
    .execute();
  const data = { customer, ...bounds };
  const action = 'webhook_replay.asked';
  await appendAudit(trx, actor, { action, object: endpoint, at, request, data });
  await wakeSender(trx);
}
