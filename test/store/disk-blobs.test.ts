import { randomBytes } from 'node:crypto';
import { mkdir, readdir, readFile, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { CHUNK, HEADER, TAG } from '../../store/blob-format.ts';
import { diskBlobs } from '../../store/disk-blobs.ts';
import { newId } from '../../store/new-id.ts';
import { freshStore, type TestStore } from './make.ts';

let store: TestStore;
let customer: string;
beforeAll(async () => {
  store = await freshStore();
  customer = newId('customer');
  await store.keys.createCustomerKey(customer);
});
afterAll(() => store.end());

const pathOf = (id: string) => join(store.directory, 'blobs', id.slice(4, 6), id);
async function stored(bytes: Buffer): Promise<string> {
  const id = newId('blob');
  await store.blobs.put({ customer, id, bytes });
  return id;
}
const opened = (id: string, owner = customer) => store.blobs.open({ customer: owner, id });

test.each([0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK])(
  '%i bytes come back as they were',
  async (length) => {
    const bytes = randomBytes(length);
    expect((await opened(await stored(bytes))).equals(bytes)).toBe(true);
  },
);

test('nothing of the content stands in the file, and nothing is left half written', async () => {
  const id = await stored(Buffer.from('canary'.repeat(1000)));
  expect((await readFile(pathOf(id))).includes('canary')).toBe(false);
  expect(await readdir(join(store.directory, 'blobs', 'tmp'))).toEqual([]);
});

test('the content is given piece by piece, at most a chunk at once', async () => {
  const id = await stored(randomBytes(2 * CHUNK + 5));
  const lengths: number[] = [];
  for await (const piece of store.blobs.stream({ customer, id })) lengths.push(piece.length);
  expect(lengths).toEqual([CHUNK, CHUNK, 5]);
});

const sealed = CHUNK + TAG;
const chunk = (file: Buffer, n: number) =>
  file.subarray(HEADER + n * sealed, HEADER + (n + 1) * sealed);
const head = (file: Buffer) => file.subarray(0, HEADER);
test.each<[string, (file: Buffer, other: Buffer) => Buffer]>([
  ['one bit changed', (file) => ((file[HEADER + 100] = (file[HEADER + 100] ?? 0) ^ 1), file)],
  ['the salt changed', (file) => ((file[10] = (file[10] ?? 0) ^ 1), file)],
  [
    'chunks swapped',
    (file) => Buffer.concat([head(file), chunk(file, 1), chunk(file, 0), chunk(file, 2)]),
  ],
  ['the last chunk cut off', (file) => file.subarray(0, HEADER + 2 * sealed)],
  ['a chunk cut out', (file) => Buffer.concat([head(file), chunk(file, 0), chunk(file, 2)])],
  ['the last bytes cut off', (file) => file.subarray(0, file.length - 3)],
  ['bytes added', (file) => Buffer.concat([file, randomBytes(40)])],
  [
    'a chunk of another blob',
    (file, other) => Buffer.concat([head(file), chunk(other, 0), chunk(file, 1), chunk(file, 2)]),
  ],
  ['another blob’s whole file', (_, other) => other],
  ['the header alone', (file) => head(file)],
  ['nothing', () => Buffer.alloc(0)],
])('a file with %s does not open', async (_, change) => {
  const [id, other] = [
    await stored(randomBytes(2 * CHUNK + 9)),
    await stored(randomBytes(2 * CHUNK + 9)),
  ];
  const [file, otherFile] = [await readFile(pathOf(id)), await readFile(pathOf(other))];
  await writeFile(pathOf(id), change(Buffer.from(file), otherFile));
  await expect(opened(id)).rejects.toThrow();
});

test('another customer’s key does not open it', async () => {
  const stranger = newId('customer');
  await store.keys.createCustomerKey(stranger);
  await expect(opened(await stored(Buffer.from('x')), stranger)).rejects.toThrow();
});

test('the same id put again by a retry leaves one whole blob', async () => {
  const id = await stored(Buffer.from('page'));
  await store.blobs.put({ customer, id, bytes: Buffer.from('page') });
  expect((await opened(id)).toString()).toBe('page');
});

test.each(['blb_unknownunknownunkno', '../../etc/passwd', 'blb_../../../../etc/passwd', ''])(
  '“%s” is not found',
  async (id) => {
    await expect(opened(id)).rejects.toMatchObject({ code: 'not_found' });
  },
);

test('a deleted blob is gone, and deleting it again is no error', async () => {
  const id = await stored(Buffer.from('x'));
  await store.blobs.delete(id);
  await store.blobs.delete(id);
  await expect(opened(id)).rejects.toMatchObject({ code: 'not_found' });
});

test('the listing names every blob and nothing else', async () => {
  const id = await stored(Buffer.from('x'));
  const root = join(store.directory, 'blobs');
  const stray = newId('blob');
  await mkdir(join(root, 'lost+found'));
  await writeFile(join(root, 'lost+found', stray), 'x');
  await writeFile(join(root, 'no'), 'a file with a folder’s name');
  await writeFile(join(root, id.slice(4, 6), '.nfs0001'), 'x');
  await writeFile(join(root, id.slice(4, 6), `blb_--${id.slice(6)}`), 'x');
  const ids: string[] = [];
  for await (const one of store.blobs.list()) ids.push(one.id);
  expect(ids).toContain(id);
  expect(ids.filter((one) => one === stray || !/^blb_[0-9A-Za-z]{16,}$/.test(one))).toEqual([]);
});

test('what a crash left half written is cleared at the next start once it is old', async () => {
  const tmp = join(store.directory, 'blobs', 'tmp');
  await writeFile(join(tmp, 'blb_old.1'), 'x');
  await writeFile(join(tmp, 'blb_new.1'), 'x');
  await utimes(join(tmp, 'blb_old.1'), 1, 1);
  await diskBlobs(join(store.directory, 'blobs'), store.keys);
  expect(await readdir(tmp)).toEqual(['blb_new.1']);
});

test('after the key is destroyed the file is there and does not open', async () => {
  const erased = newId('customer');
  await store.keys.createCustomerKey(erased);
  const id = newId('blob');
  await store.blobs.put({ customer: erased, id, bytes: Buffer.from('x') });
  await store.keys.destroy(erased);
  await expect(opened(id, erased)).rejects.toMatchObject({ code: 'key_destroyed' });
});
