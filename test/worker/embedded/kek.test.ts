import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeKek } from '../../../worker/embedded/kek.ts';

let folder = '';
beforeEach(async () => (folder = await mkdtemp(join(tmpdir(), 'vouch-kek-'))));
afterEach(() => rm(folder, { recursive: true }));

test('the key is 32 random bytes that only its owner may read', async () => {
  const [one, other] = [join(folder, 'deep', 'one'), join(folder, 'other')];
  await makeKek(one);
  await makeKek(other);
  expect((await stat(one)).mode & 0o777).toBe(0o400);
  const keys = [await readFile(one), await readFile(other)];
  expect(keys.map((key) => key.length)).toEqual([32, 32]);
  expect(keys[0]).not.toEqual(keys[1]);
});

test('a key that is there stays: all that it wraps would be lost', async () => {
  const path = join(folder, 'kek');
  await makeKek(path);
  const before = await readFile(path);
  await makeKek(path);
  expect(await readFile(path)).toEqual(before);
});
