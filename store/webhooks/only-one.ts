import { sql, type Transaction } from 'kysely';
import type { Database } from '../db/database.ts';

const LOCK = sql`hashtext('vouch/webhook_fan_out')`;

/** True while no other transaction writes messages, and until the end of this one nobody else does. */
export async function onlyOne(trx: Transaction<Database>): Promise<boolean> {
  const { rows } = await sql<{ won: boolean }>`
    SELECT pg_try_advisory_xact_lock(${LOCK}) AS won`.execute(trx);
  return rows[0]?.won ?? false;
}

/** Waits until no other transaction writes messages; until the end of this one nobody else does. */
export async function becomeOnlyOne(trx: Transaction<Database>): Promise<void> {
  await sql`SELECT pg_advisory_xact_lock(${LOCK})`.execute(trx);
}
