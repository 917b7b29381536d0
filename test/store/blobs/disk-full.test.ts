import { randomBytes } from 'node:crypto';
import { readdir, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Blobs } from '../../../store/blobs/blobs.ts';
import { diskBlobs } from '../../../store/blobs/disk-blobs.ts';
import { diskRefusal } from '../../../store/blobs/disk-failure.ts';
import { newId } from '../../../platform/new-id.ts';
import { sweep } from '../../../store/sweep.ts';
import { type SmallDisk, smallDisk } from '../../support/small-disk.ts';
import { freshStore, T0, type TestStore } from '../kit/make.ts';

const MIB = 1024 * 1024;
const FULL = { code: 'storage_full', retryAfterSeconds: 30 };

let store: TestStore;
let disk: SmallDisk | null;
let customer: string;
beforeAll(async () => {
  store = await freshStore();
  customer = newId('customer');
  await store.keys.createCustomerKey(customer);
  disk = await smallDisk(100);
  if (!disk) console.warn('skipped: only root may mount a disk to fill');
});
afterAll(async () => {
  await disk?.remove();
  await store.end();
});

describe('a disk without room', () => {
  let blobs: Blobs;
  let root: string;
  beforeEach(async ({ skip }) => {
    if (!disk) return skip();
    await disk.leave(90 * MIB);
    root = join(disk.path, newId('blob'));
    blobs = await diskBlobs(root, store.keys);
    return undefined;
  });
  const put = async (size: number) => {
    const id = newId('blob');
    await blobs.put({ customer, id, bytes: randomBytes(size) });
    return id;
  };

  test('refuses what does not fit, leaves nothing of it, and reads what it has', async () => {
    const held = await put(2 * MIB);
    await disk?.leave(3 * MIB);
    await expect(put(6 * MIB)).rejects.toMatchObject(FULL);
    expect(await readdir(join(root, 'tmp'))).toEqual([]);
    expect((await blobs.open({ customer, id: held })).length).toBe(2 * MIB);
    await blobs.delete(held);
    await disk?.leave(90 * MIB);
    expect((await blobs.open({ customer, id: await put(6 * MIB) })).length).toBe(6 * MIB);
  });

  test('refuses so without a byte or a folder left too', async () => {
    await disk?.leave(0);
    await expect(put(10)).rejects.toMatchObject(FULL);
    expect(await readdir(root)).toEqual(['tmp']);
    expect(await readdir(join(root, 'tmp'))).toEqual([]);
  });

  test('says that it has none before the first file is refused, and when it has again', async () => {
    await blobs.ready();
    await disk?.leave(60 * MIB);
    await expect(blobs.ready()).rejects.toMatchObject(FULL);
    await disk?.leave(90 * MIB);
    await blobs.ready();
    expect(await readdir(join(root, 'tmp'))).toEqual([]);
  });

  test('that is read-only is away for writers and for nobody else', async () => {
    const held = await put(1000);
    await disk?.become('ro');
    try {
      const away = { code: 'store_unavailable' };
      await expect(put(1000)).rejects.toMatchObject(away);
      await expect(blobs.delete(held)).rejects.toMatchObject(away);
      await expect(blobs.ready()).rejects.toMatchObject(away);
      expect((await blobs.open({ customer, id: held })).length).toBe(1000);
      await diskBlobs(root, store.keys); // nor does it keep a process from starting
    } finally {
      await disk?.become('rw');
    }
    await put(1000);
    await blobs.ready();
  });
});

test('what kill -9 left half written is swept while the process lives', async () => {
  const tmp = join(store.directory, 'blobs', 'tmp');
  await writeFile(join(tmp, 'blb_old.1'), 'x');
  await writeFile(join(tmp, 'blb_new.1'), 'x');
  await utimes(join(tmp, 'blb_old.1'), 1, 1);
  await sweep(store.database, store.blobs, { now: T0 });
  expect(await readdir(tmp)).toEqual(['blb_new.1']);
});

test.each([
  ['ENOSPC', 'storage_full'],
  ['EDQUOT', 'storage_full'],
  ['EROFS', 'store_unavailable'],
  ['EIO', 'store_unavailable'],
  ['ESTALE', 'store_unavailable'],
  ['EACCES', 'store_unavailable'],
  ['EMFILE', 'store_unavailable'],
])('%s is %s', (code, refusal) => {
  const error = Object.assign(new Error('x'), { code });
  expect(diskRefusal(error)).toMatchObject({ code: refusal, cause: error });
});

test('a bug stays one', () => {
  const bug = Object.assign(new Error('x'), { code: 'ERR_INVALID_ARG_TYPE' });
  expect(diskRefusal(bug)).toBe(bug);
});
