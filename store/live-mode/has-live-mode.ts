import { type Kysely, sql } from 'kysely';
import type { Database } from '../db/database.ts';

/** Whether real people are served: a key of mode live may be used, or a customer of it is there. */
export async function hasLiveMode(database: Kysely<Database>): Promise<boolean> {
  const { rows } = await sql<{ live: boolean }>`SELECT
      EXISTS (SELECT FROM api_key WHERE mode = 'live' AND revoked_at IS NULL AND expires_at > now())
      OR EXISTS (SELECT FROM "case" WHERE mode = 'live') AS live`.execute(database);
  return rows[0]?.live === true;
}
