import { sql, type Transaction } from 'kysely';
import type { Database } from '../database.ts';
import { type Held, isHeld } from './idempotent-row.ts';

/**
 * Notes beside the reserved ids that a run had an effect, in the transaction of that effect. False
 * where the lease was lost: then the caller must undo the effect.
 */
export async function rememberEffect(
  trx: Transaction<Database>,
  held: Held,
  name: string,
): Promise<boolean> {
  const row = await trx
    .updateTable('idempotency')
    .set({ ids: sql`ids || jsonb_build_object(${name}::text, 'yes')` })
    .where(isHeld(held))
    .returning('lease')
    .executeTakeFirst();
  return row !== undefined;
}
