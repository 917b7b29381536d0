import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<any>): Promise<void> {
  await sql`CREATE TABLE customer_key (
    customer_id text NOT NULL,
    version integer NOT NULL CONSTRAINT customer_key_version_check
      CHECK (version BETWEEN 1 AND 65535),
    kek_id text NOT NULL,
    wrapped bytea,
    created_at timestamptz NOT NULL,
    destroyed_at timestamptz,
    CONSTRAINT customer_key_pkey PRIMARY KEY (customer_id, version),
    CONSTRAINT customer_key_destroyed_check
      CHECK ((wrapped IS NULL) = (destroyed_at IS NOT NULL)))`.execute(db);
  await sql`CREATE INDEX customer_key_destroyed_idx ON customer_key (destroyed_at)
    WHERE destroyed_at IS NOT NULL`.execute(db);
}
