import { sha256Hex } from '../../../store/sealing/digest.ts';
import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CHUNK, HEADER, TAG } from '../../../store/blobs/blob-format.ts';
import { newId } from '../../../platform/new-id.ts';
import { sweep } from '../../../store/sweep.ts';
import { stageUploads } from '../../../store/uploads/stage-uploads.ts';
import { openPlace, type Place, type PlaceName } from './blob-places.ts';
import { APP, freshStore, makeCase, TEST, type TestStore } from '../kit/make.ts';

const AADS: readonly PlaceName[] = ['a disk', 'a bucket', 'a bucket without conditions'];
const HOUR = 3_600_000;

describe.each(AADS)('in %s', (name) => {
  let store: TestStore;
  let place: Place;
  let customer: string;
  beforeAll(async () => {
    store = await freshStore();
    place = await openPlace(name, store);
    customer = newId('customer');
    await store.keys.createCustomerKey(customer);
  });
  afterAll(async () => {
    await place.close();
    await store.end();
  });

  async function stored(bytes: Buffer): Promise<string> {
    const id = newId('blob');
    await place.blobs.put({ customer, id, bytes });
    return id;
  }
  const opened = (id: string, owner = customer) => place.blobs.open({ customer: owner, id });
  async function listed(): Promise<Map<string, string>> {
    const found = new Map<string, string>();
    for await (const { id, changedAt } of place.blobs.list()) found.set(id, changedAt);
    return found;
  }

  test.each([0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK, 4_000_000])(
    '%i bytes come back as they were',
    async (length) => {
      const bytes = randomBytes(length);
      expect((await opened(await stored(bytes))).equals(bytes)).toBe(true);
    },
  );

  test('nothing of the content stands anywhere at rest', async () => {
    const canary = `canary-${newId('blob')}`;
    await stored(Buffer.from(canary.repeat(1000)));
    const files = await place.files();
    expect(files.length).toBeGreaterThan(0);
    expect(files.filter((file) => file.includes(canary))).toEqual([]);
  });

  test('the content is given piece by piece, at most a chunk at once', async () => {
    const id = await stored(randomBytes(2 * CHUNK + 5));
    const lengths: number[] = [];
    for await (const piece of place.blobs.stream({ customer, id })) lengths.push(piece.length);
    expect(lengths).toEqual([CHUNK, CHUNK, 5]);
  });

  test('a reader may leave in the middle, and the next one reads all', async () => {
    const bytes = randomBytes(3 * CHUNK);
    const id = await stored(bytes);
    for await (const piece of place.blobs.stream({ customer, id })) {
      expect(piece.length).toBe(CHUNK);
      break;
    }
    expect((await opened(id)).equals(bytes)).toBe(true);
  });

  const sealed = CHUNK + TAG;
  const chunk = (file: Buffer, n: number) =>
    file.subarray(HEADER + n * sealed, HEADER + (n + 1) * sealed);
  const head = (file: Buffer) => file.subarray(0, HEADER);
  test.each<[string, (file: Buffer, other: Buffer) => Buffer]>([
    ['one bit changed', (file) => ((file[HEADER + 100] = (file[HEADER + 100] ?? 0) ^ 1), file)],
    ['the salt changed', (file) => ((file[10] = (file[10] ?? 0) ^ 1), file)],
    ['another format', (file) => ((file[0] = 9), file)],
    [
      'chunks swapped',
      (file) => Buffer.concat([head(file), chunk(file, 1), chunk(file, 0), chunk(file, 2)]),
    ],
    ['the last chunk cut off', (file) => file.subarray(0, HEADER + 2 * sealed)],
    ['a chunk cut out', (file) => Buffer.concat([head(file), chunk(file, 0), chunk(file, 2)])],
    ['the last bytes cut off', (file) => file.subarray(0, file.length - 3)],
    ['bytes added', (file) => Buffer.concat([file, randomBytes(40)])],
    ['a chunk added', (file) => Buffer.concat([file, chunk(file, 0)])],
    [
      'a chunk of another blob',
      (file, other) => Buffer.concat([head(file), chunk(other, 0), chunk(file, 1), chunk(file, 2)]),
    ],
    ['another blob’s whole file', (_, other) => other],
    ['plain content', () => randomBytes(5000)],
    ['the header alone', (file) => head(file)],
    ['nothing', () => Buffer.alloc(0)],
  ])('a blob with %s does not open', async (_, change) => {
    const [id, other] = [
      await stored(randomBytes(2 * CHUNK + 9)),
      await stored(randomBytes(2 * CHUNK + 9)),
    ];
    const [file, otherFile] = [await place.read(id), await place.read(other)];
    await place.write(id, change(Buffer.from(file), otherFile));
    await expect(opened(id)).rejects.toThrow();
  });

  test('another customer’s key does not open it', async () => {
    const stranger = newId('customer');
    await store.keys.createCustomerKey(stranger);
    await expect(opened(await stored(Buffer.from('x')), stranger)).rejects.toThrow();
  });

  test('the same id put again, also by ten at once, leaves one whole blob', async () => {
    const id = newId('blob');
    const bytes = randomBytes(CHUNK + 7);
    const puts = Array.from({ length: 10 }, () => place.blobs.put({ customer, id, bytes }));
    await Promise.all(puts);
    const first = await place.read(id);
    await place.blobs.put({ customer, id, bytes });
    expect((await opened(id)).equals(bytes)).toBe(true);
    expect((await place.read(id)).equals(first)).toBe(place.keepsFirst);
    expect([...(await listed()).keys()].filter((one) => one === id)).toHaveLength(1);
  });

  test.each(['blb_unknownunknownunkno', '../../etc/passwd', 'blb_../../../../etc/passwd', ''])(
    '“%s” is not found',
    async (id) => {
      await expect(opened(id)).rejects.toMatchObject({ code: 'not_found' });
    },
  );

  test('a deleted blob is gone, and deleting it again is no error', async () => {
    const id = await stored(Buffer.from('x'));
    await place.blobs.delete(id);
    await place.blobs.delete(id);
    await expect(opened(id)).rejects.toMatchObject({ code: 'not_found' });
  });

  test('after the key is destroyed the blob is there and does not open', async () => {
    const erased = newId('customer');
    await store.keys.createCustomerKey(erased);
    const id = newId('blob');
    await place.blobs.put({ customer: erased, id, bytes: Buffer.from('x') });
    await store.keys.destroy(erased);
    await expect(opened(id, erased)).rejects.toMatchObject({ code: 'key_destroyed' });
    expect((await listed()).has(id)).toBe(true);
  });

  test('the listing names every blob, when it came, and nothing else', async () => {
    const id = await stored(Buffer.from('x'));
    const stray = newId('blob');
    const folder = id.slice(4, 6);
    const litter = [`lost+found/${stray}`, `${folder}/.nfs0001`, `${folder}/blb_--${id.slice(6)}`];
    for (const path of litter) await place.litter(path);
    const found = await listed();
    expect(Math.abs(Date.parse(found.get(id) ?? '') - Date.now())).toBeLessThan(60_000);
    expect([...found.keys()].filter((one) => !/^blb_[0-9A-Za-z]{16,}$/.test(one))).toEqual([]);
    expect(found.has(stray)).toBe(false);
  });

  test('a sweep takes what is older than a day and has no row, and nothing else', async () => {
    const one = await makeCase(store);
    const [kept, lost, young] = [newId('blob'), newId('blob'), newId('blob')];
    const now = new Date();
    for (const id of [kept, lost, young])
      await place.blobs.put({ customer: one.customer, id, bytes: Buffer.from(id) });
    for (const id of [kept, lost]) await place.age(id, new Date(now.getTime() - 25 * HOUR));
    await stageUploads(store.database, store.keys, APP, TEST, {
      customer: one.customer,
      files: [
        {
          document: newId('document'),
          page: 0,
          side: 'front',
          blob: kept,
          mediaType: 'image/jpeg',
          bytes: Buffer.from(kept),
          sha256: sha256Hex(kept),
        },
      ],
      quota: { day: now.toISOString().slice(0, 10), files: 1, bytes: 1 },
      held: null,
      at: now.toISOString(),
      request: 'req_5',
    });
    expect((await sweep(store.database, place.blobs, { now: now.toISOString() })).blobs).toBe(1);
    const found = await listed();
    expect([kept, lost, young].map((id) => found.has(id))).toEqual([true, false, true]);
  });

  test('it says that it is ready', async () => {
    await expect(place.blobs.ready()).resolves.toBeUndefined();
  });
});
