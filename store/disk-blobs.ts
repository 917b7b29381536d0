import { randomBytes } from 'node:crypto';
import { type FileHandle, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Refusal } from '../domain/refusal.ts';
import {
  blobHeader,
  blobKey,
  CHUNK,
  HEADER,
  headerVersion,
  openChunk,
  sealChunk,
  TAG,
} from './blob-format.ts';
import type { Blobs } from './blobs.ts';
import type { CrashPoints } from './crash.ts';
import type { Keys } from './keys.ts';

const NAME = /^blb_[0-9A-Za-z]{16,}$/;

/** Blobs as files of a directory: written to `tmp/`, synced, renamed. Sealed in chunks of 1 MiB. */
export async function diskBlobs(
  directory: string,
  keys: Keys,
  crash: CrashPoints['crash'] = () => undefined,
): Promise<Blobs> {
  const tmp = join(directory, 'tmp');
  await mkdir(tmp, { recursive: true, mode: 0o700 });
  await clearLeftovers(tmp);
  const folderOf = (id: string) => join(directory, nameOf(id).slice(4, 6));
  const pathOf = (id: string) => join(folderOf(id), id);

  async function* stream(blob: { customer: string; id: string }): AsyncGenerator<Buffer> {
    const file = await openOrRefuse(pathOf(blob.id));
    try {
      yield* readChunks(file, blob, keys);
    } finally {
      await file.close();
    }
  }
  return {
    put: async ({ customer, id, bytes }) => {
      const key = await keys.open(customer);
      const header = blobHeader(key);
      const path = join(tmp, `${nameOf(id)}.${randomBytes(6).toString('hex')}`);
      const at = { key: blobKey(key, header, id), header };
      await writeSynced(path, [header, ...sealChunks(at, bytes)]);
      crash('blob.written');
      await rename(path, pathOf(id)).catch(async (error: unknown) => {
        ignoreMissing(error); // the first blob of its folder
        await mkdir(folderOf(id), { recursive: true, mode: 0o700 });
        await syncFolder(directory);
        await rename(path, pathOf(id));
      });
      crash('blob.renamed');
      await syncFolder(folderOf(id));
    },
    stream,
    open: async (blob) => {
      const chunks: Buffer[] = [];
      for await (const chunk of stream(blob)) chunks.push(chunk);
      return Buffer.concat(chunks);
    },
    delete: (id) => rm(pathOf(id), { force: true }),
    list: () => listFiles(directory),
  };
}

/** Ids come from outside too: only our own form becomes a path. */
function nameOf(id: string): string {
  if (!NAME.test(id)) throw new Refusal('not_found');
  return id;
}

function* sealChunks(at: { key: Buffer; header: Buffer }, bytes: Buffer): Generator<Buffer> {
  const count = Math.max(1, Math.ceil(bytes.length / CHUNK));
  for (let number = 0; number < count; number += 1) {
    const plain = bytes.subarray(number * CHUNK, (number + 1) * CHUNK);
    yield sealChunk({ ...at, number, last: number === count - 1 }, plain);
  }
}

async function* readChunks(
  file: FileHandle,
  blob: { customer: string; id: string },
  keys: Keys,
): AsyncGenerator<Buffer> {
  const { size } = await file.stat();
  const header = await readAt(file, 0, HEADER);
  const key = await keys.openVersion(blob.customer, headerVersion(header));
  const at = { key: blobKey(key, header, blob.id), header };
  const sealedChunk = CHUNK + TAG;
  const count = Math.max(1, Math.ceil((size - HEADER) / sealedChunk));
  for (let number = 0; number < count; number += 1) {
    const from = HEADER + number * sealedChunk;
    const sealed = await readAt(file, from, Math.min(sealedChunk, size - from));
    yield openChunk({ ...at, number, last: number === count - 1 }, sealed);
  }
}

async function readAt(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const buffer = Buffer.alloc(Math.max(0, length));
  const { bytesRead } = await file.read({ buffer, position });
  if (bytesRead !== buffer.length) throw new Error('a blob ends too early');
  return buffer;
}

async function openOrRefuse(path: string): Promise<FileHandle> {
  try {
    return await open(path, 'r');
  } catch (error) {
    if (isMissing(error)) throw new Refusal('not_found');
    throw error;
  }
}

async function writeSynced(path: string, parts: Buffer[]): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  try {
    const { bytesWritten } = await file.writev(parts);
    if (bytesWritten !== parts.reduce((sum, { length }) => sum + length, 0))
      throw new Error('a blob was cut while written');
    await file.sync();
  } finally {
    await file.close();
  }
}

/** The rename itself must survive a power cut, not only the content. */
async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

/** What a crash left half written: older than an hour, so no other process still writes it. */
async function clearLeftovers(tmp: string): Promise<void> {
  for (const name of await readdir(tmp)) {
    const info = await stat(join(tmp, name)).catch(ignoreMissing);
    if (info && Date.now() - info.mtimeMs > 3_600_000) await rm(join(tmp, name), { force: true });
  }
}

/** Our own files alone: a file system's own folders, such as `lost+found`, may not even be read. */
async function* listFiles(directory: string): AsyncGenerator<{ id: string; changedAt: string }> {
  for (const entry of await readdir(directory, { withFileTypes: true })) {
    const folder = entry.name;
    if (folder.length !== 2 || !entry.isDirectory()) continue;
    for (const name of await readdir(join(directory, folder))) {
      if (!NAME.test(name) || name.slice(4, 6) !== folder) continue;
      const info = await stat(join(directory, folder, name)).catch(ignoreMissing);
      if (info) yield { id: name, changedAt: info.mtime.toISOString() };
    }
  }
}

function ignoreMissing(error: unknown): undefined {
  if (!isMissing(error)) throw error;
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}
