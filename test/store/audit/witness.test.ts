import { createHash } from 'node:crypto';
import { appendFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { SYSTEM } from '../../../domain/access/access.ts';
import { createApiKey } from '../../../store/api-keys/create-api-key.ts';
import { linesOf } from '../../../store/audit/appended-file.ts';
import { writeCheckpoint } from '../../../store/audit/checkpoint.ts';
import { destroyedListed, openWitness } from '../../../store/audit/witness.ts';
import { destroyListed } from '../../../store/keys/destroy-listed.ts';
import { newId } from '../../../platform/new-id.ts';
import { requireWitness } from '../../../worker/process/witness-jobs.ts';
import { freshStore, type TestStore } from '../kit/make.ts';

let store: TestStore;
let directory: string;
beforeEach(async () => {
  store = await freshStore();
  directory = join(store.directory, 'witness');
});
afterEach(() => store.end());

const at = (second: number) => `2027-01-10T09:00:${String(second).padStart(2, '0')}.000Z`;
const checkpoint = (second: number) =>
  writeCheckpoint(store.database, store.keys, { at: at(second) });
const kept = () => linesOf(join(directory, 'checkpoints.jsonl'));
const numbers = async () => (await kept()).map(({ n }) => n);

test('every checkpoint is kept once, in order, each naming the one before it', async () => {
  await checkpoint(0); // before the witness was there
  const first = await openWitness(directory);
  await checkpoint(1);
  expect(await first.keepCheckpoints(store.database)).toBe(true);
  expect(await first.keepCheckpoints(store.database)).toBe(true);
  const second = await openWitness(directory); // another process
  await checkpoint(2);
  await second.keepCheckpoints(store.database);
  expect(await numbers()).toEqual([1, 2, 3]);
  const bodies = (await kept()).map(({ body }) => String(body));
  const prevs = bodies.map((body) => (JSON.parse(body) as { prev: string }).prev);
  const hashes = bodies.map((body) => createHash('sha256').update(body).digest('hex'));
  expect(prevs.slice(1)).toEqual(hashes.slice(0, -1));
});

test('what a crash cut off is written again, and spoils no other line', async () => {
  await checkpoint(0);
  await (await openWitness(directory)).keepCheckpoints(store.database);
  await appendFile(join(directory, 'checkpoints.jsonl'), '{"n":2,"bo');
  await checkpoint(1);
  await (await openWitness(directory)).keepCheckpoints(store.database);
  expect(await numbers()).toEqual([1, 2]);
});

test('a database that was set back shows: both its histories stand there', async () => {
  const witness = await openWitness(directory);
  await checkpoint(0);
  await checkpoint(1);
  await witness.keepCheckpoints(store.database);
  await sql`ALTER TABLE audit_checkpoint DISABLE TRIGGER USER`.execute(store.database);
  await sql`DELETE FROM audit_checkpoint WHERE n = 2`.execute(store.database);
  await checkpoint(9);
  await witness.keepCheckpoints(store.database);
  await (await openWitness(directory)).keepCheckpoints(store.database);
  expect(await numbers()).toEqual([1, 2, 2]);
});

test('a destroyed key is listed once, and what a restored copy brought back is destroyed again', async () => {
  const [erased, never, living] = [newId('customer'), newId('customer'), newId('customer')];
  await store.keys.createCustomerKey(erased);
  await store.keys.rotate(erased);
  await store.keys.createCustomerKey(living);
  const rows = () => sql`SELECT * FROM customer_key`.execute(store.keysDatabase);
  const backup = (await rows()).rows;
  const witness = await openWitness(directory);
  await witness.keepDestroyed(store.keysDatabase);
  await store.keys.destroy(erased);
  await witness.keepDestroyed(store.keysDatabase);
  await (await openWitness(directory)).keepDestroyed(store.keysDatabase);
  expect(
    (await readFile(join(directory, 'destroyed-keys.jsonl'), 'utf8')).split('\n'),
  ).toHaveLength(2);

  await sql`DELETE FROM customer_key`.execute(store.keysDatabase);
  await sql`INSERT INTO customer_key SELECT * FROM jsonb_populate_recordset(NULL::customer_key,
    ${JSON.stringify(backup.map((row) => ({ ...(row as object), wrapped: hex(row) })))})`.execute(
    store.keysDatabase,
  );
  const listed = [...(await destroyedListed(directory)), never, 'system'];
  expect(await destroyListed(store.keysDatabase, listed)).toEqual([erased]);
  expect(await destroyListed(store.keysDatabase, listed)).toEqual([]);
  for (const gone of [erased, never]) {
    await expect(store.keys.createCustomerKey(gone)).rejects.toMatchObject({
      code: 'key_destroyed',
    });
    await expect(store.keys.open(gone)).rejects.toMatchObject({ code: 'key_destroyed' });
  }
  expect((await store.keys.openVersion(living, 1)).version).toBe(1);
  expect((await store.keys.open('system')).version).toBe(1);
});

test('a destroyed key that could not be written down is written by the next run, however old', async () => {
  const [erased, earlier] = [newId('customer'), newId('customer')];
  for (const id of [erased, earlier]) await store.keys.createCustomerKey(id);
  const witness = await openWitness(directory);
  await store.keys.destroy(earlier);
  await witness.keepDestroyed(store.keysDatabase);
  await store.keys.destroy(erased);
  const file = join(directory, 'destroyed-keys.jsonl');
  await rm(file);
  await mkdir(file); // what lies there takes no line
  await expect(witness.keepDestroyed(store.keysDatabase)).rejects.toThrow('EISDIR');
  await sql`UPDATE customer_key SET destroyed_at = now() - interval '11 minutes'
    WHERE customer_id = ${erased}`.execute(store.keysDatabase);
  await rm(file, { recursive: true });
  await witness.keepDestroyed(store.keysDatabase);
  expect(await destroyedListed(directory)).toEqual([erased]); // once, and nothing else again
  expect(await linesOf(file)).toHaveLength(1);
});

test('two workers that list at once spoil no line, and a key that stands there twice counts once', async () => {
  const ids = Array.from({ length: 40 }, () => newId('customer'));
  for (const id of ids) await store.keys.createCustomerKey(id);
  const workers = [await openWitness(directory), await openWitness(directory)];
  for (const id of ids) await store.keys.destroy(id);
  await Promise.all(workers.map((one) => one.keepDestroyed(store.keysDatabase)));
  expect(await linesOf(join(directory, 'destroyed-keys.jsonl'))).toHaveLength(2 * ids.length);
  const listed = await destroyedListed(directory);
  expect(listed.toSorted()).toEqual(ids.toSorted());
  expect(await destroyListed(store.keysDatabase, listed)).toEqual([]); // none had come back
});

function hex(row: unknown): string {
  return `\\x${(row as { wrapped: Buffer }).wrapped.toString('hex')}`;
}

test('live mode refuses to be served without a witness', async () => {
  await requireWitness(store, undefined); // a test deployment needs none
  const input = { name: 'app', mode: 'live' as const, role: 'app' as const, scopes: [] };
  const hour = new Date(Date.now() + 3_600_000).toISOString();
  const life = { holder: null, at: new Date().toISOString(), expiresAt: hour };
  await store.database
    .transaction()
    .execute((trx) => createApiKey(trx, SYSTEM, { ...input, ...life }));
  await expect(requireWitness(store, undefined)).rejects.toThrow('WITNESS_DIR');
  await requireWitness(store, await openWitness(directory));
});

test('a witness that cannot be written stops the start', async () => {
  await writeFile(directory, 'a file in its place');
  await expect(openWitness(directory)).rejects.toThrow();
});
