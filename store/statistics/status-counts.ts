import { type Kysely, sql } from 'kysely';
import type { Status, StatusReason } from '../../domain/case/status.ts';
import type { Database } from '../db/database.ts';
import type { Scope } from '../db/scope.ts';

/** Customers by status and reason, from the roll-up that the recorder keeps. */
export async function listStatusCounts(
  db: Kysely<Database>,
  scope: Scope,
): Promise<{ status: Status; statusReason: StatusReason; count: number }[]> {
  return db
    .selectFrom('status_count')
    .select(['status', 'status_reason as statusReason'])
    .select(sql<number>`sum(count)::integer`.as('count'))
    .where('mode', '=', scope.mode)
    .groupBy(['status', 'status_reason'])
    .having(sql`sum(count)`, '<>', 0)
    .orderBy('status')
    .orderBy('status_reason')
    .execute();
}
