import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<any>): Promise<void> {
  await sql`ALTER TABLE api_key ADD COLUMN app text`.execute(db);
  await sql`UPDATE api_key SET app = id`.execute(db);
  await sql`ALTER TABLE api_key ALTER COLUMN app SET NOT NULL`.execute(db);
  await sql`CREATE INDEX api_key_app_idx ON api_key (app)`.execute(db);
  await sql`CREATE INDEX api_key_created_idx ON api_key (created_at, id)`.execute(db);
}
