import { CompiledQuery, type Kysely } from 'kysely';
import type { RequirementsView } from '../../domain/case/shown/view.ts';
import { Refusal } from '../../domain/refusal.ts';
import type { Status, StatusReason } from '../../domain/case/status.ts';
import type { Database } from '../db/database.ts';
import type { Scope } from '../db/scope.ts';

export interface Requirements {
  requirements: RequirementsView;
  version: number;
  status: Status;
  statusReason: StatusReason;
}

// Plain SQL rather than a built query, because it is the cheapest polling query: one row by its key.
export const ONE_ROW = `SELECT requirements, version, status, status_reason AS "statusReason"
  FROM "case" WHERE customer_id = $1 AND (mode = $2) IS TRUE`;
const ONE_VERSION = 'SELECT version FROM "case" WHERE customer_id = $1 AND (mode = $2) IS TRUE';

/** Only the requirements object: one prepared query on one index. Refuses `not_found`. */
export async function getRequirements(
  db: Kysely<Database>,
  scope: Scope,
  customer: string,
): Promise<Requirements> {
  const query = CompiledQuery.raw(ONE_ROW, [customer, scope.mode]);
  const row = (await db.executeQuery(query)).rows[0];
  if (!row) throw new Refusal('not_found');
  return row as Requirements;
}

/** The recorded version of a case, 0 if there is none. An acknowledged write waits for it. */
export async function findVersion(
  db: Kysely<Database>,
  scope: Scope,
  customer: string,
): Promise<number> {
  const query = CompiledQuery.raw(ONE_VERSION, [customer, scope.mode]);
  const row = (await db.executeQuery(query)).rows[0] as { version: number } | undefined;
  return row?.version ?? 0;
}
