import { sql, type Transaction } from 'kysely';
import type { Database } from '../db/database.ts';

const LOCK = sql`hashtext('vouch/webhook_fan_out')`;

/**
 * Tries to lock the writing of messages until the end of this transaction; false if another transaction holds
 * the lock.
 */
export async function onlyOne(trx: Transaction<Database>): Promise<boolean> {
  const { rows } = await sql<{ won: boolean }>`
    SELECT pg_try_advisory_xact_lock(${LOCK}) AS won`.execute(trx);
  return rows[0]?.won ?? false;
}

/** Waits for the lock on the writing of messages, and holds it until the end of this transaction. */
export async function becomeOnlyOne(trx: Transaction<Database>): Promise<void> {
  await sql`SELECT pg_advisory_xact_lock(${LOCK})`.execute(trx);
}
