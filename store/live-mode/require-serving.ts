import { type Kysely, sql } from 'kysely';
import type { Database } from '../db/database.ts';
import { hasLiveMode } from './has-live-mode.ts';

/** What a process was told of whom it may serve. */
export interface ServingMode {
  vouchMode: 'development' | 'production';
  liveOutsideProduction: 'refused' | 'accepted';
}

/** Said to whoever would serve, or make a key for, real people outside production. */
export const LIVE_IS_REFUSED =
  'live mode is for VOUCH_MODE=production, or needs LIVE_OUTSIDE_PRODUCTION=accepted';

/** What may change the past of a table. */
const REWRITES = 'UPDATE, DELETE, TRUNCATE, TRIGGER';

/** Whether real people may be served. */
export function servesLive({ vouchMode, liveOutsideProduction }: ServingMode): boolean {
  return vouchMode === 'production' || liveOutsideProduction === 'accepted';
}

/**
 * Before a process serves. Outside production it throws where live customers or keys are there and nobody
 * accepted that; in production where its own role could rewrite the audit trail.
 */
export async function requireServing(database: Kysely<Database>, mode: ServingMode): Promise<void> {
  if (!servesLive(mode) && (await hasLiveMode(database))) throw new Error(LIVE_IS_REFUSED);
  if (mode.vouchMode === 'production' && (await ownsAudit(database))) {
    throw new Error(
      'DATABASE_URL: its role may rewrite the audit trail; serve with the role that SERVING_ROLE named to the migration (production)',
    );
  }
}

/** Whether the role of this connection, or one that it may become, can change what was audited. */
async function ownsAudit(database: Kysely<Database>): Promise<boolean> {
  const { rows } = await sql<{ owns: boolean }>`SELECT
      pg_has_role(relowner, 'MEMBER')
      OR has_table_privilege(oid, ${REWRITES}) AS owns
    FROM pg_class WHERE oid = to_regclass('audit_entry')`.execute(database);
  return rows.some(({ owns }) => owns);
}
