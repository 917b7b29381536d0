import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<any>): Promise<void> {
  await queue(db);
  await statistics(db);
  await refusals(db);
  await customers(db);
}

/** Urgency as it is worked off, ascending in every column: proof.md 7.6. */
async function queue(db: Kysely<any>): Promise<void> {
  await sql`ALTER TABLE review
    ADD COLUMN priority smallint NOT NULL DEFAULT 2
      CONSTRAINT review_priority_check CHECK (priority BETWEEN 0 AND 2),
    ADD COLUMN turn smallint NOT NULL
      GENERATED ALWAYS AS (CASE WHEN escalated_at IS NULL THEN 1 ELSE 0 END) STORED`.execute(db);
  await sql`UPDATE review r SET priority = CASE c.risk WHEN 'high' THEN 0 WHEN 'medium' THEN 1 ELSE 2 END
    FROM "case" c WHERE c.customer_id = r.customer_id`.execute(db);
  await sql`CREATE INDEX review_queue_idx ON review (mode, priority, due_at, id)
    WHERE closed_at IS NULL`.execute(db);
  await sql`CREATE INDEX review_next_idx ON review (mode, turn, priority, due_at, id)
    WHERE closed_at IS NULL`.execute(db);
  await sql`CREATE INDEX review_opened_idx ON review (mode, opened_at)
    WHERE closed_at IS NULL`.execute(db);
}

/** The last decided cases of a mode, by approval or by final rejection. */
async function statistics(db: Kysely<any>): Promise<void> {
  await sql`CREATE INDEX case_verified_idx ON "case" (mode, verified_at DESC)
    WHERE verified_at IS NOT NULL`.execute(db);
  await sql`CREATE INDEX decision_final_idx ON decision (mode, created_at DESC)
    WHERE final AND state = 'made'`.execute(db);
}

/** A proposal is answered once: confirmed or refused, never by its maker (\`decision_four_eyes_check\`). */
async function refusals(db: Kysely<any>): Promise<void> {
  await sql`ALTER TABLE decision
    DROP CONSTRAINT decision_outcome_check,
    ADD CONSTRAINT decision_outcome_check
      CHECK (outcome IN ('approve', 'reject', 'request_documents', 'waive', 'refuse')),
    ADD CONSTRAINT decision_refuse_check CHECK (outcome <> 'refuse' OR confirms IS NOT NULL)`.execute(
    db,
  );
}

/** Counts conditional changes under way, so that of two on one ETag the second is refused. */
async function customers(db: Kysely<any>): Promise<void> {
  await sql`ALTER TABLE customer ADD COLUMN revision integer NOT NULL DEFAULT 0`.execute(db);
}
