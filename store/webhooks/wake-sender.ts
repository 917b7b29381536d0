import { sql, type Transaction } from 'kysely';
import type { Database } from '../db/database.ts';
import { CASE_CHANNEL } from '../events/announce-case.ts';

/** The name under which listeners are notified of changed endpoints and replays. */
export const WEBHOOK_NEWS = 'webhooks';

/**
 * Notifies senders, at the commit, that there is something to do. If a notification is lost, they notice a
 * second later.
 */
export async function wakeSender(trx: Transaction<Database>): Promise<void> {
  await sql`SELECT pg_notify(${CASE_CHANNEL}, ${WEBHOOK_NEWS})`.execute(trx);
}
