import { mkdir, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { diskBlobs } from '../../../store/blobs/disk-blobs.ts';
import { newId } from '../../../platform/new-id.ts';
import { freshStore, type TestStore } from '../kit/make.ts';

/** What only a disk has; what it shares with a bucket is in `blobs.test.ts`. */
let store: TestStore;
let root: string;
let customer: string;
beforeAll(async () => {
  store = await freshStore();
  root = join(store.directory, 'blobs');
  customer = newId('customer');
  await store.keys.createCustomerKey(customer);
});
afterAll(() => store.end());

test('nothing is left half written', async () => {
  await store.blobs.put({ customer, id: newId('blob'), bytes: Buffer.from('x') });
  expect(await readdir(join(root, 'tmp'))).toEqual([]);
});

test('the listing passes over a file with a folder’s name and folders of the file system', async () => {
  const id = newId('blob');
  await store.blobs.put({ customer, id, bytes: Buffer.from('x') });
  await mkdir(join(root, 'lost+found'));
  await writeFile(join(root, 'no'), 'a file with a folder’s name');
  const ids: string[] = [];
  for await (const one of store.blobs.list()) ids.push(one.id);
  expect(ids).toContain(id);
});

test('what a crash left half written is cleared at the next start once it is old', async () => {
  const tmp = join(root, 'tmp');
  await writeFile(join(tmp, 'blb_old.1'), 'x');
  await writeFile(join(tmp, 'blb_new.1'), 'x');
  await utimes(join(tmp, 'blb_old.1'), 1, 1);
  await diskBlobs(root, store.keys);
  expect(await readdir(tmp)).toEqual(['blb_new.1']);
});

test('it is not ready once its directory is gone', async () => {
  const directory = join(store.directory, 'gone');
  const blobs = await diskBlobs(directory, store.keys);
  await blobs.ready();
  await rm(directory, { recursive: true });
  await expect(blobs.ready()).rejects.toMatchObject({ code: 'ENOENT' });
});
