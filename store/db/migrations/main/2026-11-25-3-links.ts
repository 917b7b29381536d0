import { type Kysely, sql } from 'kysely';

/** Links to the hosted uploads, the sessions that they were swapped for, and the pages staged by them. */
export async function up(db: Kysely<any>): Promise<void> {
  await sql`CREATE TABLE link (
    id text CONSTRAINT link_pkey PRIMARY KEY,
    customer_id text NOT NULL,
    mode text NOT NULL CONSTRAINT link_mode_check CHECK (mode IN ('live', 'test')),
    token_hash bytea NOT NULL CONSTRAINT link_token_key UNIQUE,
    created_at timestamptz NOT NULL,
    created_by jsonb NOT NULL,
    expires_at timestamptz NOT NULL CONSTRAINT link_expires_at_check CHECK (expires_at > created_at),
    completed_at timestamptz,
    revoked_at timestamptz,
    submitting_at timestamptz,
    attempt integer NOT NULL)`.execute(db);
  await sql`CREATE INDEX link_customer_idx ON link (customer_id, created_at)`.execute(db);
  await sql`CREATE TABLE link_session (
    hash bytea CONSTRAINT link_session_pkey PRIMARY KEY,
    link_id text NOT NULL CONSTRAINT link_session_link_fkey REFERENCES link (id),
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL)`.execute(db);
  await sql`CREATE INDEX link_session_link_idx ON link_session (link_id, created_at)`.execute(db);
  await sql`CREATE TABLE link_draft (
    document_id text CONSTRAINT link_draft_pkey PRIMARY KEY,
    link_id text NOT NULL CONSTRAINT link_draft_link_fkey REFERENCES link (id),
    type text NOT NULL CONSTRAINT link_draft_type_check CHECK (type IN ('passport', 'national_id',
      'driving_licence', 'residence_permit', 'utility_bill', 'bank_statement', 'tax_bill',
      'government_letter', 'selfie', 'funds_evidence', 'other')),
    country text,
    challenge_id text CONSTRAINT link_draft_challenge_fkey REFERENCES liveness_challenge (id),
    created_at timestamptz NOT NULL,
    CONSTRAINT link_draft_type_key UNIQUE (link_id, type))`.execute(db);
  // Media types are held to their list by `upload`, which takes the page when it is submitted.
  await sql`CREATE TABLE link_page (
    document_id text NOT NULL CONSTRAINT link_page_draft_fkey
      REFERENCES link_draft (document_id) ON DELETE CASCADE,
    place text NOT NULL CONSTRAINT link_page_place_check
      CHECK (place ~ '^(front|back|frame-([1-9]|1[0-9]|2[0-3]))$'),
    blob_id text NOT NULL CONSTRAINT link_page_blob_key UNIQUE,
    media_type text NOT NULL,
    bytes integer NOT NULL CONSTRAINT link_page_bytes_check CHECK (bytes > 0),
    digest text NOT NULL,
    salt bytea NOT NULL,
    test_values text CONSTRAINT link_page_test_values_check
      CHECK (test_values ~ '^[a-z_]+( [a-z_]+)*$'),
    step integer CONSTRAINT link_page_step_check CHECK (step >= 0),
    begun_at timestamptz NOT NULL,
    stored_at timestamptz NOT NULL,
    CONSTRAINT link_page_pkey PRIMARY KEY (document_id, place))`.execute(db);
}
