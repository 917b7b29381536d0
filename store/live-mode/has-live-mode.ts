import { type Kysely, sql } from 'kysely';
import type { Database } from '../db/database.ts';

/**
 * Whether real people are served: there is a live key that is neither revoked nor expired, or a live
 * customer.
 */
export async function hasLiveMode(database: Kysely<Database>): Promise<boolean> {
  const { rows } = await sql<{ live: boolean }>`SELECT
      EXISTS (SELECT FROM api_key WHERE mode = 'live' AND revoked_at IS NULL AND expires_at > now())
      OR EXISTS (SELECT FROM "case" WHERE mode = 'live') AS live`.execute(database);
  return rows[0]?.live === true;
}
