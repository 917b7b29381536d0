import { type Kysely, sql, type Transaction } from 'kysely';
import { LRUCache } from 'lru-cache';
import type { Recorded } from '../../domain/case/recorded.ts';
import type { RecordEvents, RowAhead } from '../../domain/work.ts';
import type { Database } from '../db/database.ts';
import { announceCase } from '../events/announce-case.ts';
import { lastPublicSequence } from '../events/public-sequence.ts';
import type { Standing } from './batch.ts';
import { changesAhead } from './changes-ahead.ts';
import { writeBatch } from './write-batch.ts';

/**
 * The last known states of the cases that this process recorded. Each is a guess, which the write itself
 * verifies.
 */
export type Standings = Pick<LRUCache<string, Standing>, 'get' | 'set' | 'delete'>;

const STANDINGS_MAX = 10_000;
const NOT_YET: Standing = {
  version: 0,
  sequence: 0,
  told: 0,
  status: null,
  statusReason: null,
  verifiedAt: null,
};

export function createStandings(): Standings {
  return new LRUCache({ max: STANDINGS_MAX });
}

/**
 * The result of a recording: the events that it wrote. It writes nothing if the row has changes that the case
 * does not know, or changes that were not kept (`unkept`), after which nothing can be recorded.
 */
export type Recording = { fresh: readonly Recorded[] } | RowAhead | 'unkept';

/**
 * Records what happened to a case since the last recording: rows, events, outbox, counts and audit in one
 * transaction. What is stored already, recognised by its content, is dropped, so that a repetition changes
 * nothing; a gap throws. If the row has other or later changes, nothing is written. If the case is still as
 * this process left it, this takes one statement, else first a read under its lock.
 */
export async function recordCase(
  database: Kysely<Database>,
  input: RecordEvents,
  standings: Standings,
): Promise<Recording> {
  const { customer } = input.state;
  const done =
    (await recordUnseen(database, input, standings)) ?? (await recordSeen(database, input));
  if (done === 'unkept' || 'changes' in done) return done;
  const { now, fresh } = done;
  standings.set(customer, now);
  if (fresh.length > 0) announceCase(database, customer);
  return { fresh };
}

/** The case's state now, and the events that were not stored before. */
interface Done {
  now: Standing;
  fresh: readonly Recorded[];
}

/** Null if the case is not in the remembered state, or if the batch does not directly follow it. */
async function recordUnseen(
  database: Kysely<Database>,
  { state, events }: RecordEvents,
  standings: Standings,
): Promise<Done | null> {
  const before = events[0]?.version === 1 ? NOT_YET : standings.get(state.customer);
  if (!before || !follows(before, { state, events })) return null;
  const now = await writeBatch(database, before, { state, events });
  return now && { now, fresh: events };
}

function follows(before: Standing, { state, events }: RecordEvents): boolean {
  const isRow = events.every(({ version }, index) => version === before.version + 1 + index);
  return isRow && events.at(-1)?.version === state.version;
}

async function recordSeen(
  database: Kysely<Database>,
  { state, events }: RecordEvents,
): Promise<Done | RowAhead | 'unkept'> {
  const done = await database.transaction().execute(async (trx) => {
    const standing = await lock(trx, state.customer);
    const ahead = await changesAhead(trx, standing.version, { state, events });
    if (ahead) return ahead;
    const fresh = events.filter(({ version }) => version > standing.version);
    if (fresh.length === 0) return { now: standing, fresh };
    fresh.forEach(({ version }, index) => {
      if (version !== standing.version + 1 + index) throw new Error('a recording has a gap');
    });
    if (!follows(standing, { state, events: fresh })) {
      throw new Error('a recording lacks its last event');
    }
    const now = await writeBatch(trx, standing, { state, events: fresh });
    return now && { now, fresh };
  });
  // Another recorder made the row between our read and our insert, so we read again.
  return done ?? recordSeen(database, { state, events });
}

/** The recorded state of the case, with its row and the head of its chain locked. */
async function lock(trx: Transaction<Database>, customer: string): Promise<Standing> {
  const { rows } = await sql<Omit<Standing, 'told'>>`SELECT c.version, c.sequence, c.status,
      c.status_reason AS "statusReason", c.verified_at AS "verifiedAt"
    FROM "case" c JOIN audit_chain a ON a.id = c.customer_id
    WHERE c.customer_id = ${customer} FOR UPDATE`.execute(trx);
  if (!rows[0]) return NOT_YET;
  // A query of its own: the one that waited for the lock would not see what was committed in the meantime.
  const last = await sql<{ told: number }>`SELECT ${lastPublicSequence(customer)} AS told`.execute(
    trx,
  );
  return { ...rows[0], told: last.rows[0]?.told ?? 0 };
}
