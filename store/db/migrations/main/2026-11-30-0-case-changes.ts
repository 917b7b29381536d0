import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<any>): Promise<void> {
  await sql`CREATE TABLE case_change (
    customer_id text NOT NULL,
    version integer NOT NULL CONSTRAINT case_change_version_check CHECK (version > 0),
    at timestamptz NOT NULL,
    command text,
    event jsonb NOT NULL,
    digest text NOT NULL CONSTRAINT case_change_digest_check CHECK (digest ~ '^[0-9a-f]{64}$'),
    recorded_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    CONSTRAINT case_change_pkey PRIMARY KEY (customer_id, version))`.execute(db);
  await sql`CREATE INDEX case_change_recorded_idx ON case_change (recorded_at)`.execute(db);
  await sql`CREATE TABLE reconciler (
    id integer CONSTRAINT reconciler_pkey PRIMARY KEY DEFAULT 1
      CONSTRAINT reconciler_id_check CHECK (id = 1),
    compared_until timestamptz NOT NULL,
    held_until timestamptz NOT NULL)`.execute(db);
  await sql`INSERT INTO reconciler (compared_until, held_until)
    VALUES (now() - interval '1 day', now())`.execute(db);
}
