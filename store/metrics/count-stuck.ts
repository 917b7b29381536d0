import { type Kysely, sql } from 'kysely';
import type { Mode } from '../../domain/access/access.ts';
import { shiftMs } from '../../domain/time.ts';
import type { Database } from '../db/database.ts';

/** A case is stuck if a step that needs nobody has not happened for this long. */
const STUCK_MS = 15 * 60_000;

/**
 * Counts the customers whose case is stuck, whatever its status: the case was never recorded, a check has no
 * answer, or a deadline passed without effect. A customer who is stuck for two reasons counts once.
 */
export async function countStuckUnscoped(
  database: Kysely<Database>,
  input: { now: string },
): Promise<{ mode: Mode; stuck: number }[]> {
  const before = shiftMs(input.now, -STUCK_MS);
  const { rows } = await sql<{ mode: Mode; stuck: number }>`
    SELECT mode, count(*)::integer AS stuck FROM (
      SELECT u.mode, u.id FROM customer u
        WHERE u.created_at < ${before} AND u.erased_at IS NULL
          AND NOT EXISTS (SELECT FROM "case" c WHERE c.customer_id = u.id)
      UNION
      SELECT c.mode, c.customer_id FROM "case" c
        JOIN "check" k ON k.customer_id = c.customer_id
        WHERE c.mode IN ('live', 'test') AND c.state @? '$.checks[*] ? (@.outcome == null)'
          AND k.outcome IS NULL AND k.created_at < ${before}
          AND jsonb_path_exists(c.state, '$.checks[*] ? (@.id == $id && @.outcome == null)',
            jsonb_build_object('id', k.id))
      UNION
      SELECT mode, customer_id FROM "case" WHERE due_at < ${before}) stuck
    GROUP BY mode`.execute(database);
  return rows;
}
