import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freePort } from '../../../../worker/embedded/processes/ports.ts';
import { type Postgres, startPostgres } from '../../../../worker/embedded/postgres/postgres.ts';
import { commandOf } from '../../../../worker/embedded/processes/process-list.ts';

let folder = '';
let port = 0;
let open: Postgres | undefined;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vouch-postgres-')); // of mode 0700
  port = await freePort();
});
afterAll(async () => {
  await open?.stop();
  open = await start({ temporary: true }); // whose stop removes the data, wherever they are
  await open.stop();
  await rm(folder, { recursive: true });
});

test('both databases are made once and found again; others can read no file', async () => {
  const first = await start();
  await query(first.databaseUrl, 'CREATE TABLE kept AS SELECT 1 AS one');
  await query(first.keysDatabaseUrl, 'CREATE TABLE kept AS SELECT 2 AS two');
  await first.stop();
  expect(await commandOf(first.pid)).toBeNull();
  const again = await start();
  expect(await query(again.databaseUrl, 'SELECT * FROM kept')).toEqual([{ one: 1 }]);
  expect(await query(again.keysDatabaseUrl, 'SELECT * FROM kept')).toEqual([{ two: 2 }]);
  const modes = await Promise.all(
    (await readdir(folder)).map(async (name) => (await stat(join(folder, name))).mode & 0o077),
  );
  expect(new Set(modes)).toEqual(new Set([0]));
});

test('it keeps what it acknowledged through a kill -9, and starts again', async () => {
  const first = await start();
  await query(first.databaseUrl, 'CREATE TABLE crashed AS SELECT 1 AS one');
  process.kill(first.pid, 'SIGKILL');
  expect(await first.exited).toBe('was ended by SIGKILL');
  const again = await start();
  expect(await query(again.databaseUrl, 'SELECT * FROM crashed')).toEqual([{ one: 1 }]);
});

test('a left-over pid file with the id of another program does not stop the start', async () => {
  const first = await start();
  const [row] = await query(first.databaseUrl, 'SHOW data_directory');
  const path = join(String(row?.['data_directory']), 'postmaster.pid');
  const text = await readFile(path, 'utf8');
  await first.stop();
  await writeFile(path, text.replace(/^\d+/, String(process.pid)));
  const again = await start();
  expect(await query(again.databaseUrl, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
});

test('it syncs to disk, listens on the loopback alone and asks for the password', async () => {
  const { databaseUrl } = await start();
  const settings = ['fsync', 'synchronous_commit', 'full_page_writes'];
  for (const name of settings) {
    expect(await query(databaseUrl, `SHOW ${name}`)).toEqual([{ [name]: 'on' }]);
  }
  expect(await query(databaseUrl, 'SHOW listen_addresses')).toEqual([
    { listen_addresses: '127.0.0.1' },
  ]);
  const wrong = new URL(databaseUrl);
  wrong.password = 'guess';
  await expect(query(wrong.href, 'SELECT 1')).rejects.toThrow('password authentication failed');
});

test('its log holds no values', async () => {
  const { databaseUrl } = await start();
  await query(databaseUrl, 'CREATE TABLE person (name text PRIMARY KEY)');
  await query(databaseUrl, `INSERT INTO person VALUES ('canary')`);
  const twice = query(databaseUrl, `INSERT INTO person VALUES ('canary')`);
  await expect(twice).rejects.toThrow('duplicate key');
  await open?.stop();
  const log = await readFile(join(folder, 'postgres.log'), 'utf8');
  expect(log).toContain('duplicate key');
  expect(log).not.toContain('canary');
});

test('a start that cannot be is told with the reason', async () => {
  await start();
  await expect(
    startPostgres({ directory: `${folder}/other`, port, temporary: true }),
  ).rejects.toThrow(/did not start, it exited with code 1[^]*Address already in use/);
});

async function start(options: { temporary?: boolean } = {}): Promise<Postgres> {
  await open?.stop();
  open = await startPostgres({ directory: folder, port, ...options });
  return open;
}

async function query(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new Client(url);
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}
