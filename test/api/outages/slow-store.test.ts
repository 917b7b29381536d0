import { type Kysely, sql } from 'kysely';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { connect, type Database } from '../../../store/db/database.ts';
import { isContended, isStoreAway } from '../../../store/db/pg-error.ts';
import { openKit, type Kit } from '../kit/api-kit.ts';
import { createdBy } from '../kit/people.ts';

let kit: Kit;
let key: string;
let path: string;
const opened: Kysely<Database>[] = [];
beforeAll(async () => {
  kit = await openKit();
  key = await kit.key();
  path = `/v1/customers/${await createdBy(kit, key)}`;
});
afterAll(async () => {
  for (const one of opened) await one.destroy();
  await kit.close();
});

/** The API on a pool of its own: of few connections, or of statements that may take little time. */
async function on(options: { max: number; statementTimeoutMs: number }) {
  const { store } = kit.deps;
  const { rows } = await sql<{ name: string }>`SELECT current_database() AS name`.execute(
    store.database,
  );
  const url = new URL(inject('postgresUrl'));
  url.pathname = `/${rows[0]?.name}`;
  const database = connect(url.href, options);
  opened.push(database);
  return { database, api: kit.withDeps({ store: { ...store, database } }) };
}

/** Runs `work` while all of the table is held by somebody else. */
async function whileHeld(work: () => Promise<void>): Promise<void> {
  await kit.deps.store.database.transaction().execute(async (trx) => {
    await sql`LOCK TABLE customer IN ACCESS EXCLUSIVE MODE`.execute(trx);
    await work();
  });
}

test('a statement that takes too long is 503 with Retry-After, read or written', async () => {
  const { api } = await on({ max: 4, statementTimeoutMs: 300 });
  await whileHeld(async () => {
    const read = await api.ask('GET', path, { key });
    expect(read).toMatchObject({ status: 503, body: { code: 'store_unavailable' } });
    const body = { metadata: { plan: 'late' } };
    const written = await api.ask('PATCH', path, { key, body });
    expect(written).toMatchObject({ status: 503, body: { code: 'outcome_unknown' } });
    for (const { headers } of [read, written]) {
      expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
    }
  });
  expect((await api.ask('GET', path, { key })).status).toBe(200);
});

test('a pool whose connections are all taken is 503 with Retry-After', async () => {
  const { api, database } = await on({ max: 1, statementTimeoutMs: 10_000 });
  await database.connection().execute(async () => {
    const read = await api.ask('GET', path, { key });
    expect(read).toMatchObject({ status: 503, body: { code: 'store_unavailable' } });
    expect(Number(read.headers.get('retry-after'))).toBeGreaterThan(0);
  });
  expect((await api.ask('GET', path, { key })).status).toBe(200);
}, 15_000);

test.each([
  ['57014', 'contended'], // a statement took too long
  ['25P03', 'away'], // a transaction stood idle for too long
  ['55P03', 'contended'], // a lock was not had in time
  ['53200', 'away'], // out of memory
  ['25006', 'away'], // a copy that takes no writes
  ['57P01', 'away'],
  ['40001', 'contended'],
  ['40P01', 'contended'],
  ['23505', 'neither'],
  ['22021', 'neither'],
])('what Postgres says by %s is: %s', async (state, what) => {
  const { database } = kit.deps.store;
  const raise = sql.raw(`DO $$ BEGIN RAISE SQLSTATE '${state}'; END $$`);
  const error: unknown = await raise.execute(database).catch((thrown: unknown) => thrown);
  const said = isContended(error) ? 'contended' : isStoreAway(error) ? 'away' : 'neither';
  expect(said).toBe(what);
});
