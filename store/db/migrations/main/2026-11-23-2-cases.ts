import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<any>): Promise<void> {
  await cases(db);
  await documents(db);
  await reviews(db);
  await events(db);
}

async function cases(db: Kysely<any>): Promise<void> {
  await sql`CREATE TABLE "case" (
    customer_id text CONSTRAINT case_pkey PRIMARY KEY
      CONSTRAINT case_customer_fkey REFERENCES customer (id),
    mode text NOT NULL CONSTRAINT case_mode_check CHECK (mode IN ('live', 'test')),
    country text NOT NULL,
    level text NOT NULL,
    status text NOT NULL CONSTRAINT case_status_check
      CHECK (status IN ('approval_pending', 'active', 'restricted', 'locked')),
    status_reason text NOT NULL CONSTRAINT case_status_reason_check
      CHECK (status_reason IN ('closed', 'locked_by_operator', 'verification_failed',
        'onboarding_expired', 'requirements_past_due', 'resubmission_required',
        'reverification_required', 'under_review', 'requirements_due', 'verified', 'in_review',
        'verifying', 'collecting')),
    risk text NOT NULL CONSTRAINT case_risk_check CHECK (risk IN ('low', 'medium', 'high')),
    version integer NOT NULL CONSTRAINT case_version_check CHECK (version > 0),
    sequence integer NOT NULL CONSTRAINT case_sequence_check CHECK (sequence >= 0),
    details_version integer NOT NULL,
    policy_name text NOT NULL,
    policy_version integer NOT NULL,
    state jsonb NOT NULL,
    requirements jsonb NOT NULL,
    evidence text NOT NULL,
    review_id text,
    due_at timestamptz,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    verified_at timestamptz,
    closed_at timestamptz) WITH (fillfactor = 70)`.execute(db);
  const keyset = sql`created_at DESC, customer_id DESC`;
  await sql`CREATE INDEX case_created_idx ON "case" (mode, ${keyset})`.execute(db);
  await sql`CREATE INDEX case_status_idx ON "case" (mode, status, ${keyset})`.execute(db);
  await sql`CREATE INDEX case_status_reason_idx ON "case" (mode, status_reason, ${keyset})`.execute(
    db,
  );
  await sql`CREATE INDEX case_level_idx ON "case" (mode, level, ${keyset})`.execute(db);
  await sql`CREATE INDEX case_risk_idx ON "case" (mode, risk, ${keyset})`.execute(db);
  await sql`CREATE INDEX case_updated_idx ON "case" (mode, updated_at)`.execute(db);
}

async function documents(db: Kysely<any>): Promise<void> {
  const requirement = (table: string) => sql`requirement text NOT NULL
    CONSTRAINT ${sql.id(`${table}_requirement_check`)}
    CHECK (requirement IN ('details', 'identity', 'address', 'selfie', 'funds'))`;
  const kind = sql`kind text NOT NULL CONSTRAINT check_kind_check CHECK (kind IN ('file_safety',
    'image_quality', 'identity_reading', 'identity_validity', 'identity_match', 'identity_unique',
    'document_unique', 'address_match', 'address_recency', 'face_match', 'liveness', 'screening',
    'manual'))`;
  await sql`CREATE TABLE document (
    id text CONSTRAINT document_pkey PRIMARY KEY,
    customer_id text NOT NULL,
    mode text NOT NULL CONSTRAINT document_mode_check CHECK (mode IN ('live', 'test')),
    ${requirement('document')},
    type text NOT NULL CONSTRAINT document_type_check CHECK (type IN ('passport', 'national_id',
      'driving_licence', 'residence_permit', 'utility_bill', 'bank_statement', 'tax_bill',
      'government_letter', 'selfie', 'funds_evidence', 'other')),
    country text,
    state text NOT NULL CONSTRAINT document_state_check CHECK (state IN ('received', 'verifying',
      'in_review', 'accepted', 'rejected', 'superseded', 'expired')),
    round integer NOT NULL,
    errors text[] NOT NULL,
    valid_until timestamptz,
    received_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL)`.execute(db);
  await sql`CREATE INDEX document_customer_idx ON document (customer_id, received_at, id)`.execute(
    db,
  );
  await sql`CREATE TABLE "check" (
    id text CONSTRAINT check_pkey PRIMARY KEY,
    customer_id text NOT NULL,
    document_id text,
    ${kind},
    ${requirement('check')},
    details_version integer NOT NULL,
    outcome text CONSTRAINT check_outcome_check
      CHECK (outcome IN ('pass', 'fail', 'inconclusive', 'unavailable')),
    reasons text[] NOT NULL,
    created_at timestamptz NOT NULL,
    answered_at timestamptz)`.execute(db);
  await sql`CREATE INDEX check_customer_idx ON "check" (customer_id, created_at, id)`.execute(db);
}

async function reviews(db: Kysely<any>): Promise<void> {
  await sql`CREATE TABLE review (
    id text CONSTRAINT review_pkey PRIMARY KEY,
    customer_id text NOT NULL,
    mode text NOT NULL CONSTRAINT review_mode_check CHECK (mode IN ('live', 'test')),
    requirements text[] NOT NULL,
    reasons text[] NOT NULL,
    opened_at timestamptz NOT NULL,
    due_at timestamptz NOT NULL,
    escalated_at timestamptz,
    closed_at timestamptz,
    outcome text CONSTRAINT review_outcome_check CHECK (outcome IN ('decided', 'withdrawn')),
    CONSTRAINT review_closed_check CHECK ((closed_at IS NULL) = (outcome IS NULL)))`.execute(db);
  await sql`CREATE INDEX review_open_idx ON review (mode, due_at, id)
    WHERE closed_at IS NULL`.execute(db);
  await sql`CREATE UNIQUE INDEX review_one_open_idx ON review (customer_id)
    WHERE closed_at IS NULL`.execute(db);
  await sql`CREATE INDEX review_customer_idx ON review (customer_id, opened_at)`.execute(db);
  await sql`CREATE TABLE decision (
    id text CONSTRAINT decision_pkey PRIMARY KEY,
    customer_id text NOT NULL,
    mode text NOT NULL CONSTRAINT decision_mode_check CHECK (mode IN ('live', 'test')),
    version integer NOT NULL,
    actor jsonb NOT NULL,
    person text,
    outcome text NOT NULL CONSTRAINT decision_outcome_check
      CHECK (outcome IN ('approve', 'reject', 'request_documents', 'waive')),
    state text NOT NULL CONSTRAINT decision_state_check CHECK (state IN ('made', 'proposed')),
    requirements text[] NOT NULL,
    reasons text[] NOT NULL,
    final boolean NOT NULL,
    note text,
    message text,
    evidence text NOT NULL,
    evidence_parts jsonb NOT NULL,
    policy_name text NOT NULL,
    policy_version integer NOT NULL,
    automation text CONSTRAINT decision_automation_check CHECK (automation IN ('automatic',
      'manual', 'automatic_reject_only', 'automatic_approve_only')),
    confirms text CONSTRAINT decision_confirms_key UNIQUE,
    maker text,
    created_at timestamptz NOT NULL,
    CONSTRAINT decision_four_eyes_check CHECK (confirms IS NULL
      OR (state = 'made' AND person IS NOT NULL AND maker IS NOT NULL AND person <> maker)))`.execute(
    db,
  );
  await sql`CREATE INDEX decision_customer_idx ON decision (customer_id, created_at, id)`.execute(
    db,
  );
}

async function events(db: Kysely<any>): Promise<void> {
  await sql`CREATE TABLE event (
    id text CONSTRAINT event_id_key UNIQUE NOT NULL,
    customer_id text NOT NULL,
    sequence integer NOT NULL,
    version integer,
    index integer,
    type text NOT NULL CONSTRAINT event_type_check CHECK (type IN ('customer.created',
      'customer.details_changed', 'customer.status_changed', 'customer.locked',
      'customer.unlocked', 'customer.closed', 'customer.reopened', 'customer.erased',
      'requirement.due', 'requirement.satisfied', 'requirement.past_due', 'requirement.reminder',
      'document.received', 'document.accepted', 'document.rejected', 'document.expired',
      'check.completed', 'review.opened', 'review.claimed', 'review.released',
      'review.escalated', 'review.closed', 'decision.made', 'decision.proposed', 'policy.moved',
      'customer.details_confirmed', 'customer.level_changed', 'consent.given',
      'screening.hit_decided')),
    at timestamptz NOT NULL,
    actor jsonb NOT NULL,
    data jsonb NOT NULL,
    audience text NOT NULL CONSTRAINT event_audience_check CHECK (audience IN ('all', 'findings')),
    status text NOT NULL,
    status_reason text NOT NULL,
    CONSTRAINT event_pkey PRIMARY KEY (customer_id, sequence),
    CONSTRAINT event_version_index_key UNIQUE (customer_id, version, index))`.execute(db);
  await sql`CREATE TABLE outbox (
    event_id text CONSTRAINT outbox_pkey PRIMARY KEY,
    customer_id text NOT NULL,
    mode text NOT NULL,
    version integer,
    index integer,
    sequence integer NOT NULL,
    created_at timestamptz NOT NULL,
    CONSTRAINT outbox_version_index_key UNIQUE (customer_id, version, index))`.execute(db);
  await sql`CREATE INDEX outbox_created_idx ON outbox (created_at, event_id)`.execute(db);
  await sql`CREATE TABLE status_count (
    mode text NOT NULL,
    status text NOT NULL,
    status_reason text NOT NULL,
    shard smallint NOT NULL,
    count integer NOT NULL,
    CONSTRAINT status_count_pkey PRIMARY KEY (mode, status, status_reason, shard))
    WITH (fillfactor = 50)`.execute(db);
  await sql`CREATE TABLE case_reference (
    id text CONSTRAINT case_reference_pkey PRIMARY KEY,
    customer_id text NOT NULL)`.execute(db);
}
