import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type Kysely, sql } from 'kysely';
import { canonical } from '../sealing/canonical.ts';
import type { Database, KeysDatabase } from '../db/database.ts';
import { appendLines, linesOf } from './appended-file.ts';

const LOCK = 0x766f7764; // so that one of several processes appends checkpoints
const CHECKPOINTS = 'checkpoints.jsonl';
const DESTROYED = 'destroyed-keys.jsonl';
const BATCH = 500;

/**
 * Evidence that the databases' own roles cannot change (docs/protection.md#audit-trail): two files to which
 * lines are appended, one for checkpoints and one for destroyed keys. The first call of each process adds the
 * lines that are missing because of a crash or a restored database.
 */
export interface Witness {
  /** Appends the checkpoints that the file lacks. False if another process is doing it. */
  keepCheckpoints: (database: Kysely<Database>) => Promise<boolean>;
  /**
   * Appends the ids of destroyed keys that the file lacks. It takes no lock: each worker writes what it has
   * not written itself, and an id that is there twice counts once.
   */
  keepDestroyed: (database: Kysely<KeysDatabase>) => Promise<void>;
}

/** Throws if the directory cannot be made or its files cannot be appended to. */
export async function openWitness(directory: string): Promise<Witness> {
  const checkpoints = join(directory, CHECKPOINTS);
  const destroyed = join(directory, DESTROYED);
  await mkdir(directory, { recursive: true, mode: 0o700 });
  for (const path of [checkpoints, destroyed]) await appendLines(path, []);
  const listed = new Set(await destroyedListed(directory));
  let last: Kept | undefined;
  let hasLooked = false;
  return {
    keepCheckpoints: (database) =>
      database.transaction().execute(async (trx) => {
        const lock = sql<{ won: boolean }>`SELECT pg_try_advisory_xact_lock(${LOCK}) AS won`;
        if (!(await lock.execute(trx)).rows[0]?.won) return false;
        const known = last && (await isThere(trx, last)) ? last : await lastThere(trx, checkpoints);
        last = await appendAfter(trx, known, checkpoints);
        return true;
      }),
    keepDestroyed: async (database) => {
      const all = !hasLooked;
      hasLooked = false; // after a failure, the next run searches keys of any age
      const keys = await destroyedKeys(database, { all });
      const fresh = keys.filter(({ key }) => !listed.has(key));
      const lines = fresh.map(({ key, at }) => canonical({ at, key }));
      if (lines.length > 0) await appendLines(destroyed, lines);
      for (const { key } of fresh) listed.add(key);
      hasLooked = true;
    },
  };
}

/** The ids of destroyed keys in a witness; none if there is no file. */
export async function destroyedListed(directory: string): Promise<string[]> {
  const lines = await linesOf(join(directory, DESTROYED));
  return [...new Set(lines.flatMap(({ key }) => (typeof key === 'string' ? [key] : [])))];
}

interface Kept {
  n: number;
  body: string;
}

/**
 * The last checkpoint in the file that the database has, too. After a restore the database counts on from an
 * earlier one, and its new checkpoints are appended as well.
 */
async function lastThere(db: Kysely<Database>, path: string): Promise<Kept | undefined> {
  for (const { n, body } of (await linesOf(path)).toReversed()) {
    const kept = { n: Number(n), body: String(body) };
    if (await isThere(db, kept)) return kept;
  }
  return undefined;
}

async function isThere(db: Kysely<Database>, { n, body }: Kept): Promise<boolean> {
  const row = db.selectFrom('audit_checkpoint').select('body').where('n', '=', n);
  return (await row.executeTakeFirst())?.body === body;
}

async function appendAfter(
  db: Kysely<Database>,
  known: Kept | undefined,
  path: string,
): Promise<Kept | undefined> {
  const rows = await db
    .selectFrom('audit_checkpoint')
    .select(['n', 'body', 'signature'])
    .where('n', '>', known?.n ?? 0)
    .orderBy('n')
    .limit(BATCH)
    .execute();
  if (rows.length === 0) return known;
  const lines = rows.map(({ n, body, signature }) =>
    canonical({ body, n, signature: signature.toString('base64') }),
  );
  await appendLines(path, lines);
  return appendAfter(db, rows.at(-1), path);
}

/** All destroyed keys, or those of the last ten minutes, by the database's clock. */
async function destroyedKeys(db: Kysely<KeysDatabase>, { all }: { all: boolean }) {
  const { rows } = await sql<{ key: string; at: string }>`SELECT customer_id AS key,
      min(destroyed_at) AS at FROM customer_key
    WHERE destroyed_at > CASE WHEN ${all} THEN '-infinity' ELSE now() - interval '10 minutes' END
    GROUP BY customer_id ORDER BY 2, 1`.execute(db);
  return rows;
}
