import { type Kysely, sql } from 'kysely';

/** The magic values that a test file's name held; the name itself is kept nowhere. */
export async function up(db: Kysely<any>): Promise<void> {
  await sql`ALTER TABLE upload ADD COLUMN test_values text
    CONSTRAINT upload_test_values_check CHECK (test_values ~ '^[a-z_]+( [a-z_]+)*$')`.execute(db);
}
