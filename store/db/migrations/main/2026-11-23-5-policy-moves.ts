import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<any>): Promise<void> {
  await sql`CREATE TABLE policy_move (
    id text CONSTRAINT policy_move_pkey PRIMARY KEY,
    mode text NOT NULL CONSTRAINT policy_move_mode_check CHECK (mode IN ('live', 'test')),
    policy_name text NOT NULL,
    policy_version integer NOT NULL,
    filter jsonb NOT NULL,
    created_at timestamptz NOT NULL,
    created_by jsonb NOT NULL,
    request text,
    cancel_requested_at timestamptz,
    state text NOT NULL CONSTRAINT policy_move_state_check CHECK (state IN ('pending', 'running',
      'done', 'cancelled')),
    total integer,
    done integer NOT NULL,
    moved integer NOT NULL,
    refused jsonb NOT NULL,
    page jsonb NOT NULL,
    cursor_at timestamptz,
    cursor_id text,
    started_at timestamptz,
    ended_at timestamptz,
    CONSTRAINT policy_move_ended_check CHECK ((state = 'done' OR state = 'cancelled') =
      (ended_at IS NOT NULL)))`.execute(db);
  await sql`CREATE INDEX policy_move_created_idx ON policy_move (mode, created_at DESC, id DESC)`.execute(
    db,
  );
  await sql`CREATE INDEX policy_move_open_idx ON policy_move (created_at) WHERE ended_at IS NULL`.execute(
    db,
  );
}
