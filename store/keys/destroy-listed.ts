import { type Kysely, sql } from 'kysely';
import type { KeysDatabase } from '../db/database.ts';
import { DESTROYED_CHANNEL } from './key-watch.ts';

/**
 * Destroys keys again that a restored backup brought back (docs/protection.md#erasure), and leaves a
 * tombstone for a key that the backup never had. Only for customers' keys; safe to repeat. Returns the
 * customers whose keys had come back.
 */
export async function destroyListed(
  database: Kysely<KeysDatabase>,
  listed: readonly string[],
): Promise<string[]> {
  const customers = listed.filter((id) => id.startsWith('cus_'));
  return database.transaction().execute(async (trx) => {
    const { rows } = await sql<{ id: string }>`UPDATE customer_key
      SET wrapped = NULL, destroyed_at = now()
      WHERE customer_id = ANY(${customers}) AND wrapped IS NOT NULL
      RETURNING customer_id AS id`.execute(trx);
    await sql`INSERT INTO customer_key (customer_id, version, kek_id, created_at, destroyed_at)
      SELECT id, 1, 'none', now(), now() FROM unnest(${customers}::text[]) id
      ON CONFLICT (customer_id, version) DO NOTHING`.execute(trx);
    const back = [...new Set(rows.map(({ id }) => id))];
    for (const id of back) await sql`SELECT pg_notify(${DESTROYED_CHANNEL}, ${id})`.execute(trx);
    return back;
  });
}
