import { type Kysely, sql } from 'kysely';
import type { Database } from '../db/database.ts';
import { onlyOne } from './only-one.ts';

/**
 * Carries out the replays that were asked for: their messages count as undelivered, and the queue continues
 * with the first of them. Messages in flight are sent again too. Returns how many replays there were.
 */
export async function applyReplays(
  database: Kysely<Database>,
  input: { now: string },
): Promise<number> {
  const { rows } = await sql`SELECT 1 FROM webhook_replay LIMIT 1`.execute(database);
  if (rows.length === 0) return 0;
  return database.transaction().execute(async (trx) => {
    if (!(await onlyOne(trx))) return 0;
    const { rows: asked } = await sql<Replay>`DELETE FROM webhook_replay
      RETURNING endpoint_id, customer_id, from_sequence, to_sequence, asked_at`.execute(trx);
    for (const { endpoint_id, customer_id, from_sequence, to_sequence } of asked) {
      // Locks the queue first, in the same order as when an attempt is recorded.
      await sql`UPDATE webhook_queue SET lease = lease + 1, lease_until = NULL, tries = 0,
          due_at = ${input.now}, parked_at = NULL
        WHERE endpoint_id = ${endpoint_id} AND customer_id = ${customer_id}`.execute(trx);
      await sql`WITH again AS (
          UPDATE webhook_message SET delivered_at = NULL
          WHERE endpoint_id = ${endpoint_id} AND customer_id = ${customer_id}
            AND delivered_at IS NOT NULL AND sequence >= ${from_sequence}
            AND sequence <= coalesce(${to_sequence}, sequence) RETURNING 1)
        UPDATE webhook_queue SET pending = pending + (SELECT count(*) FROM again)
        WHERE endpoint_id = ${endpoint_id} AND customer_id = ${customer_id}`.execute(trx);
    }
    return asked.length;
  });
}

interface Replay {
  endpoint_id: string;
  customer_id: string;
  from_sequence: number;
  to_sequence: number | null;
}
