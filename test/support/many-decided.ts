import { type Kysely, sql } from 'kysely';
import type { Database } from '../../store/db/database.ts';

/**
 * Copies one decided case, which counts as one of them: only rows of the record, without workflows. Their
 * name scores are spread evenly over 0.9 to 1.
 */
export async function manyDecided(
  database: Kysely<Database>,
  { like: customer, cases }: { like: string; cases: number },
): Promise<void> {
  await sql`INSERT INTO customer (id, mode, locale, metadata, opening, details_count, created_at, created_by)
    SELECT 'cus_many' || n, mode, locale, metadata, opening, details_count,
      created_at - n * interval '1 second', created_by
    FROM customer, generate_series(2, ${cases}) n WHERE id = ${customer}`.execute(database);
  for (let from = 2; from <= cases; from += 1000) {
    const to = Math.min(from + 999, cases);
    await sql`INSERT INTO "case" SELECT r.* FROM "case" c, generate_series(${from}::int, ${to}::int) n,
      LATERAL jsonb_populate_record(c, jsonb_build_object(
        'customer_id', 'cus_many' || n, 'created_at', c.created_at - n * interval '1 second',
        'state', replace(c.state::text, ${customer.slice(4)}, 'many' || n)::jsonb)) r
      WHERE c.customer_id = ${customer}`.execute(database);
  }
  await sql`INSERT INTO finding (check_id, customer_id, document_id, kind, outcome, reasons, readings,
      pieces, measures, not_proven, engine, policy_name, policy_version, details_version, late,
      started_at, ended_at, stored_at)
    SELECT k->>'id', c.customer_id, k->>'document', 'identity_match', 'pass', '{}', ''::bytea, '[]',
      jsonb_build_object('name_score', 0.9 + 0.1 * random(), 'birth_date', 'agrees', 'name_certain', 'yes'),
      '{}', 'test', 'standard', 1, 1, false, now(), now(), now()
    FROM "case" c, jsonb_array_elements(c.state->'checks') k WHERE k->>'kind' = 'identity_match'`.execute(
    database,
  );
  await sql`ANALYZE "case", customer, finding`.execute(database);
}
