import { type Kysely, sql } from 'kysely';
import type { Database } from '../db/database.ts';

/**
 * Cases that changed, to be compared with their workflows. `until` is where the page ends, as Postgres prints
 * it.
 */
export interface ChangedPage {
  customers: string[];
  until: string;
  /** True if no more cases wait. */
  isLast: boolean;
}

/**
 * If a worker dies with a page, another gets the page after this time. Two workers with the same page do no
 * harm.
 */
const HELD_SECONDS = 10;

/**
 * Takes the next page of cases of both modes that changed at least `restSeconds` ago, for one worker; null
 * while another worker has it. A change that is committed more than `restSeconds` after it was written would
 * be missed. `noteComparedUnscoped` ends the page; otherwise it is given out again.
 */
export async function takeChangedUnscoped(
  db: Kysely<Database>,
  input: { restSeconds: number; limit: number },
): Promise<ChangedPage | null> {
  const { rows } = await sql<{ from: string; until: string }>`UPDATE reconciler
    SET held_until = now() + make_interval(secs => ${HELD_SECONDS}) WHERE held_until <= now()
    RETURNING compared_until::text AS "from",
      (now() - make_interval(secs => ${input.restSeconds}))::text AS until`.execute(db);
  const [window] = rows;
  if (!window) return null;
  const changed = await sql<{ customer: string; at: string }>`SELECT customer_id AS customer,
      recorded_at::text AS at FROM case_change
    WHERE recorded_at > ${window.from}::timestamptz AND recorded_at <= ${window.until}::timestamptz
    ORDER BY recorded_at LIMIT ${input.limit}`.execute(db);
  const isLast = changed.rows.length < input.limit;
  const until = isLast ? window.until : (changed.rows.at(-1)?.at ?? window.until);
  return { customers: [...new Set(changed.rows.map(({ customer }) => customer))], until, isLast };
}

/** Notes that the page was compared, so that the next one begins after it. */
export async function noteComparedUnscoped(
  db: Kysely<Database>,
  page: Pick<ChangedPage, 'until'>,
): Promise<void> {
  await sql`UPDATE reconciler SET compared_until = greatest(compared_until, ${page.until}::timestamptz),
    held_until = now()`.execute(db);
}
