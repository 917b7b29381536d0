import { type Kysely, sql } from 'kysely';
import type { Database } from '../db/database.ts';

export const CASE_CHANNEL = 'vouch_case';
const waiting = new WeakMap<Kysely<Database>, Set<string>>();

/**
 * Notifies listeners that a case changed, after its commit and many at once: a NOTIFY inside the transaction
 * would make all recorders commit one after another. If a notification is lost, the listener only waits until
 * its next query.
 */
export function announceCase(database: Kysely<Database>, customer: string): void {
  const known = waiting.get(database);
  if (known) {
    known.add(customer);
    return;
  }
  const batch = new Set([customer]);
  waiting.set(database, batch);
  setImmediate(() => {
    waiting.delete(database);
    void send(database, [...batch]);
  });
}

async function send(database: Kysely<Database>, customers: string[]): Promise<void> {
  try {
    await sql`SELECT pg_notify(${CASE_CHANNEL}, c) FROM unnest(${customers}::text[]) c`.execute(
      database,
    );
  } catch {
    // Ignored: listeners query again by themselves.
  }
}
