import { type Kysely, sql } from 'kysely';

/** Whose customers a version serves: `live` those of both modes, `test` test customers alone. */
export async function up(db: Kysely<any>): Promise<void> {
  await sql`ALTER TABLE policy ADD COLUMN mode text NOT NULL DEFAULT 'live'
    CONSTRAINT policy_mode_check CHECK (mode = ANY (ARRAY['live', 'test']))`.execute(db);
  // What ships for tests alone; its rules stay as they are, which is what the trigger holds.
  await sql`ALTER TABLE policy DISABLE TRIGGER USER`.execute(db);
  await sql`UPDATE policy SET mode = 'test' WHERE name = 'sandbox'`.execute(db);
  await sql`ALTER TABLE policy ENABLE TRIGGER USER`.execute(db);
  await sql`ALTER TABLE policy ALTER COLUMN mode DROP DEFAULT`.execute(db);
}
