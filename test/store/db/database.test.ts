import { sql } from 'kysely';
import { Client } from 'pg';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connect } from '../../../store/db/database.ts';
import { getRequirements, ONE_ROW } from '../../../store/customers/get-requirements.ts';
import { listenCases } from '../../../store/events/listen-cases.ts';
import {
  freshStore,
  happens,
  makeCase,
  saveCase,
  submission,
  TEST,
  type TestStore,
} from '../kit/make.ts';

let store: TestStore;
beforeAll(async () => {
  store = await freshStore();
});
afterAll(() => store.end());

/** As a restart of Postgres does: every connection of the database is cut. */
async function cutConnections(): Promise<void> {
  const client = new Client(store.databaseUrl);
  await client.connect();
  await client.query(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()`);
  await client.end();
}

test('after every connection was cut the next queries find their way, and the process lives', async () => {
  const one = await makeCase(store);
  const asleep = sql`SELECT pg_sleep(5)`.execute(store.database);
  const cut = expect(asleep).rejects.toThrow();
  await setTimeout(100);
  await cutConnections();
  await cut;
  await setTimeout(100);
  expect((await getRequirements(store.database, TEST, one.customer)).version).toBe(1);
  await saveCase(store, happens(one, submission()));
  expect((await getRequirements(store.database, TEST, one.customer)).version).toBe(2);
});

test('a statement is given up at its time limit', async () => {
  const db = connect(store.databaseUrl, { max: 1, statementTimeoutMs: 50 });
  await expect(sql`SELECT pg_sleep(5)`.execute(db)).rejects.toMatchObject({ code: '57014' });
  await db.destroy();
});

test('instants come as ISO strings with milliseconds, days as they are', async () => {
  const { rows } =
    await sql`SELECT '2027-01-10 10:00:00.5+01'::timestamptz AS at, '2027-01-10'::date AS day`.execute(
      store.database,
    );
  expect(rows).toEqual([{ at: '2027-01-10T09:00:00.500Z', day: '2027-01-10' }]);
});

test('the cheapest poll reads one row by one index', async () => {
  const client = new Client(store.databaseUrl);
  await client.connect();
  await client.query('SET enable_seqscan = off');
  const { rows } = await client.query<{ 'QUERY PLAN': string }>(`EXPLAIN ${ONE_ROW}`, [
    'cus_x',
    'test',
  ]);
  await client.end();
  expect(rows.map((row) => row['QUERY PLAN']).join('\n')).toMatch(/Index Scan using case_pkey/);
});

test('who waits for a case is woken when it is recorded, and only then', async () => {
  const listener = listenCases(store.databaseUrl);
  const [one, other] = [await makeCase(store), await makeCase(store)];
  await setTimeout(300);
  const started = performance.now();
  const woken = listener.wait(one.customer, 5000);
  const quiet = listener.wait(other.customer, 400);
  await saveCase(store, happens(one, submission()));
  await woken;
  expect(performance.now() - started).toBeLessThan(390);
  await quiet;
  expect(performance.now() - started).toBeGreaterThanOrEqual(395);
  await listener.close();
});

test('a listener listens again after its connection was cut', async () => {
  const listener = listenCases(store.databaseUrl);
  const one = await makeCase(store);
  await setTimeout(300);
  await cutConnections();
  await setTimeout(1500);
  const started = performance.now();
  const woken = listener.wait(one.customer, 5000);
  await saveCase(store, happens(one, submission()));
  await woken;
  expect(performance.now() - started).toBeLessThan(2000);
  await listener.close();
});

test('a listener that is closed while it connects leaves no connection', async () => {
  const listening = sql<{ pid: number }>`SELECT pid FROM pg_stat_activity
    WHERE datname = current_database() AND application_name = 'closed-at-once'`;
  const url = new URL(store.databaseUrl);
  url.searchParams.set('application_name', 'closed-at-once');
  await listenCases(url.href).close();
  await setTimeout(1000);
  expect((await listening.execute(store.database)).rows).toEqual([]);
});

test('a wait ends with its signal and with the listener', async () => {
  const listener = listenCases(store.databaseUrl);
  await listener.wait('cus_x', 60_000, AbortSignal.timeout(20));
  await listener.wait('cus_x', 60_000, AbortSignal.abort());
  const waiting = listener.wait('cus_x', 60_000);
  await listener.close();
  await waiting;
});
