import { sql, type Transaction } from 'kysely';
import type { Database } from '../db/database.ts';
import { CASE_CHANNEL } from '../events/announce-case.ts';

/** What a listener waits for who is to hear of endpoints and replays. */
export const WEBHOOK_NEWS = 'webhooks';

/** Tells senders, at the commit, that there is something to do; a lost word costs them a second. */
export async function wakeSender(trx: Transaction<Database>): Promise<void> {
  await sql`SELECT pg_notify(${CASE_CHANNEL}, ${WEBHOOK_NEWS})`.execute(trx);
}
