import { randomBytes } from 'node:crypto';
import {
  access,
  constants,
  type FileHandle,
  mkdir,
  open,
  readdir,
  rename,
  rm,
  stat,
} from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { Refusal } from '../domain/refusal.ts';
import { type BlobSource, openBlob, sealBlob } from './blob-chunks.ts';
import { blobAt, blobPath } from './blob-path.ts';
import type { Blobs } from './blobs.ts';
import type { CrashPoints } from './crash.ts';
import type { Keys } from './keys.ts';

/** Blobs as files of a directory: written to `tmp/`, synced, renamed. Sealed in chunks of 1 MiB. */
export async function diskBlobs(
  directory: string,
  keys: Keys,
  crash: CrashPoints['crash'] = () => undefined,
): Promise<Blobs> {
  const tmp = join(directory, 'tmp');
  await mkdir(tmp, { recursive: true, mode: 0o700 });
  await clearLeftovers(tmp);
  const pathOf = (id: string) => join(directory, blobPath(id));
  const folderOf = (id: string) => dirname(pathOf(id));

  async function* stream(blob: { customer: string; id: string }): AsyncGenerator<Buffer> {
    const file = await openOrRefuse(pathOf(blob.id));
    try {
      yield* openBlob(await sourceOf(file), blob, keys);
    } finally {
      await file.close();
    }
  }
  return {
    put: async ({ customer, id, bytes }) => {
      const key = await keys.open(customer);
      const path = join(tmp, `${basename(blobPath(id))}.${randomBytes(6).toString('hex')}`);
      await writeSynced(path, [...sealBlob(key, id, bytes)]);
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
    ready: () => access(directory, constants.R_OK | constants.W_OK),
    close: () => undefined,
  };
}

async function sourceOf(file: FileHandle): Promise<BlobSource> {
  const { size } = await file.stat();
  let position = 0;
  const read = async (length: number): Promise<Buffer> => {
    const buffer = Buffer.alloc(length);
    const { bytesRead } = await file.read({ buffer, position });
    if (bytesRead !== length) throw new Error('a blob ends too early');
    position += length;
    return buffer;
  };
  return { size, read };
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
      if (blobAt(`${folder}/${name}`) === null) continue;
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
