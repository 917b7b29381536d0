import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { Database } from '../db/database.ts';

/** The quota per customer and day, UTC (docs/record.md#quotas). */
export const QUOTA = { files: 60, bytes: 200 * 1024 * 1024 } as const;

/** The share of a customer's daily quota that a submission uses. */
export interface Quota {
  day: string;
  files: number;
  bytes: number;
}

/**
 * The part of a statement that counts a submission, once for a row of `source`. It returns one row if there
 * was room for all of it; else it returns none and counts nothing.
 */
export function countQuota(
  customer: string,
  { day, files, bytes }: Quota,
  source: RawBuilder<unknown>,
): RawBuilder<unknown> {
  return sql`INSERT INTO quota AS q (customer_id, day, files, bytes)
    SELECT ${customer}::text, ${day}::date, ${files}::integer, ${bytes}::integer FROM ${source}
    WHERE ${files}::integer <= ${QUOTA.files} AND ${bytes}::integer <= ${QUOTA.bytes}
    ON CONFLICT (customer_id, day) DO UPDATE
      SET files = q.files + excluded.files, bytes = q.bytes + excluded.bytes
      WHERE q.files + excluded.files <= ${QUOTA.files}
        AND q.bytes + excluded.bytes <= ${QUOTA.bytes}
    RETURNING files`;
}

/**
 * Takes files that the case refused off the count. Their bytes stay counted, because they are in the blob
 * store until they are swept.
 */
export async function giveFilesBack(
  db: Kysely<Database>,
  input: { customer: string; day: string; files: number },
): Promise<void> {
  const { customer, day, files } = input;
  await sql`UPDATE quota SET files = greatest(files - ${files}::integer, 0)
    WHERE customer_id = ${customer} AND day = ${day}::date`.execute(db);
}
