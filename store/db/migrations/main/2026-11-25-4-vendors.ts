import { type Kysely, sql } from 'kysely';

/** What outside vendors were asked, and what they called back about. */
export async function up(db: Kysely<any>): Promise<void> {
  await sql`CREATE TABLE vendor_check (
    id text CONSTRAINT vendor_check_pkey PRIMARY KEY,
    customer_id text NOT NULL,
    document_id text NOT NULL,
    vendor text NOT NULL CONSTRAINT vendor_check_vendor_check CHECK (vendor = ANY (ARRAY['onfido'])),
    state text NOT NULL CONSTRAINT vendor_check_state_check CHECK (state = ANY (ARRAY['begun',
      'started', 'answered', 'given_up'])),
    round jsonb NOT NULL,
    applicant text,
    reference text,
    lease text,
    lease_until timestamptz,
    faulted_since timestamptz,
    begun_at timestamptz NOT NULL,
    started_at timestamptz,
    answered_at timestamptz,
    answer bytea,
    CONSTRAINT vendor_check_reference_key UNIQUE (vendor, reference),
    CONSTRAINT vendor_check_started_check CHECK ((reference IS NULL) = (started_at IS NULL)),
    CONSTRAINT vendor_check_answered_check CHECK ((answer IS NULL) = (answered_at IS NULL)))`.execute(
    db,
  );
  await sql`CREATE INDEX vendor_check_customer_idx ON vendor_check (customer_id)`.execute(db);
  await sql`CREATE TABLE vendor_callback (
    vendor text NOT NULL
      CONSTRAINT vendor_callback_vendor_check CHECK (vendor = ANY (ARRAY['onfido'])),
    event_id text NOT NULL,
    reference text NOT NULL,
    state text NOT NULL CONSTRAINT vendor_callback_state_check
      CHECK (state = ANY (ARRAY['received', 'done', 'unknown'])),
    tries integer NOT NULL,
    due_at timestamptz NOT NULL,
    received_at timestamptz NOT NULL,
    CONSTRAINT vendor_callback_pkey PRIMARY KEY (vendor, event_id))`.execute(db);
  await sql`CREATE INDEX vendor_callback_due_idx ON vendor_callback (due_at)
    WHERE state = 'received'`.execute(db);
}
