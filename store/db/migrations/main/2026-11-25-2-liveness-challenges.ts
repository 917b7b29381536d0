import { type Kysely, sql } from 'kysely';

/** Sequences of head turns that were drawn for a customer, and the documents that answered them. */
export async function up(db: Kysely<any>): Promise<void> {
  await sql`CREATE TABLE liveness_challenge (
    id text CONSTRAINT liveness_challenge_pkey PRIMARY KEY,
    customer_id text NOT NULL,
    round integer NOT NULL CONSTRAINT liveness_challenge_round_check CHECK (round > 0),
    number integer NOT NULL CONSTRAINT liveness_challenge_number_check CHECK (number > 0),
    steps jsonb NOT NULL,
    drawn_at timestamptz NOT NULL,
    drawn_by jsonb NOT NULL,
    CONSTRAINT liveness_challenge_number_key UNIQUE (customer_id, round, number))`.execute(db);
  await sql`CREATE TABLE liveness_response (
    document_id text CONSTRAINT liveness_response_pkey PRIMARY KEY,
    customer_id text NOT NULL,
    challenge_id text NOT NULL CONSTRAINT liveness_response_challenge_fkey
      REFERENCES liveness_challenge (id),
    shown jsonb NOT NULL,
    is_reused boolean NOT NULL,
    first_byte_at timestamptz NOT NULL,
    last_byte_at timestamptz NOT NULL)`.execute(db);
  await sql`CREATE UNIQUE INDEX liveness_response_first_key ON liveness_response (challenge_id)
    WHERE NOT is_reused`.execute(db);
  await sql`CREATE INDEX liveness_response_customer_idx ON liveness_response (customer_id)`.execute(
    db,
  );
}
