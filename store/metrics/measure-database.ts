import { type Kysely, sql } from 'kysely';
import type { Mode } from '../../domain/access/access.ts';
import type { Status, StatusReason } from '../../domain/case/status.ts';
import type { Database } from '../db/database.ts';
import { countStuckUnscoped } from './count-stuck.ts';

/**
 * The values of the gauges that are read from the database. Instants are ISO strings, or null if there is
 * none.
 */
export interface DatabaseGauges {
  cases: { mode: Mode; status: Status; reason: StatusReason; count: number }[];
  stuck: { mode: Mode; stuck: number }[];
  verifying: { mode: Mode; oldest: string }[];
  reviews: {
    mode: Mode;
    claimed: boolean;
    escalated: boolean;
    count: number;
    overdue: number;
    oldest: string;
  }[];
  checkpointAt: string | null;
  /** The instant of the oldest event that no sender has taken. */
  outboxAt: string | null;
}

/**
 * Reads the values of the gauges, for both modes: only sums and ages. Each query uses an index or the roll-up
 * that the recorder keeps, so that a hundred thousand customers cost milliseconds.
 */
export async function measureDatabaseUnscoped(
  database: Kysely<Database>,
  input: { now: string },
): Promise<DatabaseGauges> {
  const { now } = input;
  const cases = await sql<
    DatabaseGauges['cases'][number]
  >`SELECT mode, status, status_reason AS reason,
      sum(count)::integer AS count
    FROM status_count GROUP BY mode, status, status_reason`.execute(database);
  const verifying = await sql<DatabaseGauges['verifying'][number]>`SELECT mode,
      min(updated_at) AS oldest
    FROM "case" WHERE mode IN ('live', 'test') AND status_reason = 'verifying'
    GROUP BY mode`.execute(database);
  const reviews = await sql<DatabaseGauges['reviews'][number]>`SELECT r.mode,
      c.review_id IS NOT NULL AS claimed, r.escalated_at IS NOT NULL AS escalated,
      count(*)::integer AS count, min(r.opened_at) AS oldest,
      (count(*) FILTER (WHERE r.due_at < ${now}))::integer AS overdue
    FROM review r LEFT JOIN review_claim c ON c.review_id = r.id AND c.expires_at > ${now}
    WHERE r.closed_at IS NULL
    GROUP BY r.mode, claimed, escalated`.execute(database);
  const last = await database
    .selectFrom('audit_checkpoint')
    .select('created_at')
    .orderBy('n', 'desc')
    .limit(1)
    .executeTakeFirst();
  const waiting = await database
    .selectFrom('outbox')
    .select('created_at')
    .orderBy('created_at')
    .limit(1)
    .executeTakeFirst();
  return {
    cases: cases.rows,
    stuck: await countStuckUnscoped(database, { now }),
    verifying: verifying.rows,
    reviews: reviews.rows,
    checkpointAt: last?.created_at ?? null,
    outboxAt: waiting?.created_at ?? null,
  };
}
