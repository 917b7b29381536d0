import { type Kysely, sql, type Transaction } from 'kysely';
import type { RecordEvents } from '../../domain/work.ts';
import type { Database } from '../database.ts';
import { announceCase } from '../events/announce-case.ts';
import { violates } from '../pg-error.ts';
import type { Standing } from './batch.ts';
import { writeBatch } from './write-batch.ts';

/**
 * Records what happened to a case since the last recording: rows, events, outbox, counts and audit
 * in one transaction. What is there already is dropped, so a repeat changes nothing; a gap throws.
 */
export async function recordCase(database: Kysely<Database>, input: RecordEvents): Promise<void> {
  try {
    await recordOnce(database, input);
  } catch (error) {
    // Another recorder made the row between our look and our insert: look again.
    if (!violates(error, 'event_pkey') && !violates(error, 'event_id_key')) throw error;
    await recordOnce(database, input);
  }
  announceCase(database, input.state.customer);
}

async function recordOnce(database: Kysely<Database>, { state, events }: RecordEvents) {
  await database.transaction().execute(async (trx) => {
    const standing = await lock(trx, state.customer);
    const fresh = events.filter(({ version }) => version > standing.version);
    fresh.forEach(({ version }, index) => {
      if (version !== standing.version + 1 + index) throw new Error('a recording has a gap');
    });
    if (fresh.length === 0) return;
    if (fresh.at(-1)?.version !== state.version)
      throw new Error('a recording lacks its last event');
    await writeBatch(trx, standing, { state, events: fresh });
  });
}

/** The case as recorded, its row and its chain's head locked; version 0 where there is none yet. */
async function lock(trx: Transaction<Database>, customer: string): Promise<Standing> {
  const { rows } = await sql<Standing>`SELECT c.version, c.sequence, c.status,
      c.status_reason AS "statusReason", c.verified_at AS "verifiedAt"
    FROM "case" c JOIN audit_chain a ON a.id = c.customer_id
    WHERE c.customer_id = ${customer} FOR UPDATE`.execute(trx);
  return rows[0] ?? { version: 0, sequence: 0, status: null, statusReason: null, verifiedAt: null };
}
