import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<any>): Promise<void> {
  await callers(db);
  await policies(db);
  await findings(db);
  await lookups(db);
}

async function callers(db: Kysely<any>): Promise<void> {
  await sql`CREATE TABLE review_claim (
    review_id text CONSTRAINT review_claim_pkey PRIMARY KEY,
    customer_id text NOT NULL,
    holder text NOT NULL,
    actor jsonb NOT NULL,
    claimed_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL)`.execute(db);
  await sql`CREATE INDEX review_claim_holder_idx ON review_claim (holder)`.execute(db);
  await sql`CREATE TABLE api_key (
    id text CONSTRAINT api_key_pkey PRIMARY KEY,
    hash bytea NOT NULL,
    name text NOT NULL,
    mode text NOT NULL CONSTRAINT api_key_mode_check CHECK (mode IN ('live', 'test')),
    role text NOT NULL CONSTRAINT api_key_role_check CHECK (role IN ('app', 'reviewer',
      'senior_reviewer', 'auditor', 'admin', 'system')),
    scopes text[] NOT NULL CONSTRAINT api_key_scopes_check CHECK (scopes <@ ARRAY['customers:read',
      'customers:read_details', 'customers:write', 'documents:write', 'findings:read',
      'reviews:write', 'decisions:write', 'policies:manage', 'webhooks:manage', 'keys:manage',
      'audit:read']),
    holder text,
    created_at timestamptz NOT NULL,
    created_by jsonb NOT NULL,
    expires_at timestamptz NOT NULL,
    revoked_at timestamptz,
    last_used_at timestamptz)`.execute(db);
  await sql`CREATE TABLE idempotency (
    principal text NOT NULL,
    method text NOT NULL,
    path text NOT NULL,
    key text NOT NULL,
    fingerprint text NOT NULL,
    state text NOT NULL CONSTRAINT idempotency_state_check CHECK (state IN ('running', 'finished')),
    ids jsonb NOT NULL,
    update_id text NOT NULL,
    lease_until timestamptz NOT NULL,
    lease integer NOT NULL,
    owner text,
    status integer,
    body bytea,
    headers jsonb,
    created_at timestamptz NOT NULL,
    CONSTRAINT idempotency_pkey PRIMARY KEY (principal, method, path, key),
    CONSTRAINT idempotency_finished_check CHECK ((state = 'finished') =
      (status IS NOT NULL AND body IS NOT NULL AND owner IS NOT NULL)))`.execute(db);
  await sql`CREATE INDEX idempotency_created_idx ON idempotency (created_at)`.execute(db);
}

async function policies(db: Kysely<any>): Promise<void> {
  await sql`CREATE TABLE policy (
    name text NOT NULL,
    version integer NOT NULL CONSTRAINT policy_version_check CHECK (version > 0),
    body jsonb NOT NULL,
    created_at timestamptz NOT NULL,
    created_by jsonb NOT NULL,
    CONSTRAINT policy_pkey PRIMARY KEY (name, version))`.execute(db);
}

async function findings(db: Kysely<any>): Promise<void> {
  await sql`CREATE TABLE finding (
    check_id text CONSTRAINT finding_pkey PRIMARY KEY,
    customer_id text NOT NULL,
    document_id text,
    kind text NOT NULL CONSTRAINT finding_kind_check CHECK (kind IN ('file_safety',
      'image_quality', 'identity_reading', 'identity_validity', 'identity_match',
      'identity_unique', 'document_unique', 'address_match', 'address_recency', 'face_match',
      'liveness', 'screening', 'manual')),
    outcome text NOT NULL CONSTRAINT finding_outcome_check
      CHECK (outcome IN ('pass', 'fail', 'inconclusive', 'unavailable')),
    reasons text[] NOT NULL,
    valid_until timestamptz,
    readings bytea NOT NULL,
    pieces jsonb NOT NULL,
    measures jsonb NOT NULL,
    not_proven text[] NOT NULL,
    engine text NOT NULL,
    policy_name text NOT NULL,
    policy_version integer NOT NULL,
    details_version integer NOT NULL,
    late boolean NOT NULL,
    started_at timestamptz NOT NULL,
    ended_at timestamptz NOT NULL,
    stored_at timestamptz NOT NULL)`.execute(db);
  await sql`CREATE INDEX finding_customer_idx ON finding (customer_id)`.execute(db);
  await sql`CREATE TABLE clean_page (
    document_id text NOT NULL,
    page integer NOT NULL,
    customer_id text NOT NULL,
    side text NOT NULL CONSTRAINT clean_page_side_check CHECK (side IN ('front', 'back', 'frame')),
    blob_id text NOT NULL CONSTRAINT clean_page_blob_id_key UNIQUE,
    media_type text NOT NULL,
    width integer NOT NULL,
    height integer NOT NULL,
    bytes integer NOT NULL,
    created_at timestamptz NOT NULL,
    CONSTRAINT clean_page_pkey PRIMARY KEY (document_id, page))`.execute(db);
  await sql`CREATE INDEX clean_page_customer_idx ON clean_page (customer_id)`.execute(db);
}

async function lookups(db: Kysely<any>): Promise<void> {
  await sql`CREATE TABLE identity_number (
    mac bytea NOT NULL,
    document_id text NOT NULL,
    customer_id text NOT NULL,
    mode text NOT NULL CONSTRAINT identity_number_mode_check CHECK (mode IN ('live', 'test')),
    created_at timestamptz NOT NULL,
    CONSTRAINT identity_number_pkey PRIMARY KEY (mac, document_id))`.execute(db);
  await sql`CREATE INDEX identity_number_customer_idx ON identity_number (customer_id)`.execute(db);
  await sql`CREATE TABLE document_digest (
    kind text NOT NULL CONSTRAINT document_digest_kind_check CHECK (kind IN ('file', 'text')),
    mac bytea NOT NULL,
    document_id text NOT NULL,
    customer_id text NOT NULL,
    mode text NOT NULL CONSTRAINT document_digest_mode_check CHECK (mode IN ('live', 'test')),
    created_at timestamptz NOT NULL,
    CONSTRAINT document_digest_pkey PRIMARY KEY (kind, mac, document_id))`.execute(db);
  await sql`CREATE INDEX document_digest_customer_idx ON document_digest (customer_id)`.execute(db);
}
