import { createHash, type KeyObject, sign } from 'node:crypto';
import { type Kysely, sql, type Transaction } from 'kysely';
import { canonical } from '../sealing/canonical.ts';
import type { Database } from '../db/database.ts';
import type { Keys } from '../keys/keys.ts';
import { type Leaf, merkleRoot } from './merkle.ts';

const LOCK = 0x766f7563; // the same in all processes, so that one of them writes

export interface Checkpoint {
  n: number;
  /** Canonical JSON of `at`, `format`, `leaves`, `n`, `prev`, `root`. */
  body: string;
  signature: Buffer;
  leaves: Leaf[];
}

/** The predecessor that the first checkpoint names. */
export const FIRST_PREV = createHash('sha256').update('vouch/checkpoint/1').digest('hex');

/**
 * Writes the checkpoint of a minute, even if no chain moved. False if another process is writing it. To be
 * called every 60 s (docs/protection.md#audit-trail).
 */
export async function writeCheckpoint(
  database: Kysely<Database>,
  keys: Keys,
  input: { at: string },
): Promise<boolean> {
  const key = await keys.auditKey();
  return database.transaction().execute(async (trx) => {
    const { rows } = await sql<{
      won: boolean;
    }>`SELECT pg_try_advisory_xact_lock(${LOCK}) AS won`.execute(trx);
    if (!rows[0]?.won) return false;
    await appendCheckpoint(trx, key, { at: input.at, leaves: await movedChains(trx) });
    return true;
  });
}

/** A checkpoint that covers one chain as it is in this transaction, whatever other chains moved. */
export async function checkpointOf(
  trx: Transaction<Database>,
  key: KeyObject,
  input: { at: string; chain: string },
): Promise<Checkpoint> {
  await sql`SELECT pg_advisory_xact_lock(${LOCK})`.execute(trx);
  const { rows } = await sql<Leaf>`UPDATE audit_chain SET covered = count WHERE id = ${input.chain}
    RETURNING id AS chain, count, encode(head, 'hex') AS head`.execute(trx);
  const others = await movedChains(trx);
  return appendCheckpoint(trx, key, { at: input.at, leaves: [...rows, ...others] });
}

/** Signs the exact text of a checkpoint with the audit key, Ed25519. */
export function signCheckpoint(key: KeyObject, body: string): Buffer {
  return sign(null, Buffer.from(body), key);
}

/** Chains with entries that no checkpoint covers. A chain that is locked waits for the next minute. */
async function movedChains(trx: Transaction<Database>): Promise<Leaf[]> {
  const { rows } = await sql<Leaf>`WITH moved AS (
      SELECT id FROM audit_chain WHERE count > covered ORDER BY id FOR UPDATE SKIP LOCKED)
    UPDATE audit_chain SET covered = count FROM moved WHERE audit_chain.id = moved.id
    RETURNING audit_chain.id AS chain, count, encode(head, 'hex') AS head`.execute(trx);
  return rows;
}

async function appendCheckpoint(
  trx: Transaction<Database>,
  key: KeyObject,
  input: { at: string; leaves: Leaf[] },
): Promise<Checkpoint> {
  const last = await trx
    .selectFrom('audit_checkpoint')
    .select(['n', 'body'])
    .orderBy('n', 'desc')
    .limit(1)
    .executeTakeFirst();
  const n = (last?.n ?? 0) + 1;
  const prev = last ? createHash('sha256').update(last.body).digest('hex') : FIRST_PREV;
  const { at, leaves } = input;
  const root = merkleRoot(leaves);
  const body = canonical({ at, format: 1, leaves: leaves.length, n, prev, root });
  const signature = signCheckpoint(key, body);
  await trx
    .insertInto('audit_checkpoint')
    .values({ n, body, signature, leaves: JSON.stringify(leaves), created_at: at })
    .execute();
  return { n, body, signature, leaves };
}
