import { sql, type Transaction } from 'kysely';
import type { Database } from '../db/database.ts';
import { type Held, isHeld } from './idempotent-row.ts';

/**
 * Stores beside the reserved ids that a run had an effect, and its result, in the transaction of that effect.
 * False if the lease was lost: then the caller must undo the effect.
 */
export async function rememberEffect(
  trx: Transaction<Database>,
  held: Held,
  { name, given }: { name: string; given: string },
): Promise<boolean> {
  const row = await trx
    .updateTable('idempotency')
    .set({ ids: sql`ids || jsonb_build_object(${name}::text, ${given}::text)` })
    .where(isHeld(held))
    .returning('lease')
    .executeTakeFirst();
  return row !== undefined;
}
