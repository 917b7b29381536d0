import { type Kysely, sql } from 'kysely';

/** Cases that wait for an answer to a check, and those whose deadline is next: to count the stuck ones. */
export async function up(db: Kysely<any>): Promise<void> {
  await sql`CREATE INDEX case_running_idx ON "case" (mode)
    WHERE state @? '$.checks[*] ? (@.outcome == null)'`.execute(db);
  await sql`CREATE INDEX case_due_idx ON "case" (due_at) WHERE due_at IS NOT NULL`.execute(db);
}
