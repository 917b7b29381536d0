import { type Kysely, sql, type Transaction } from 'kysely';
import { SYSTEM } from '../domain/access.ts';
import { shiftMs } from '../domain/time.ts';
import { appendAudit } from './audit/append-audit.ts';
import type { Blobs } from './blobs.ts';
import type { Database } from './database.ts';

const KEPT_MS = 24 * 3_600_000;
const QUOTA_DAYS = 7;

/** What a sweep took away. */
export interface Swept {
  uploads: number;
  texts: number;
  details: number;
  answers: number;
  blobs: number;
}

/** Removes rows and blobs of the day before that no case came to refer to. Safe to run twice at once. */
export async function sweep(
  database: Kysely<Database>,
  blobs: Blobs,
  input: { now: string },
): Promise<Swept> {
  const before = shiftMs(input.now, -KEPT_MS);
  const rows = await database.transaction().execute((trx) => sweepRows(trx, before, input.now));
  let count = 0;
  for await (const { id, changedAt } of blobs.list()) {
    if (changedAt >= before || (await isReferenced(database, id))) continue;
    await blobs.delete(id);
    count += 1;
  }
  return { ...rows, blobs: count };
}

async function sweepRows(
  trx: Transaction<Database>,
  before: string,
  now: string,
): Promise<Omit<Swept, 'blobs'>> {
  const { rows } = await sql<Omit<Swept, 'blobs'>>`WITH uploads AS (
      DELETE FROM upload u WHERE created_at < ${before}
        AND NOT EXISTS (SELECT FROM document d WHERE d.id = u.document_id) RETURNING 1),
    texts AS (
      DELETE FROM text t WHERE created_at < ${before} AND review_id IS NULL
        AND NOT EXISTS (SELECT FROM case_reference r WHERE r.id = t.id) RETURNING 1),
    details AS (
      DELETE FROM details_version d WHERE created_at < ${before}
        AND EXISTS (SELECT FROM "case" c WHERE c.customer_id = d.customer_id)
        AND NOT EXISTS (SELECT FROM case_reference r WHERE r.id = d.customer_id || '/' || d.version)
      RETURNING customer_id, version),
    lookups AS (
      DELETE FROM lookup l USING details d
      WHERE l.customer_id = d.customer_id AND l.details_version = d.version),
    answers AS (DELETE FROM idempotency WHERE created_at < ${before} RETURNING 1),
    quotas AS (DELETE FROM quota WHERE day < ${now}::date - ${QUOTA_DAYS}::integer)
    SELECT (SELECT count(*)::integer FROM uploads) AS uploads,
      (SELECT count(*)::integer FROM texts) AS texts,
      (SELECT count(*)::integer FROM details) AS details,
      (SELECT count(*)::integer FROM answers) AS answers`.execute(trx);
  const swept = rows[0] ?? { uploads: 0, texts: 0, details: 0, answers: 0 };
  const data = { ...swept };
  await appendAudit(trx, SYSTEM, { action: 'storage.swept', object: 'storage', at: now, data });
  return swept;
}

async function isReferenced(db: Kysely<Database>, blob: string): Promise<boolean> {
  const { rows } = await sql`SELECT FROM upload WHERE blob_id = ${blob}
    UNION ALL SELECT FROM clean_page WHERE blob_id = ${blob}`.execute(db);
  return rows.length > 0;
}
