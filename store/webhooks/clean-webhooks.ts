import { type Kysely, sql, type Transaction } from 'kysely';
import { shiftMs } from '../../domain/time.ts';
import { KEPT_DAYS } from '../../domain/webhooks/endpoint.ts';
import type { Database } from '../db/database.ts';
import { becomeOnlyOne } from './only-one.ts';

const BATCH = 5000;
const DAY_MS = 24 * 3_600_000;

/**
 * Removes messages and attempts that are older than 30 days, delivered or not, and everything of deleted
 * endpoints. Returns how many messages were never delivered: a receiver closes that gap by pulling events.
 */
export async function cleanWebhooks(
  database: Kysely<Database>,
  input: { now: string },
): Promise<{ undelivered: number }> {
  const before = shiftMs(input.now, -KEPT_DAYS * DAY_MS);
  let undelivered = 0;
  for (;;) {
    const gone = await database.transaction().execute(async (trx) => {
      await becomeOnlyOne(trx);
      return cleanMessages(trx, before);
    });
    undelivered += gone.undelivered;
    if (gone.messages < BATCH) break;
  }
  await sql`DELETE FROM webhook_delivery d USING webhook_endpoint e
    WHERE d.endpoint_id = e.id AND (d.at < ${before} OR e.deleted_at IS NOT NULL)`.execute(
    database,
  );
  await removeQueues(database);
  await sql`DELETE FROM webhook_health h USING webhook_endpoint e
    WHERE h.endpoint_id = e.id AND e.deleted_at IS NOT NULL`.execute(database);
  await sql`DELETE FROM webhook_secret WHERE expires_at < ${before}`.execute(database);
  return { undelivered };
}

/**
 * Removes queues of deleted endpoints once their messages are gone, because a message is found by its queue.
 */
async function removeQueues(database: Kysely<Database>): Promise<void> {
  await database.transaction().execute(async (trx) => {
    await becomeOnlyOne(trx); // a fan-out in progress may write to one of them
    await sql`DELETE FROM webhook_queue q USING webhook_endpoint e
      WHERE q.endpoint_id = e.id AND e.deleted_at IS NOT NULL
        AND NOT EXISTS (SELECT 1 FROM webhook_message m
          WHERE m.endpoint_id = q.endpoint_id AND m.customer_id = q.customer_id)`.execute(trx);
  });
}

/** Locks the queues first, as recording an attempt does. Whoever holds a lease on one loses it. */
async function cleanMessages(
  trx: Transaction<Database>,
  before: string,
): Promise<{ messages: number; undelivered: number }> {
  const { rows } = await sql<{ messages: number; undelivered: number }>`WITH old AS MATERIALIZED (
      SELECT m.endpoint_id, m.customer_id, m.sequence, e.deleted_at IS NULL AS wanted
      FROM webhook_message m JOIN webhook_endpoint e ON e.id = m.endpoint_id
      WHERE m.created_at < ${before} OR e.deleted_at IS NOT NULL LIMIT ${BATCH}),
    queues AS MATERIALIZED (
      SELECT q.endpoint_id, q.customer_id FROM webhook_queue q
      WHERE (q.endpoint_id, q.customer_id) IN (SELECT endpoint_id, customer_id FROM old)
      ORDER BY q.endpoint_id, q.customer_id FOR UPDATE),
    removed AS (
      DELETE FROM webhook_message m USING old
      LEFT JOIN queues q ON q.endpoint_id = old.endpoint_id AND q.customer_id = old.customer_id
      WHERE m.endpoint_id = old.endpoint_id AND m.customer_id = old.customer_id
        AND m.sequence = old.sequence
      RETURNING m.endpoint_id, m.customer_id, m.delivered_at IS NULL AS waits, old.wanted),
    fewer AS (
      UPDATE webhook_queue q SET pending = q.pending - r.n, lease = q.lease + 1, lease_until = NULL,
        parked_at = CASE WHEN q.pending = r.n THEN NULL ELSE q.parked_at END,
        tries = CASE WHEN q.pending = r.n THEN 0 ELSE q.tries END
      FROM (SELECT endpoint_id, customer_id, count(*)::integer AS n FROM removed WHERE waits
        GROUP BY endpoint_id, customer_id) r
      WHERE q.endpoint_id = r.endpoint_id AND q.customer_id = r.customer_id)
    SELECT count(*)::integer AS messages,
      count(*) FILTER (WHERE waits AND wanted)::integer AS undelivered
    FROM removed`.execute(trx);
  return rows[0] ?? { messages: 0, undelivered: 0 };
}
