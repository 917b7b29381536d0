import { spawnSync } from 'node:child_process';
import {
  chmod,
  chown,
  constants,
  copyFile,
  mkdtemp,
  readFile,
  rm,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connect, type KeysDatabase } from '../../../store/db/database.ts';
import { fileKeyProvider } from '../../../store/keys/kek.ts';
import { beginKeys, createKeys, openKeys } from '../../../store/keys/keys.ts';
import { newId } from '../../../platform/new-id.ts';
import type { OpenKey } from '../../../store/keys/open-key.ts';
import { seal } from '../../../store/sealing/seal.ts';
import { openSealed } from '../../../store/sealing/sealed-json.ts';
import { freshStore, type TestStore } from '../kit/make.ts';

let store: TestStore;
beforeAll(async () => {
  store = await freshStore();
});
afterAll(() => store.end());

const NOBODY = 65_534;
const place = { table: 'text', column: 'body' as const, row: 'txt_1' };

/** The keys as another process has them. */
async function otherProcess() {
  const database = connect<KeysDatabase>(store.keysDatabaseUrl, { max: 2 });
  const provider = await fileKeyProvider(join(store.directory, 'kek'));
  const keys = await openKeys({ database, url: store.keysDatabaseUrl, provider });
  const end = async () => {
    await keys.close();
    await database.destroy();
  };
  return { keys, end };
}

/** Key objects do not compare by their bytes. */
function bytesOf({ row, payload, blob }: OpenKey): Record<'row' | 'payload' | 'blob', string> {
  return {
    row: row.export().toString('hex'),
    payload: payload.export().toString('hex'),
    blob: blob.toString('hex'),
  };
}

test('a customer’s key is the same in every process, and no one else’s', async () => {
  const other = await otherProcess();
  const [a, b] = [newId('customer'), newId('customer')];
  await store.keys.createCustomerKey(a);
  await store.keys.createCustomerKey(b);
  const ours = bytesOf(await store.keys.open(a));
  expect(bytesOf(await other.keys.open(a))).toEqual(ours);
  expect(bytesOf(await store.keys.open(b)).row).not.toEqual(ours.row);
  expect(await other.keys.indexKey()).toEqual(await store.keys.indexKey());
  await other.end();
});

test('row, payload and blob have keys of their own', async () => {
  const { row, payload, blob } = bytesOf(await store.keys.open('system'));
  expect(new Set([row, payload, blob]).size).toBe(3);
});

test('making a key twice keeps the first', async () => {
  const customer = newId('customer');
  await Promise.all([
    store.keys.createCustomerKey(customer),
    store.keys.createCustomerKey(customer),
  ]);
  const { row } = await store.keys.open(customer);
  await store.keys.createCustomerKey(customer);
  const other = await otherProcess();
  expect((await other.keys.open(customer)).row).toEqual(row);
  await other.end();
});

test('opening never makes a missing key', async () => {
  const customer = newId('customer');
  await expect(store.keys.open(customer)).rejects.toMatchObject({ code: 'key_destroyed' });
  await expect(store.keys.rotate(customer)).rejects.toMatchObject({ code: 'key_destroyed' });
  const rows = await store.keysDatabase
    .selectFrom('customer_key')
    .selectAll()
    .where('customer_id', '=', customer)
    .execute();
  expect(rows).toEqual([]);
});

test('what an older key version sealed still opens after a rotation, also in a process that knew the old one', async () => {
  const other = await otherProcess();
  const customer = newId('customer');
  await store.keys.createCustomerKey(customer);
  const before = seal(await other.keys.open(customer), place, 'old');
  await store.keys.rotate(customer);
  const key = await store.keys.open(customer);
  expect(key.version).toBe(2);
  const after = seal(key, place, 'new');
  for (const keys of [store.keys, other.keys]) {
    expect((await openSealed(keys, customer, place, before)).toString()).toBe('old');
    expect((await openSealed(keys, customer, place, after)).toString()).toBe('new');
  }
  await other.end();
});

test('a destroyed key is dropped by every process within two seconds and never comes back', async () => {
  const other = await otherProcess();
  const customer = newId('customer');
  await store.keys.createCustomerKey(customer);
  await store.keys.open(customer);
  await other.keys.open(customer);
  await setTimeout(300); // the other process listens by now
  await store.keys.destroy(customer);
  await expect(store.keys.open(customer)).rejects.toMatchObject({ code: 'key_destroyed' });
  const before = performance.now();
  while (
    await other.keys.open(customer).then(
      () => true,
      () => false,
    )
  )
    await setTimeout(10);
  expect(performance.now() - before).toBeLessThan(2000);
  await expect(other.keys.createCustomerKey(customer)).rejects.toMatchObject({
    code: 'key_destroyed',
  });
  await expect(other.keys.open(customer)).rejects.toMatchObject({ code: 'key_destroyed' });
  const rows = await store.keysDatabase
    .selectFrom('customer_key')
    .select(['wrapped', 'destroyed_at'])
    .where('customer_id', '=', customer)
    .execute();
  expect(rows).toEqual([{ wrapped: null, destroyed_at: expect.any(String) }]);
  await other.end();
});

test('a destruction whose notice was lost is found by asking, within two seconds', async () => {
  const other = await otherProcess();
  const customer = newId('customer');
  await store.keys.createCustomerKey(customer);
  await other.keys.open(customer);
  await setTimeout(300);
  const { sql } = await import('kysely');
  await sql`UPDATE customer_key SET wrapped = NULL, destroyed_at = now()
    WHERE customer_id = ${customer}`.execute(store.keysDatabase);
  const before = performance.now();
  while (
    await other.keys.open(customer).then(
      () => true,
      () => false,
    )
  )
    await setTimeout(10);
  expect(performance.now() - before).toBeLessThan(2000);
  await other.end();
});

/** The keys as a process has them that was given another key-encryption key. */
async function wrongProcess(of = store) {
  const path = join(of.directory, `kek-${randomBytes(4).toString('hex')}`);
  await writeFile(path, randomBytes(32), { mode: 0o400 });
  const database = connect<KeysDatabase>(of.keysDatabaseUrl, { max: 1 });
  const way = { database, url: of.keysDatabaseUrl, provider: await fileKeyProvider(path) };
  const keys = createKeys(way);
  const end = async () => {
    await keys.close();
    await database.destroy();
  };
  return { keys, way, end };
}
const MISMATCH = { code: 'key_store_unavailable', cause: { code: 'kek_mismatch' } };

test('a key-encryption key of another file opens nothing, and is not ready', async () => {
  const customer = newId('customer');
  await store.keys.createCustomerKey(customer);
  await expect(store.keys.ready()).resolves.toBeUndefined();
  const { keys, way, end } = await wrongProcess();
  await expect(keys.open(customer)).rejects.toMatchObject({ code: 'key_store_unavailable' });
  await expect(keys.ready()).rejects.toMatchObject(MISMATCH);
  await expect(openKeys(way)).rejects.toMatchObject(MISMATCH);
  await end();
});

test('a wrong key-encryption key makes no key of the system where customers’ keys are', async () => {
  const own = await freshStore();
  await own.keys.createCustomerKey(newId('customer'));
  await own.keysDatabase.deleteFrom('customer_key').where('customer_id', '=', 'system').execute();
  await expect(own.keys.ready()).rejects.toMatchObject({ cause: { code: 'key_missing' } });
  const all = own.keysDatabase.selectFrom('customer_key').select(['customer_id', 'wrapped']);
  const before = await all.orderBy('customer_id').execute();
  const { way, end } = await wrongProcess(own);
  await expect(beginKeys(way)).rejects.toMatchObject(MISMATCH);
  await own.keysDatabase
    .deleteFrom('customer_key')
    .where('customer_id', 'in', ['index', 'audit'])
    .execute();
  await expect(beginKeys(way)).rejects.toMatchObject(MISMATCH);
  expect(await all.orderBy('customer_id').execute()).toEqual(
    before.filter(({ customer_id: id }) => id.startsWith('cus_')),
  );
  await end();
  await own.end();
});

test('a damaged key of the system is not ready, one of a customer is that customer’s alone', async () => {
  const own = await freshStore();
  const customer = newId('customer');
  await own.keys.createCustomerKey(customer);
  const damage = (id: string) =>
    own.keysDatabase
      .updateTable('customer_key')
      .set({ wrapped: Buffer.concat([Buffer.of(1), randomBytes(60)]) })
      .where('customer_id', '=', id)
      .execute();
  await damage(customer);
  await expect(own.keys.ready()).resolves.toBeUndefined();
  await damage('audit');
  await expect(own.keys.ready()).rejects.toMatchObject({ cause: { code: 'key_damaged' } });
  await own.end();
});

test('while the key store is away opening refuses, and what is cached serves on', async () => {
  const other = await otherProcess();
  const [known, unknown] = [newId('customer'), newId('customer')];
  await store.keys.createCustomerKey(known);
  await store.keys.createCustomerKey(unknown);
  await other.keys.open(known);
  await other.end();
  await expect(other.keys.open(unknown)).rejects.toMatchObject({ code: 'key_store_unavailable' });
  await expect(other.keys.ready()).rejects.toMatchObject({ code: 'key_store_unavailable' });
  expect((await other.keys.open(known)).owner).toBe(known);
});

test('a wrapped key moved to another customer does not open', async () => {
  const [a, b] = [newId('customer'), newId('customer')];
  await store.keys.createCustomerKey(a);
  await store.keys.createCustomerKey(b);
  const { wrapped } = await store.keysDatabase
    .selectFrom('customer_key')
    .select('wrapped')
    .where('customer_id', '=', a)
    .executeTakeFirstOrThrow();
  await store.keysDatabase
    .updateTable('customer_key')
    .set({ wrapped })
    .where('customer_id', '=', b)
    .execute();
  const other = await otherProcess(); // the one that made it has it in memory
  await expect(other.keys.open(b)).rejects.toMatchObject({ code: 'key_store_unavailable' });
  await other.end();
});

test.each([
  ['readable by others', 0o444, 32],
  ['writable', 0o600, 32],
  ['too short', 0o400, 31],
])('a key file that is %s is refused', async (_, mode, length) => {
  const path = join(store.directory, `kek-${mode}-${length}`);
  await writeFile(path, randomBytes(length));
  await chmod(path, mode);
  await expect(fileKeyProvider(path)).rejects.toThrow('key-encryption key file');
});

// Only root can make root's file; text and program go along, since no other user may enter the checkout.
test.runIf(process.getuid?.() === 0).each([
  ['the group of the process, as Kubernetes mounts it', 0o440, 0, 'opened'],
  ['everybody', 0o444, 0, 'refused'],
  ['the group, of a file that is not root’s', 0o440, NOBODY, 'refused'],
])('a key file that is read by %s: %o', async (_, mode, owner, outcome) => {
  const folder = await mkdtemp(join(tmpdir(), 'vouch-kek-'));
  await chmod(folder, 0o755);
  const path = join(folder, 'kek');
  const node = join(folder, 'node');
  await copyFile(process.execPath, node, constants.COPYFILE_FICLONE);
  await writeFile(path, randomBytes(32));
  await chown(path, owner, NOBODY);
  await chmod(path, mode);
  const text = (name: string) => readFile(new URL(`../../../${name}`, import.meta.url), 'utf8');
  const provider = (await text('store/keys/kek.ts')).replace(/^import \{ isPrivateKek .*$/m, '');
  const script = `${await text('platform/config/kek-file.ts')}${provider}
    await fileKeyProvider(${JSON.stringify(path)}).then(() => console.log('opened'), () => console.log('refused'));`;
  const { stdout } = spawnSync(node, ['--input-type=module-typescript', '--eval', script], {
    uid: NOBODY,
    gid: NOBODY,
    cwd: '/',
    encoding: 'utf8',
  });
  await rm(folder, { recursive: true });
  expect(stdout.trim()).toBe(outcome);
});
