import { type Kysely, sql, type Transaction } from 'kysely';
import type { Mode } from '../../domain/access/access.ts';
import type { WireEventType } from '../../domain/wire/event-types.ts';
import type { Database } from '../db/database.ts';
import { PUBLIC_SEQUENCE } from '../events/public-sequence.ts';
import { messageBody, type OutgoingEvent } from './message-body.ts';
import { onlyOne } from './only-one.ts';

const BATCH = 500;

interface Addressee {
  id: string;
  mode: Mode;
  eventTypes: WireEventType[] | null;
}
type Outgoing = OutgoingEvent & { mode: Mode };

interface Message {
  endpoint_id: string;
  customer_id: string;
  sequence: number;
  event_id: string;
  type: WireEventType;
  body: string;
}

/**
 * Turns rows of the outbox into a message for each endpoint that wants the event, and returns how many rows
 * it took. Both happen in one transaction. One process at a time, because each message names the one before
 * it.
 */
export async function fanOut(database: Kysely<Database>, input: { now: string }): Promise<number> {
  const { rows } = await sql`SELECT 1 FROM outbox LIMIT 1`.execute(database);
  if (rows.length === 0) return 0;
  return database.transaction().execute(async (trx) => {
    if (!(await onlyOne(trx))) return 0;
    const events = await takeOutbox(trx);
    const messages = await address(trx, events);
    if (messages.length > 0) await enqueue(trx, messages, input.now);
    return events.length;
  });
}

/**
 * All rows of the customers whose events are oldest. The rows of a customer are taken together, in their
 * order.
 */
async function takeOutbox(trx: Transaction<Database>): Promise<Outgoing[]> {
  const { rows } = await sql<Outgoing>`WITH oldest AS (
      SELECT customer_id FROM outbox ORDER BY created_at, event_id LIMIT ${BATCH}),
    taken AS (
      DELETE FROM outbox WHERE customer_id IN (SELECT customer_id FROM oldest)
      RETURNING event_id, mode)
    SELECT e.id, e.customer_id AS customer, ${PUBLIC_SEQUENCE} AS sequence, e.type, e.at, e.data, e.status,
      e.status_reason AS "statusReason", taken.mode
    FROM taken JOIN event e ON e.id = taken.event_id AND e.audience = 'all'
    ORDER BY e.customer_id, e.sequence`.execute(trx);
  return rows;
}

async function address(trx: Transaction<Database>, events: Outgoing[]): Promise<Message[]> {
  const { rows: endpoints } = await sql<Addressee>`SELECT id, mode, event_types AS "eventTypes"
    FROM webhook_endpoint WHERE deleted_at IS NULL`.execute(trx);
  if (endpoints.length === 0) return [];
  const last = await lastSequences(trx, [...new Set(events.map(({ customer }) => customer))]);
  return endpoints.flatMap((endpoint) =>
    events
      .filter(({ mode, type }) => {
        return mode === endpoint.mode && (endpoint.eventTypes?.includes(type) ?? true);
      })
      .map((event) => {
        const { id: event_id, customer: customer_id, sequence, type } = event;
        const queue = `${endpoint.id} ${customer_id}`;
        const body = messageBody(event, last.get(queue) ?? null);
        last.set(queue, sequence);
        return { endpoint_id: endpoint.id, customer_id, sequence, event_id, type, body };
      }),
  );
}

async function lastSequences(
  trx: Transaction<Database>,
  customers: string[],
): Promise<Map<string, number>> {
  const { rows } = await sql<{ queue: string; last: number }>`
    SELECT q.endpoint_id || ' ' || q.customer_id AS queue, q.last_sequence AS last
    FROM webhook_endpoint e JOIN webhook_queue q ON q.endpoint_id = e.id
    WHERE e.deleted_at IS NULL AND q.customer_id = ANY(${customers}::text[])`.execute(trx);
  return new Map(rows.map(({ queue, last }) => [queue, last]));
}

/** A message that exists stays as it is: after a restore, the outbox may contain its event again. */
async function enqueue(trx: Transaction<Database>, messages: Message[], now: string) {
  await sql`WITH added AS (
      INSERT INTO webhook_message (endpoint_id, customer_id, sequence, event_id, type, body, created_at)
      SELECT endpoint_id, customer_id, sequence, event_id, type, body, ${now}
      FROM jsonb_populate_recordset(NULL::webhook_message, ${JSON.stringify(messages)}::jsonb)
      ON CONFLICT DO NOTHING RETURNING endpoint_id, customer_id, sequence)
    INSERT INTO webhook_queue AS q
      (endpoint_id, customer_id, last_sequence, pending, tries, due_at, lease)
    SELECT endpoint_id, customer_id, max(sequence), count(*), 0, ${now}, 0 FROM added
    GROUP BY endpoint_id, customer_id
    ON CONFLICT (endpoint_id, customer_id) DO UPDATE SET
      last_sequence = greatest(q.last_sequence, excluded.last_sequence),
      due_at = CASE WHEN q.pending = 0 THEN excluded.due_at ELSE q.due_at END,
      pending = q.pending + excluded.pending`.execute(trx);
}
