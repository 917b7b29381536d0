import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Receiver, startReceiver } from '../activities/webhooks/receiver.ts';
import { freePort } from '../../worker/embedded/processes/ports.ts';
import { type Postgres, startPostgres } from '../../worker/embedded/postgres/postgres.ts';
import { SERVING_ROLE } from '../../worker/embedded/postgres/postgres-urls.ts';
import { startTemporal, type Temporal } from '../../worker/embedded/temporal/temporal.ts';
import { everythingOf } from './decoded.ts';
import { migrate, type Product, startProduct } from './product.ts';
import { findCanaries } from './scan.ts';
import { CANARY, tell, type Told } from './story.ts';

let directory: string;
let postgres: Postgres;
let temporal: Temporal;
let product: Product;
let told: Told;
let receiver: Receiver;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'vouch-canaries-'));
  const [port, temporalPort] = [await freePort(), await freePort()];
  [postgres, temporal] = await Promise.all([
    startPostgres({ directory: join(directory, 'pg'), port, temporary: true }),
    startTemporal({ directory: join(directory, 'temporal'), port: temporalPort, uiPort: null }),
  ]);
  const { databaseUrl, keysDatabaseUrl } = postgres;
  await migrate({
    DATABASE_URL: databaseUrl,
    KEYS_DATABASE_URL: keysDatabaseUrl,
    TEMPORAL_ADDRESS: temporal.address,
    SERVING_ROLE,
  });
  product = await startProduct({
    databases: postgres,
    temporalAddress: temporal.address,
    processes: ['api', 'worker', 'verification', 'sender'],
    env: { LOG_LEVEL: 'trace' },
  });
  receiver = await startReceiver();
  const body = { url: `${receiver.url}/hooks` };
  await (await product.client()).ask('POST', '/v1/webhook-endpoints', { body });
  told = await tell(product);
}, 180_000);
afterAll(async () => {
  await product.stop();
  await receiver.close();
  await Promise.all([postgres.stop(), temporal.stop()]);
  await rm(directory, { recursive: true, force: true });
});

const hits = (bytes: Buffer | string) => findCanaries(told.canaries, Buffer.from(bytes));

/** The files of a folder that contain a canary, or a piece of a document. */
function hitFiles(folder: string): string[] {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  const files = names.map((name) => join(folder, name)).filter((path) => isFile(path));
  expect(files.length).toBeGreaterThan(0);
  return files.flatMap((path) => {
    const bytes = bytesOf(path);
    const found = told.pieces.some((piece) => bytes.includes(piece)) ? ['a document'] : [];
    return [...found, ...hits(bytes)].map((hit) => `${path}: ${hit}`);
  });
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}

/** The bytes of a file; Postgres may remove or rewrite its files while they are read. */
function bytesOf(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return Buffer.alloc(0);
    throw error;
  }
}

/** Every row of every table of a database as text. */
async function dump(): Promise<Map<string, string>> {
  const { database } = product.store;
  const { rows: tables } = await sql<{ name: string }>`SELECT quote_ident(table_name) AS name
    FROM information_schema.tables WHERE table_schema = 'public'`.execute(database);
  const all = new Map<string, string>();
  for (const { name } of tables) {
    const { rows } = await sql<{
      row: string;
    }>`SELECT t::text AS row FROM ${sql.raw(name)} t`.execute(database);
    all.set(name, rows.map(({ row }) => row).join('\n'));
  }
  return all;
}

test('the story was told with every canary in it: who may open the data reads them', async () => {
  const texts = [...told.app.heard, ...told.reviewer.heard].map(({ text }) => text).join('\n');
  const shown = [CANARY.familyName, CANARY.documentNumber, 'Glimmerwright', 'Quibblegatan'];
  expect(findCanaries(shown, Buffer.from(texts))).toHaveLength(shown.length);
  expect(told.canaries.length).toBeGreaterThan(30);
});

test('the decoded history of the case, its attributes, memo, details and summaries hold none', async () => {
  const text = await everythingOf(product, told.id);
  expect(text).toContain('documents_submitted');
  expect(text).toContain('identity_reading');
  expect(text).not.toContain('binary/encrypted');
  expect(hits(text)).toEqual([]);
});

test('Temporal’s database file and its log hold none', async () => {
  const folder = join(directory, 'temporal');
  const files = readdirSync(folder).filter((name) => name.startsWith('temporal.'));
  expect(files).toEqual(expect.arrayContaining(['temporal.db', 'temporal.db-wal']));
  const found = files.flatMap((name) => hits(readFileSync(join(folder, name))));
  expect(found).toEqual([]);
});

test('no row of the main database holds one', async () => {
  const tables = await dump();
  expect(tables.get('customer')).toContain('story-1');
  const found = [...tables].flatMap(([name, rows]) => hits(rows).map((hit) => `${name}: ${hit}`));
  expect(found).toEqual([]);
});

test('no file of Postgres holds one, its write-ahead log and its own log included', async () => {
  const { database } = product.store;
  await sql`CHECKPOINT`.execute(database);
  const { rows } = await sql<{
    path: string;
  }>`SELECT current_setting('data_directory') AS path`.execute(database);
  expect(hitFiles(rows[0]?.path ?? '')).toEqual([]);
  expect(hits(readFileSync(join(directory, 'pg', 'postgres.log')))).toEqual([]);
});

test('no blob holds one, nor a picture or a PDF that anybody could open', () => {
  const folder = join(product.directory, 'blobs');
  expect(hitFiles(folder)).toEqual([]);
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  const files = names.map((name) => join(folder, name)).filter((path) => isFile(path));
  expect(files.length).toBeGreaterThan(5); // the uploads and the clean pages
  for (const path of files) {
    const bytes = readFileSync(path).toString('latin1');
    expect(bytes).not.toMatch(/%PDF-1|JFIF|\x89PNG\r\n/);
  }
});

test('no webhook holds one, and every event that all may know of came as one', async () => {
  const reader = await product.client({ scopes: ['customers:read'] });
  const feed = await reader.ask('GET', `/v1/customers/${told.id}/events?limit=100`);
  const { data } = feed.body as { data: { id: string }[] };
  const own = () => receiver.received.filter(({ customer }) => customer === told.id);
  await expect.poll(() => own().length, { timeout: 30_000 }).toBeGreaterThanOrEqual(data.length);
  expect(own().map(({ id }) => id)).toEqual(data.map(({ id }) => id));
  for (const { body, type } of receiver.received) expect(hits(body), type).toEqual([]);
});

test('no log line and no metric of any process holds one', async () => {
  for (const name of ['api', 'worker', 'verification', 'sender'] as const) {
    expect(hits(product.logs(name)), name).toEqual([]);
    const metrics = await fetch(`${product.opsUrls[name]}/metrics`);
    expect(hits(await metrics.text()), name).toEqual([]);
  }
  expect(product.logs('api')).toContain('/v1/customers/{id}/decisions');
});

test('no answer that refuses something holds one', () => {
  const refused = told.app.heard.filter(({ status }) => status >= 400);
  expect(refused.length).toBeGreaterThan(12);
  expect(refused.filter(({ status }) => status >= 500)).toEqual([]);
  const found = refused.flatMap(({ path, text }) => hits(text).map((hit) => `${path}: ${hit}`));
  expect(found).toEqual([]);
});

test('the search itself finds a canary in a row, in a file and in every form of writing', async () => {
  const { database } = product.store;
  const word = CANARY.familyName;
  const spare = `spare_${randomUUID().slice(0, 8)}`;
  await sql`CREATE TABLE ${sql.raw(spare)} AS SELECT ${word}::bytea AS word`.execute(database);
  await sql`CHECKPOINT`.execute(database);
  const tables = await dump();
  expect(hits(tables.get(spare) ?? '')).toHaveLength(1);
  const { rows } = await sql<{
    path: string;
  }>`SELECT current_setting('data_directory') AS path`.execute(database);
  expect(hitFiles(rows[0]?.path ?? '').length).toBeGreaterThan(0);
  const plain = Buffer.from(`..${word}..`);
  for (const form of ['utf8', 'hex', 'base64', 'utf16le'] as const) {
    const bytes = form === 'utf16le' ? Buffer.from(plain.toString(), form) : plain.toString(form);
    expect(hits(bytes), form).toHaveLength(1);
  }
  expect(hits(plain.toString().toUpperCase())).toHaveLength(1);
});
