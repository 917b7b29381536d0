import { sql, type Transaction } from 'kysely';
import type { Database } from '../database.ts';

/** True while no other transaction is at this task, and until the end of this one nobody else is. */
export async function onlyOne(
  trx: Transaction<Database>,
  task: 'fan_out' | 'errand',
): Promise<boolean> {
  const { rows } = await sql<{ won: boolean }>`
    SELECT pg_try_advisory_xact_lock(hashtext(${`vouch/webhook_${task}`})) AS won`.execute(trx);
  return rows[0]?.won ?? false;
}
