import { type Kysely, sql } from 'kysely';
import type { Mode } from '../../domain/access.ts';
import type { Status, StatusReason } from '../../domain/status.ts';
import { shiftMs } from '../../domain/time.ts';
import type { Database } from '../database.ts';

/** What the gauges of the database show. Instants are ISO strings; null where there is nothing. */
export interface Stock {
  cases: { mode: Mode; status: Status; reason: StatusReason; count: number }[];
  verifying: { mode: Mode; stuck: number; oldest: string }[];
  reviews: {
    mode: Mode;
    claimed: boolean;
    escalated: boolean;
    count: number;
    overdue: number;
    oldest: string;
  }[];
  checkpointAt: string | null;
  /** Of the oldest event that no sender took up. */
  outboxAt: string | null;
}

/** Without news for longer, a case that verifies is stuck (proof.md section 10). */
const STUCK_MS = 15 * 60_000;

/**
 * Reads what the gauges show, of both modes: sums and ages alone. Each look uses an index or the
 * roll-up that the recorder keeps, so that a hundred thousand customers cost milliseconds.
 */
export async function takeStockUnscoped(
  database: Kysely<Database>,
  input: { now: string },
): Promise<Stock> {
  const { now } = input;
  const cases = await sql<Stock['cases'][number]>`SELECT mode, status, status_reason AS reason,
      sum(count)::integer AS count
    FROM status_count GROUP BY mode, status, status_reason`.execute(database);
  const verifying = await sql<Stock['verifying'][number]>`SELECT mode,
      (count(*) FILTER (WHERE updated_at < ${shiftMs(now, -STUCK_MS)}))::integer AS stuck,
      min(updated_at) AS oldest
    FROM "case" WHERE mode IN ('live', 'test') AND status_reason = 'verifying'
    GROUP BY mode`.execute(database);
  const reviews = await sql<Stock['reviews'][number]>`SELECT r.mode,
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
    verifying: verifying.rows,
    reviews: reviews.rows,
    checkpointAt: last?.created_at ?? null,
    outboxAt: waiting?.created_at ?? null,
  };
}
