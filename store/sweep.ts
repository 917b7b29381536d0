import { type Kysely, sql, type Transaction } from 'kysely';
import { SYSTEM } from '../domain/access/access.ts';
import { shiftMs } from '../domain/time.ts';
import { appendAudit } from './audit/append-audit.ts';
import type { Blobs } from './blobs/blobs.ts';
import type { Database } from './db/database.ts';

const KEPT_MS = 24 * 3_600_000;
/**
 * How long to keep a row if the customer's case has recorded nothing since, because Temporal may have
 * accepted it without the recording being done.
 */
const UNRECORDED_MS = 30 * KEPT_MS;
/** Uses the database's clock, which also wrote when a change was recorded. */
const CHANGES_KEPT = '30 days';
/** Most time from staging to acceptance: a request takes some seconds, and two clocks may differ. */
const ACCEPTED_WITHIN = '1 minute';
/**
 * How long after the end of a link its files are kept: a submission in progress takes some seconds and may
 * still refer to them.
 */
const LINK_KEPT_MS = 3_600_000;
const QUOTA_DAYS = 7;
const BATCH = 500;

/** Counts of the rows that a sweep removed. */
export interface Swept {
  uploads: number;
  texts: number;
  details: number;
  answers: number;
  /** Documents that were begun with a link and never submitted. */
  drafts: number;
  blobs: number;
}

/**
 * Removes rows and blobs that are older than a day and that no case refers to; rows only once the case has
 * recorded something later, or after 30 days. Safe to run twice at once.
 */
export async function sweep(
  database: Kysely<Database>,
  blobs: Blobs,
  input: { now: string },
): Promise<Swept> {
  const before = shiftMs(input.now, -KEPT_MS);
  const rows = await database.transaction().execute((trx) => sweepRows(trx, before, input.now));
  await blobs.tidy();
  return { ...rows, blobs: await sweepBlobs(database, blobs, before) };
}

async function sweepBlobs(db: Kysely<Database>, blobs: Blobs, before: string): Promise<number> {
  let count = 0;
  let batch: string[] = [];
  const clear = async () => {
    const kept = await referenced(db, batch);
    const lost = batch.filter((id) => !kept.has(id));
    for (const id of lost) await blobs.delete(id);
    count += lost.length;
    batch = [];
  };
  for await (const { id, changedAt } of blobs.list()) {
    if (changedAt < before) batch.push(id);
    if (batch.length === BATCH) await clear();
  }
  if (batch.length > 0) await clear();
  return count;
}

async function sweepRows(
  trx: Transaction<Database>,
  before: string,
  now: string,
): Promise<Omit<Swept, 'blobs'>> {
  const hard = shiftMs(now, -UNRECORDED_MS);
  const old = (row: 'u' | 't' | 'd') => {
    const at = sql.ref(`${row}.created_at`);
    return sql`${at} < ${before} AND (${at} < ${hard} OR EXISTS (SELECT FROM "case" c
      WHERE c.customer_id = ${sql.ref(`${row}.customer_id`)}
        AND c.updated_at > ${at} + ${ACCEPTED_WITHIN}::interval))`;
  };
  const ended = sql`least(l.expires_at, l.revoked_at, l.completed_at)
    < ${shiftMs(now, -LINK_KEPT_MS)}`;
  const { rows } = await sql<Omit<Swept, 'blobs'>>`WITH uploads AS (
      DELETE FROM upload u WHERE ${old('u')}
        AND NOT EXISTS (SELECT FROM document d WHERE d.id = u.document_id) RETURNING 1),
    texts AS (
      DELETE FROM text t WHERE ${old('t')} AND review_id IS NULL
        AND NOT EXISTS (SELECT FROM case_reference r WHERE r.id = t.id) RETURNING 1),
    details AS (
      DELETE FROM details_version d WHERE ${old('d')}
        AND EXISTS (SELECT FROM "case" c WHERE c.customer_id = d.customer_id)
        AND NOT EXISTS (SELECT FROM case_reference r WHERE r.id = d.customer_id || '/' || d.version)
      RETURNING customer_id, version),
    lookups AS (
      DELETE FROM lookup l USING details d
      WHERE l.customer_id = d.customer_id AND l.details_version = d.version),
    answers AS (DELETE FROM idempotency WHERE created_at < ${before} RETURNING 1),
    changes AS (DELETE FROM case_change WHERE recorded_at < now() - ${CHANGES_KEPT}::interval),
    drafts AS (
      DELETE FROM link_draft d USING link l WHERE l.id = d.link_id AND ${ended} RETURNING 1),
    sessions AS (DELETE FROM link_session s USING link l WHERE l.id = s.link_id AND ${ended}),
    quotas AS (DELETE FROM quota WHERE day < ${now}::date - ${QUOTA_DAYS}::integer)
    SELECT (SELECT count(*)::integer FROM uploads) AS uploads,
      (SELECT count(*)::integer FROM texts) AS texts,
      (SELECT count(*)::integer FROM details) AS details,
      (SELECT count(*)::integer FROM answers) AS answers,
      (SELECT count(*)::integer FROM drafts) AS drafts`.execute(trx);
  const swept = rows[0] ?? { uploads: 0, texts: 0, details: 0, answers: 0, drafts: 0 };
  const data = { ...swept };
  await appendAudit(trx, SYSTEM, { action: 'storage.swept', object: 'storage', at: now, data });
  return swept;
}

async function referenced(db: Kysely<Database>, ids: string[]): Promise<Set<string>> {
  const { rows } = await sql<{ id: string }>`
    SELECT blob_id AS id FROM upload WHERE blob_id = ANY(${ids}::text[])
    UNION ALL SELECT blob_id FROM clean_page WHERE blob_id = ANY(${ids}::text[])
    UNION ALL SELECT blob_id FROM link_page WHERE blob_id = ANY(${ids}::text[])`.execute(db);
  return new Set(rows.map(({ id }) => id));
}
