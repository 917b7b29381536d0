import { type Kysely, sql } from 'kysely';
import type { Database } from '../db/database.ts';
import { hasLiveMode } from './has-live-mode.ts';

/** The settings that say whom a process may serve. */
export interface ServingMode {
  vouchMode: 'development' | 'production';
  liveOutsideProduction: 'refused' | 'accepted';
}

/** The error text if somebody would serve real people, or make a key for them, outside production. */
export const LIVE_IS_REFUSED =
  'live mode is for VOUCH_MODE=production, or needs LIVE_OUTSIDE_PRODUCTION=accepted';

/** Rights that allow changing rows that were already written. */
const REWRITES = 'UPDATE, DELETE, TRUNCATE, TRIGGER';

/** Whether real people may be served. */
export function servesLive({ vouchMode, liveOutsideProduction }: ServingMode): boolean {
  return vouchMode === 'production' || liveOutsideProduction === 'accepted';
}

/**
 * To be called before a process serves. Outside production it throws if there are live customers or keys and
 * nobody accepted that; in production it throws if its own role could rewrite the audit trail.
 */
export async function requireServing(database: Kysely<Database>, mode: ServingMode): Promise<void> {
  if (!servesLive(mode) && (await hasLiveMode(database))) throw new Error(LIVE_IS_REFUSED);
  if (mode.vouchMode === 'production' && (await ownsAudit(database))) {
    throw new Error(
      'DATABASE_URL: its role may rewrite the audit trail; serve with the role that SERVING_ROLE named to the migration (production)',
    );
  }
}

/** Whether the role of this connection, or a role that it may assume, can change audit entries. */
async function ownsAudit(database: Kysely<Database>): Promise<boolean> {
  const { rows } = await sql<{ owns: boolean }>`SELECT
      pg_has_role(relowner, 'MEMBER')
      OR has_table_privilege(oid, ${REWRITES}) AS owns
    FROM pg_class WHERE oid = to_regclass('audit_entry')`.execute(database);
  return rows.some(({ owns }) => owns);
}
