import { type Kysely, sql } from 'kysely';
import type { CaseState } from '../../domain/case/state.ts';
import type { Database } from '../db/database.ts';

/**
 * What a case refers to and the database lacks, for example `details/2`, `doc_…`, or `chk_…` for the readings
 * of a finding. No workflow holds them, so after a restore they must be sent again.
 */
export async function findLost(db: Kysely<Database>, state: CaseState): Promise<string[]> {
  const { customer, detailsVersion } = state;
  const documents = state.documents.map(({ id }) => id);
  const checks = state.checks.filter(
    ({ outcome }) => outcome !== null && outcome !== 'unavailable',
  );
  const { rows } = await sql<{ lost: string }>`
    SELECT ${`details/${detailsVersion}`} AS lost WHERE NOT EXISTS (SELECT FROM details_version
      WHERE customer_id = ${customer} AND version = ${detailsVersion})
    UNION ALL SELECT id FROM unnest(${documents}::text[]) id
      WHERE NOT EXISTS (SELECT FROM upload WHERE document_id = id)
    UNION ALL SELECT id FROM unnest(${checks.map(({ id }) => id)}::text[]) id
      WHERE NOT EXISTS (SELECT FROM finding WHERE check_id = id)`.execute(db);
  return rows.map(({ lost }) => lost);
}
