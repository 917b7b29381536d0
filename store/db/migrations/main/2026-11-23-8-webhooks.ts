import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<any>): Promise<void> {
  await endpoints(db);
  await messages(db);
  await queues(db);
  await deliveries(db);
}

async function endpoints(db: Kysely<any>): Promise<void> {
  await sql`CREATE TABLE webhook_endpoint (
    id text CONSTRAINT webhook_endpoint_pkey PRIMARY KEY,
    mode text NOT NULL CONSTRAINT webhook_endpoint_mode_check CHECK (mode IN ('live', 'test')),
    url text NOT NULL,
    description text,
    event_types text[],
    enabled boolean NOT NULL,
    generation integer NOT NULL,
    created_at timestamptz NOT NULL,
    created_by jsonb NOT NULL,
    updated_at timestamptz NOT NULL,
    deleted_at timestamptz)`.execute(db);
  await sql`CREATE TABLE webhook_secret (
    id text CONSTRAINT webhook_secret_pkey PRIMARY KEY,
    endpoint_id text NOT NULL,
    secret bytea NOT NULL,
    created_at timestamptz NOT NULL,
    expires_at timestamptz)`.execute(db);
  await sql`CREATE INDEX webhook_secret_endpoint_idx ON webhook_secret (endpoint_id)`.execute(db);
  await sql`CREATE TABLE webhook_health (
    endpoint_id text CONSTRAINT webhook_health_pkey PRIMARY KEY,
    generation integer NOT NULL,
    state text NOT NULL CONSTRAINT webhook_health_state_check
      CHECK (state IN ('pending', 'active', 'disabled')),
    reason text CONSTRAINT webhook_health_reason_check CHECK (reason IN ('by_operator',
      'not_reachable', 'challenge_not_echoed', 'gone', 'took_nothing')),
    changed_at timestamptz NOT NULL,
    tries integer NOT NULL,
    due_at timestamptz NOT NULL,
    lease_until timestamptz,
    failures integer NOT NULL,
    rest_until timestamptz,
    last_delivered_at timestamptz,
    CONSTRAINT webhook_health_disabled_check CHECK ((state = 'disabled') = (reason IS NOT NULL)))
    WITH (fillfactor = 50)`.execute(db);
}

async function messages(db: Kysely<any>): Promise<void> {
  await sql`CREATE TABLE webhook_message (
    endpoint_id text NOT NULL,
    customer_id text NOT NULL,
    sequence integer NOT NULL,
    event_id text NOT NULL,
    type text NOT NULL,
    body text NOT NULL,
    created_at timestamptz NOT NULL,
    delivered_at timestamptz,
    CONSTRAINT webhook_message_pkey PRIMARY KEY (endpoint_id, customer_id, sequence))`.execute(db);
  await sql`CREATE INDEX webhook_message_waiting_idx ON webhook_message (endpoint_id, created_at)
    WHERE delivered_at IS NULL`.execute(db);
  await sql`CREATE INDEX webhook_message_created_idx ON webhook_message
    USING brin (created_at)`.execute(db);
}

async function queues(db: Kysely<any>): Promise<void> {
  await sql`CREATE TABLE webhook_queue (
    endpoint_id text NOT NULL,
    customer_id text NOT NULL,
    last_sequence integer NOT NULL,
    pending integer NOT NULL CONSTRAINT webhook_queue_pending_check CHECK (pending >= 0),
    tries integer NOT NULL,
    due_at timestamptz NOT NULL,
    lease integer NOT NULL,
    lease_until timestamptz,
    parked_at timestamptz,
    CONSTRAINT webhook_queue_pkey PRIMARY KEY (endpoint_id, customer_id))
    WITH (fillfactor = 70)`.execute(db);
  await sql`CREATE INDEX webhook_queue_due_idx ON webhook_queue (endpoint_id, due_at)
    WHERE pending > 0 AND parked_at IS NULL`.execute(db);
  await sql`CREATE INDEX webhook_queue_leased_idx ON webhook_queue (endpoint_id)
    WHERE lease_until IS NOT NULL`.execute(db);
  await sql`CREATE INDEX webhook_queue_parked_idx ON webhook_queue (endpoint_id)
    WHERE parked_at IS NOT NULL`.execute(db);
  await sql`CREATE TABLE webhook_replay (
    id text CONSTRAINT webhook_replay_pkey PRIMARY KEY,
    endpoint_id text NOT NULL,
    customer_id text NOT NULL,
    from_sequence integer NOT NULL,
    to_sequence integer,
    asked_at timestamptz NOT NULL)`.execute(db);
}

async function deliveries(db: Kysely<any>): Promise<void> {
  await sql`CREATE TABLE webhook_delivery (
    id text CONSTRAINT webhook_delivery_pkey PRIMARY KEY,
    endpoint_id text NOT NULL,
    customer_id text NOT NULL,
    sequence integer NOT NULL,
    event_id text NOT NULL,
    type text NOT NULL,
    try integer NOT NULL,
    at timestamptz NOT NULL,
    outcome text NOT NULL CONSTRAINT webhook_delivery_outcome_check
      CHECK (outcome IN ('delivered', 'failed')),
    code integer,
    problem text CONSTRAINT webhook_delivery_problem_check
      CHECK (problem IN ('not_reachable', 'timed_out')),
    duration_ms integer NOT NULL,
    bytes integer NOT NULL)`.execute(db);
  await sql`CREATE INDEX webhook_delivery_at_idx ON webhook_delivery
    (endpoint_id, at DESC, id DESC)`.execute(db);
}
