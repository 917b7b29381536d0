import { type Kysely, sql } from 'kysely';
import { Refusal } from '../../domain/refusal.ts';
import type { Database } from '../database.ts';

/** Per customer and day, UTC (record.md section 5). */
export const QUOTA = { files: 60, bytes: 200 * 1024 * 1024 } as const;

/** Counts files and bytes against the customer's day. Refuses `quota_exceeded`, then counts nothing. */
export async function takeQuota(
  db: Kysely<Database>,
  input: { customer: string; day: string; files: number; bytes: number },
): Promise<void> {
  const { customer, day, files, bytes } = input;
  const { rows } = await sql`INSERT INTO quota AS q (customer_id, day, files, bytes)
    SELECT ${customer}::text, ${day}::date, ${files}::integer, ${bytes}::integer
    WHERE ${files}::integer <= ${QUOTA.files} AND ${bytes}::integer <= ${QUOTA.bytes}
    ON CONFLICT (customer_id, day) DO UPDATE
      SET files = q.files + excluded.files, bytes = q.bytes + excluded.bytes
      WHERE q.files + excluded.files <= ${QUOTA.files}
        AND q.bytes + excluded.bytes <= ${QUOTA.bytes}
    RETURNING files`.execute(db);
  if (rows.length === 0) throw new Refusal('quota_exceeded', '', { retryAfterSeconds: 3600 });
}

/**
 * Gives files back that the case did not take. Their bytes stay counted: they lie in the blob store
 * until they are swept.
 */
export async function giveFilesBack(
  db: Kysely<Database>,
  input: { customer: string; day: string; files: number },
): Promise<void> {
  const { customer, day, files } = input;
  await sql`UPDATE quota SET files = greatest(files - ${files}::integer, 0)
    WHERE customer_id = ${customer} AND day = ${day}::date`.execute(db);
}
