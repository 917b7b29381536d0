import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<any>): Promise<void> {
  await customers(db);
  await files(db);
}

async function customers(db: Kysely<any>): Promise<void> {
  await sql`CREATE TABLE customer (
    id text CONSTRAINT customer_pkey PRIMARY KEY,
    external_id text CONSTRAINT customer_external_id_check CHECK (external_id NOT LIKE '%@%'),
    mode text NOT NULL CONSTRAINT customer_mode_check CHECK (mode IN ('live', 'test')),
    locale text NOT NULL,
    metadata bytea NOT NULL,
    opening jsonb NOT NULL,
    details_count integer NOT NULL,
    created_at timestamptz NOT NULL,
    created_by jsonb NOT NULL,
    erased_at timestamptz,
    CONSTRAINT customer_external_id_key UNIQUE (mode, external_id))`.execute(db);
  await sql`CREATE INDEX customer_created_at_idx ON customer (created_at)`.execute(db);
  await sql`CREATE TABLE details_version (
    customer_id text NOT NULL CONSTRAINT details_version_customer_fkey REFERENCES customer (id),
    version integer NOT NULL CONSTRAINT details_version_version_check CHECK (version > 0),
    details bytea NOT NULL,
    country text NOT NULL,
    created_at timestamptz NOT NULL,
    created_by jsonb NOT NULL,
    CONSTRAINT details_version_pkey PRIMARY KEY (customer_id, version))`.execute(db);
  await sql`CREATE INDEX details_version_created_at_idx ON details_version (created_at)`.execute(
    db,
  );
  await sql`CREATE TABLE lookup (
    field text NOT NULL CONSTRAINT lookup_field_check
      CHECK (field IN ('email', 'phone', 'name_birth_date')),
    mac bytea NOT NULL,
    customer_id text NOT NULL,
    details_version integer NOT NULL,
    CONSTRAINT lookup_pkey PRIMARY KEY (field, mac, customer_id, details_version))`.execute(db);
  await sql`CREATE INDEX lookup_customer_idx ON lookup (customer_id, details_version)`.execute(db);
  await sql`CREATE TABLE consent (
    id text CONSTRAINT consent_pkey PRIMARY KEY,
    customer_id text NOT NULL,
    purpose text NOT NULL CONSTRAINT consent_purpose_check
      CHECK (purpose IN ('identity_verification', 'face_biometrics')),
    given boolean NOT NULL,
    text_version text NOT NULL,
    language text NOT NULL,
    recorded_at timestamptz NOT NULL,
    recorded_by jsonb NOT NULL)`.execute(db);
  await sql`CREATE INDEX consent_customer_idx ON consent (customer_id, recorded_at)`.execute(db);
}

async function files(db: Kysely<any>): Promise<void> {
  await sql`CREATE TABLE upload (
    document_id text NOT NULL,
    page integer NOT NULL CONSTRAINT upload_page_check CHECK (page >= 0),
    customer_id text NOT NULL,
    side text NOT NULL CONSTRAINT upload_side_check CHECK (side IN ('front', 'back', 'frame')),
    blob_id text NOT NULL CONSTRAINT upload_blob_id_key UNIQUE,
    media_type text NOT NULL CONSTRAINT upload_media_type_check
      CHECK (media_type IN ('image/jpeg', 'image/png', 'application/pdf')),
    bytes integer NOT NULL CONSTRAINT upload_bytes_check CHECK (bytes > 0),
    digest text NOT NULL,
    salt bytea NOT NULL,
    sha256 bytea NOT NULL,
    created_at timestamptz NOT NULL,
    created_by jsonb NOT NULL,
    CONSTRAINT upload_pkey PRIMARY KEY (document_id, page))`.execute(db);
  await sql`CREATE INDEX upload_customer_idx ON upload (customer_id)`.execute(db);
  await sql`CREATE INDEX upload_created_at_idx ON upload (created_at)`.execute(db);
  await sql`CREATE TABLE text (
    id text CONSTRAINT text_pkey PRIMARY KEY,
    customer_id text NOT NULL,
    kind text NOT NULL CONSTRAINT text_kind_check
      CHECK (kind IN ('note', 'message', 'reason', 'review_note')),
    review_id text,
    body bytea NOT NULL,
    created_at timestamptz NOT NULL,
    created_by jsonb NOT NULL,
    CONSTRAINT text_review_check CHECK ((kind = 'review_note') = (review_id IS NOT NULL)))`.execute(
    db,
  );
  await sql`CREATE INDEX text_customer_idx ON text (customer_id)`.execute(db);
  await sql`CREATE INDEX text_review_idx ON text (review_id) WHERE review_id IS NOT NULL`.execute(
    db,
  );
  await sql`CREATE INDEX text_created_at_idx ON text (created_at)`.execute(db);
  await sql`CREATE TABLE quota (
    customer_id text NOT NULL,
    day date NOT NULL,
    files integer NOT NULL,
    bytes integer NOT NULL,
    CONSTRAINT quota_pkey PRIMARY KEY (customer_id, day))`.execute(db);
}
