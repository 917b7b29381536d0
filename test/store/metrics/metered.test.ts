import { mkdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { fileKeyProvider } from '../../../store/keys/kek.ts';
import { createKeys } from '../../../store/keys/keys.ts';
import { meteredBlobs } from '../../../store/metrics/metered-blobs.ts';
import { meteredKeys } from '../../../store/metrics/metered-keys.ts';
import { createMeters, type Meters } from '../../../platform/metrics/meters.ts';
import { newId } from '../../../platform/new-id.ts';
import { openStore } from '../../../store/open-store.ts';
import { freshStore, newKek, type TestStore } from '../kit/make.ts';

let store: TestStore;
let meters: Meters;
beforeEach(async () => {
  store = await freshStore();
  meters = createMeters('api');
});
afterEach(() => store.end());

const keyErrors = async (kind: string) =>
  (await meters.text()).match(`vouch_key_store_errors_total{kind="${kind}"} (\\d+)`)?.[1];
const blobErrors = async (operation: string, kind: string) =>
  (await meters.text()).match(
    `vouch_blob_errors_total{operation="${operation}",kind="${kind}"} (\\d+)`,
  )?.[1];

it('keys that are destroyed, that do not unwrap and that cannot be reached are told apart', async () => {
  const keys = meteredKeys(store.keys, meters);
  const [erased, living] = [newId('customer'), newId('customer')];
  await keys.createCustomerKey(erased);
  await keys.createCustomerKey(living);
  await keys.open(living);
  expect(await keyErrors('destroyed')).toBe('0');
  await keys.destroy(erased);
  await expect(keys.open(erased)).rejects.toMatchObject({ code: 'key_destroyed' });
  expect(await keyErrors('destroyed')).toBe('1');

  const directory = join(store.directory, 'other');
  await mkdir(directory);
  const provider = await fileKeyProvider(await newKek(directory));
  const url = store.keysDatabaseUrl;
  const strange = createKeys({ database: store.keysDatabase, url, provider });
  const unwrapped = meteredKeys(strange, meters);
  await expect(unwrapped.open(living)).rejects.toMatchObject({ code: 'key_store_unavailable' });
  await expect(unwrapped.ready()).rejects.toMatchObject({ code: 'key_store_unavailable' });
  await strange.close();
  expect(await keyErrors('unwrap_failed')).toBe('2');
  expect(await keyErrors('unavailable')).toBe('0');
});

it('a key store that went away is unavailable', async () => {
  const kekFile = join(store.directory, 'kek');
  const own = await openStore({ ...store, kekFile, blobDir: store.directory, meters });
  await own.keys.ready();
  const name = new URL(store.keysDatabaseUrl).pathname.slice(1);
  await sql`DROP DATABASE ${sql.id(name)} WITH (FORCE)`.execute(store.database);
  await expect(own.keys.ready()).rejects.toMatchObject({ code: 'key_store_unavailable' });
  await own.close();
  const counted = [await keyErrors('unavailable'), await keyErrors('unwrap_failed')];
  expect(counted).toEqual(['1', '0']);
});

it('blobs that are missing, that no key opens and that cannot be stored are told apart', async () => {
  const blobs = meteredBlobs(store.blobs, meters);
  const customer = newId('customer');
  await store.keys.createCustomerKey(customer);
  const id = newId('blob');
  await blobs.put({ customer, id, bytes: randomBytes(100) });
  expect(await blobs.open({ customer, id })).toHaveLength(100);
  await expect(blobs.open({ customer, id: newId('blob') })).rejects.toMatchObject({
    code: 'not_found',
  });
  expect(await blobErrors('read', 'missing')).toBe('1');
  const folder = join(store.directory, 'blobs');
  await rename(folder, `${folder}.away`);
  await expect(blobs.put({ customer, id, bytes: randomBytes(9) })).rejects.toThrow();
  await rename(`${folder}.away`, folder);
  expect(await blobErrors('put', 'storage')).toBe('1');
  await store.keys.destroy(customer);
  const pieces = blobs.stream({ customer, id });
  await expect(pieces.next()).rejects.toMatchObject({ code: 'key_destroyed' });
  expect(await blobErrors('read', 'key')).toBe('1');
});
