import { type Kysely, sql } from 'kysely';
import { shiftMs } from '../../domain/time.ts';
import type { Pace } from '../../domain/webhooks/pace.ts';
import type { WireEventType } from '../../domain/wire/event-types.ts';
import type { Database } from '../db/database.ts';

/** The first message of a queue, which only the holder of the lease may send. */
export interface Claimed {
  endpoint: string;
  url: string;
  /** The generation of the endpoint: results of an earlier address say nothing about a later one. */
  generation: number;
  customer: string;
  sequence: number;
  /** The event's id, which is the `webhook-id`. */
  event: string;
  type: WireEventType;
  body: string;
  /** The number of attempts before this one. */
  tries: number;
  lease: number;
  /**
   * Since when it could be sent: since the event was announced, or since the message before it in its queue
   * was done.
   */
  dueAt: string;
}

/**
 * Claims queues that are due. It limits how many messages are in flight, over all senders: one per customer
 * and endpoint, a few per endpoint, and a total. An endpoint that only fails gets one attempt at a time.
 */
export async function claimDue(
  database: Kysely<Database>,
  input: { now: string; pace: Pace },
): Promise<Claimed[]> {
  const { now, pace } = input;
  const until = shiftMs(now, pace.leaseMs);
  return database.transaction().execute(async (trx) => {
    // Without this lock, two senders that count at the same time would both find room.
    await sql`SELECT pg_advisory_xact_lock(hashtext('vouch/webhook_claim'))`.execute(trx);
    const { rows } = await sql<Claimed>`WITH flying AS (
        SELECT endpoint_id, count(*)::integer AS n FROM webhook_queue
        WHERE lease_until IS NOT NULL AND lease_until > ${now} GROUP BY endpoint_id),
      open AS (
        SELECT e.id, e.url, e.generation, greatest(0, CASE WHEN h.failures >= ${pace.failuresMax}::integer THEN 1
            ELSE ${pace.perEndpoint}::integer END - coalesce(f.n, 0)) AS room
        FROM webhook_endpoint e
        JOIN webhook_health h ON h.endpoint_id = e.id AND h.generation = e.generation
        LEFT JOIN flying f ON f.endpoint_id = e.id
        WHERE e.enabled AND e.deleted_at IS NULL AND h.state = 'active'
          AND coalesce(h.rest_until <= ${now}, true)),
      due AS (
        SELECT open.url, open.generation, q.endpoint_id, q.customer_id,
          row_number() OVER (PARTITION BY q.endpoint_id ORDER BY q.due_at) AS place
        FROM open CROSS JOIN LATERAL (
          SELECT endpoint_id, customer_id, due_at FROM webhook_queue
          WHERE endpoint_id = open.id AND pending > 0 AND parked_at IS NULL AND due_at <= ${now}
            AND coalesce(lease_until <= ${now}, true)
          ORDER BY due_at LIMIT open.room FOR UPDATE SKIP LOCKED) q),
      chosen AS (
        SELECT url, generation, endpoint_id, customer_id FROM due ORDER BY place
        LIMIT greatest(0, ${pace.inAll}::integer - (SELECT coalesce(sum(n), 0)::integer FROM flying))),
      taken AS (
        UPDATE webhook_queue q SET lease = q.lease + 1, lease_until = ${until} FROM chosen c
        WHERE q.endpoint_id = c.endpoint_id AND q.customer_id = c.customer_id
        RETURNING q.endpoint_id, q.customer_id, q.tries, q.lease, q.due_at, c.url,
          c.generation)
      SELECT t.endpoint_id AS endpoint, t.url, t.generation, t.customer_id AS customer, t.tries, t.lease, t.due_at AS "dueAt",
        m.sequence, m.event_id AS event, m.type, m.body
      FROM taken t CROSS JOIN LATERAL (
        SELECT sequence, event_id, type, body FROM webhook_message
        WHERE endpoint_id = t.endpoint_id AND customer_id = t.customer_id AND delivered_at IS NULL
        ORDER BY sequence LIMIT 1) m`.execute(trx);
    return rows;
  });
}
