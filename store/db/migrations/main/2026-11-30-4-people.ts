import { type Kysely, sql } from 'kysely';

/**
 * Who had the secret of an app's key from us, the agreement of a second administrator, and the number of
 * an event among those that all may know of (null in rows from before: then it is `sequence`).
 */
export async function up(db: Kysely<any>): Promise<void> {
  await sql`ALTER TABLE api_key
    ADD COLUMN behind text[] NOT NULL DEFAULT '{}',
    ADD COLUMN agree_until timestamptz,
    ADD COLUMN agreed_at timestamptz,
    ADD COLUMN agreed_by jsonb,
    ADD COLUMN replaces text,
    ADD COLUMN overlap_seconds integer,
    ADD CONSTRAINT api_key_agreement_check CHECK ((agreed_at IS NULL) = (agreed_by IS NULL)
      AND (agreed_at IS NULL OR (agree_until IS NOT NULL
        AND ${person('agreed_by')} IS DISTINCT FROM ${person('created_by')}
        AND ${person('agreed_by')} IS DISTINCT FROM holder)))`.execute(db);
  await madeBefore(db);
  await sql`ALTER TABLE event ADD COLUMN told integer
    CONSTRAINT event_told_check CHECK (told IS NULL OR (audience = 'all' AND told <= sequence))`.execute(
    db,
  );
}

/** The person behind an actor of a person's role: a key's holder, or a user by her id. */
function person(column: string) {
  return sql`coalesce(${sql.ref(column)} ->> 'holder', ${sql.ref(column)} ->> 'id')`;
}

/** An app's key was shown to who made it, or to who had the key that made it. */
async function madeBefore(db: Kysely<any>): Promise<void> {
  await sql`WITH RECURSIVE made (id, maker) AS (
      SELECT id, created_by FROM api_key WHERE holder IS NULL
      UNION
      SELECT made.id, k.created_by FROM made JOIN api_key k
        ON made.maker ->> 'kind' = 'key' AND k.id = made.maker ->> 'id' AND k.holder IS NULL),
    known AS (
      SELECT id, array_agg(DISTINCT maker ->> 'holder') AS people FROM made
      WHERE maker ->> 'holder' IS NOT NULL GROUP BY id)
    UPDATE api_key SET behind = known.people FROM known WHERE api_key.id = known.id`.execute(db);
}
