import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connect } from '../../../store/db/database.ts';
import { migrateAll } from '../../../store/db/migrate.ts';
import { freePort } from '../../../worker/embedded/processes/ports.ts';
import { type Postgres, startPostgres } from '../../../worker/embedded/postgres/postgres.ts';
import { startTemporal, type Temporal } from '../../../worker/embedded/temporal/temporal.ts';
import { type Client, until } from '../client.ts';
import { bodyOf, newPerson, passportOf } from '../people.ts';
import { migrate, type ProcessName, type Product, startProduct } from '../product.ts';

const NAMES: readonly ProcessName[] = ['api', 'worker', 'verification', 'sender'];

let directory: string;
let postgresPort: number;
let temporalPort: number;
let postgres: Postgres;
let temporal: Temporal;
let product: Product;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'vouch-away-'));
  postgresPort = await freePort();
  temporalPort = await freePort();
  await startServers();
  const { databaseUrl, keysDatabaseUrl } = postgres;
  await migrate({
    DATABASE_URL: databaseUrl,
    KEYS_DATABASE_URL: keysDatabaseUrl,
    TEMPORAL_ADDRESS: temporal.address,
  });
  product = await startProduct({
    databases: { databaseUrl, keysDatabaseUrl },
    temporalAddress: temporal.address,
    processes: [],
  });
}, 120_000);
afterAll(async () => {
  await product.stop();
  await Promise.all([postgres.stop(), temporal.stop()]);
  await rm(directory, { recursive: true, force: true });
});

async function startServers(): Promise<void> {
  [postgres, temporal] = await Promise.all([
    startPostgres({ directory, port: postgresPort, temporary: true }),
    startTemporal({ directory, port: temporalPort, uiPort: null, temporary: true }),
  ]);
}

interface Found {
  status: number;
  body: { dependencies: object; reasons?: Record<string, string> };
}

async function ask(name: ProcessName, path: string): Promise<Found | undefined> {
  const url = `${product.opsUrls[name]}${path}`;
  return fetch(url, { signal: AbortSignal.timeout(5_000) }).then(
    async (answer) => ({ status: answer.status, body: (await answer.json()) as Found['body'] }),
    () => undefined,
  );
}

async function dependencyUp(name: ProcessName, dependency: string): Promise<string | undefined> {
  const text = await (await fetch(`${product.opsUrls[name]}/metrics`)).text();
  return new RegExp(`vouch_dependency_up\\{dependency="${dependency}"\\} (\\d)`).exec(text)?.[1];
}

test('what starts while Postgres and Temporal are away waits, says why, and comes up with them', async () => {
  for (const server of [postgres, temporal]) {
    process.kill(server.pid, 'SIGKILL');
    await server.exited;
  }
  const started = Promise.all(NAMES.map((name) => product.start(name)));
  const waiting = await until(
    () => Promise.all(NAMES.map((name) => ask(name, '/readyz'))),
    (found) => found.every((one) => one !== undefined),
    60_000,
  );
  const away = { postgres: 'ECONNREFUSED', key_store: 'ECONNREFUSED' };
  for (const [at, name] of NAMES.entries()) {
    const temporalAway = name === 'sender' ? {} : { temporal: 'unreachable' };
    expect(waiting[at], name).toMatchObject({ status: 503, body: { reasons: away } });
    await until(
      () => ask(name, '/readyz'),
      (found) =>
        Object.entries(temporalAway).every(([of, why]) => found?.body.reasons?.[of] === why),
    );
    expect(await ask(name, '/livez'), name).toMatchObject({ status: 200 });
    expect(await ask(name, '/startupz'), name).toMatchObject({
      status: 200,
      body: { status: 'waiting' },
    });
    expect(await dependencyUp(name, 'postgres'), name).toBe('0');
  }
  const refused = await fetch(`${product.url}/v1/customers`, { method: 'POST', body: '{}' });
  expect(refused.status).toBe(503);
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
  expect(await refused.json()).toMatchObject({ code: 'key_store_unavailable' });
  await sleep(6_000); // longer than one attempt to connect, so that the start is repeated
  // Temporal starts later than Postgres, to show that each is waited for by itself.
  postgres = await startPostgres({ directory, port: postgresPort, temporary: true });
  const withPostgres = await until(
    () => ask('worker', '/readyz'),
    (found) => found?.body.reasons?.['postgres'] === undefined,
    60_000,
  );
  expect(withPostgres).toMatchObject({
    status: 503,
    body: { reasons: { temporal: 'unreachable' } },
  });
  temporal = await startTemporal({ directory, port: temporalPort, uiPort: null, temporary: true });
  await started;
  await until(
    () => Promise.all(NAMES.map((name) => ask(name, '/readyz'))),
    (found) => found.every((one) => one?.status === 200),
    60_000,
  );
  const app: Client = await product.client();
  const person = newPerson();
  const { id } = await app.create(bodyOf(person, { level: 'basic' }));
  await app.submit(id, await passportOf(person));
  await app.reach(id, 'active/verified', 60_000);
  process.kill(temporal.pid, 'SIGSTOP');
  const reasonOf = async (name: ProcessName) =>
    (await ask(name, '/readyz'))?.body.reasons?.['temporal'];
  for (const name of ['worker', 'verification'] as const) {
    await until(
      () => reasonOf(name),
      (reason) => reason === 'timeout',
    );
  }
  process.kill(temporal.pid, 'SIGCONT');
  for (const name of NAMES) {
    await until(
      () => ask(name, '/readyz'),
      (found) => found?.status === 200,
      30_000,
    );
    expect(product.logs(name), name).toContain('"start.waits"');
    await product.kill(name, 'SIGTERM');
  }
}, 240_000);

test('with another key-encryption key nobody is ready, all say so, and none makes a key', async () => {
  const kek = join(product.directory, 'other-kek');
  await writeFile(kek, randomBytes(32), { mode: 0o400 });
  const keys = product.store.keysDatabase.selectFrom('customer_key').selectAll();
  const before = await keys.orderBy('customer_id').execute();
  await Promise.all(NAMES.map(expectMismatch));
  expect(await keys.orderBy('customer_id').execute()).toEqual(before);

  async function expectMismatch(name: ProcessName): Promise<void> {
    product.start(name, { KEK_FILE: kek }).catch(() => undefined); // it never finishes its start
    const found = await until(
      () => ask(name, '/readyz'),
      (one) => one?.body.reasons?.['key_store'] === 'kek_mismatch',
      60_000,
    );
    expect(found?.status, name).toBe(503);
    expect(found?.body.reasons, name).not.toHaveProperty('postgres');
    expect(await dependencyUp(name, 'key_store'), name).toBe('0');
    expect(await dependencyUp(name, 'postgres'), name).toBe('1');
    if (name === 'api') {
      // /readyz does not wait for the API's first attempt to open the keys; until that ends, the code is the
      // one for any store.
      const code = await until(refusedCode, (one) => one === 'key_store_unavailable', 30_000);
      expect(code).toBe('key_store_unavailable');
    }
    // A process that still waits has nothing to finish, so it ends at once.
    const endsBy = performance.now() + 10_000;
    await product.kill(name, 'SIGTERM');
    expect(await product.died(name), product.logs(name)).toBe('exited with code 0');
    expect(performance.now(), name).toBeLessThan(endsBy);
  }

  async function refusedCode(): Promise<unknown> {
    const refused = await fetch(`${product.url}/v1/customers`);
    expect(refused.status).toBe(503);
    const { code } = (await refused.json()) as { code: unknown };
    return code;
  }
}, 150_000);

test('what starts before any migration waits for it', async () => {
  const database = connect(postgres.databaseUrl, { max: 1 });
  const urls = await Promise.all(
    ['bare', 'bare_keys'].map(async (name) => {
      await sql`CREATE DATABASE ${sql.id(name)}`.execute(database);
      const url = new URL(postgres.databaseUrl);
      url.pathname = `/${name}`;
      return url.href;
    }),
  );
  await database.destroy();
  const [databaseUrl = '', keysDatabaseUrl = ''] = urls;
  const env = { DATABASE_URL: databaseUrl, KEYS_DATABASE_URL: keysDatabaseUrl };
  const started = product.start('sender', env);
  const found = await until(
    () => ask('sender', '/readyz'),
    (one) => one !== undefined,
    60_000,
  );
  expect(found).toMatchObject({
    status: 503,
    body: { reasons: { migrations: 'not_migrated', key_store: 'not_migrated' } },
  });
  await migrateAll({ databaseUrl, keysDatabaseUrl });
  await started;
  expect(await ask('sender', '/readyz')).toMatchObject({ status: 200 });
  await product.kill('sender', 'SIGTERM');
}, 90_000);

test('a wrong setting is no outage: a password that is refused ends the process', async () => {
  const url = new URL(postgres.databaseUrl);
  url.password = 'wrong';
  const env = { DATABASE_URL: url.href };
  await expect(product.start('sender', env)).rejects.toThrow('sender exited with code 1');
}, 60_000);
