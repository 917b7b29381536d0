import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<any>): Promise<void> {
  await sql`CREATE TABLE audit_chain (
    id text CONSTRAINT audit_chain_pkey PRIMARY KEY,
    count integer NOT NULL,
    head bytea NOT NULL,
    covered integer NOT NULL) WITH (fillfactor = 50)`.execute(db);
  await sql`CREATE INDEX audit_chain_moved_idx ON audit_chain (id) WHERE count > covered`.execute(
    db,
  );
  await sql`CREATE TABLE audit_entry (
    chain text NOT NULL,
    n integer NOT NULL,
    body text NOT NULL,
    sealed bytea,
    prev bytea NOT NULL,
    hash bytea NOT NULL,
    CONSTRAINT audit_entry_pkey PRIMARY KEY (chain, n))`.execute(db);
  await sql`CREATE TABLE audit_checkpoint (
    n integer CONSTRAINT audit_checkpoint_pkey PRIMARY KEY,
    body text NOT NULL,
    signature bytea NOT NULL,
    leaves jsonb NOT NULL,
    created_at timestamptz NOT NULL)`.execute(db);
  await append(db);
  await refuseChange(db);
}

/** One call: locks the chain's head, hashes and inserts each entry, moves the head. */
async function append(db: Kysely<any>): Promise<void> {
  await sql`CREATE FUNCTION audit_append(
      chain_id text, befores text[], afters text[], sealed_parts bytea[]) RETURNS integer
    LANGUAGE plpgsql AS $$
    DECLARE
      link bytea;
      total integer;
      entry text;
      next bytea;
    BEGIN
      SELECT head, count INTO link, total FROM audit_chain WHERE id = chain_id FOR UPDATE;
      IF NOT FOUND THEN
        INSERT INTO audit_chain (id, count, head, covered)
          VALUES (chain_id, 0, sha256(convert_to('vouch/chain/1|' || chain_id, 'UTF8')), 0)
          ON CONFLICT (id) DO NOTHING;
        SELECT head, count INTO link, total FROM audit_chain WHERE id = chain_id FOR UPDATE;
      END IF;
      FOR i IN 1 .. cardinality(befores) LOOP
        total := total + 1;
        entry := befores[i] || total || afters[i];
        next := sha256(link || convert_to(entry, 'UTF8'));
        INSERT INTO audit_entry (chain, n, body, sealed, prev, hash)
          VALUES (chain_id, total, entry, sealed_parts[i], link, next);
        link := next;
      END LOOP;
      UPDATE audit_chain SET count = total, head = link WHERE id = chain_id;
      RETURN total;
    END $$`.execute(db);
}

async function refuseChange(db: Kysely<any>): Promise<void> {
  await sql`CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      RAISE EXCEPTION 'rows of % never change', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
    END $$`.execute(db);
  for (const table of ['audit_entry', 'audit_checkpoint', 'policy']) {
    await sql`CREATE TRIGGER ${sql.id(`${table}_immutable`)}
      BEFORE UPDATE OR DELETE OR TRUNCATE ON ${sql.table(table)}
      FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()`.execute(db);
  }
}
