import { type Kysely, sql } from 'kysely';

/** WebP and HEIC are taken too. */
export async function up(db: Kysely<any>): Promise<void> {
  await sql`ALTER TABLE upload DROP CONSTRAINT upload_media_type_check`.execute(db);
  await sql`ALTER TABLE upload ADD CONSTRAINT upload_media_type_check CHECK (media_type IN
    ('image/jpeg', 'image/png', 'image/webp', 'image/heic', 'application/pdf'))`.execute(db);
}
