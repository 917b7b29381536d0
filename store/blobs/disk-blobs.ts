import { randomBytes } from 'node:crypto';
import { type FileHandle, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { Refusal } from '../../domain/refusal.ts';
import { type BlobSource, openBlob, sealBlob } from './blob-chunks.ts';
import { blobAt, blobPath } from './blob-path.ts';
import type { Blobs } from './blobs.ts';
import type { CrashPoints } from '../../platform/crash.ts';
import { diskRefusal } from './disk-failure.ts';
import { createDiskProbe } from './disk-probe.ts';
import type { Keys } from '../keys/keys.ts';
import { createStorageWatch } from './storage-watch.ts';

/** Blobs as files of a directory: written to `tmp/`, synced, renamed. Sealed in chunks of 1 MiB. */
export async function diskBlobs(
  directory: string,
  keys: Keys,
  crash: CrashPoints['crash'] = () => undefined,
): Promise<Blobs> {
  const tmp = join(directory, 'tmp');
  const room = createStorageWatch();
  await mkdir(tmp, { recursive: true, mode: 0o700 });
  await clearLeftovers(tmp).catch(() => 0); // the disk may be read-only only for now
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
    put: ({ customer, id, bytes }) =>
      room.watch(async () => {
        const key = await keys.open(customer);
        const path = join(tmp, `${basename(blobPath(id))}.${randomBytes(6).toString('hex')}`);
        try {
          await writeSynced(path, sealBlob(key, id, bytes));
          crash('blob.written');
          await rename(path, pathOf(id)).catch(async (error: unknown) => {
            ignoreMissing(error); // its folder does not exist yet
            await mkdir(folderOf(id), { recursive: true, mode: 0o700 });
            await syncFolder(directory);
            await rename(path, pathOf(id));
          });
          crash('blob.renamed');
          await syncFolder(folderOf(id));
        } catch (error) {
          // If this fails, `tidy` removes it.
          await rm(path, { force: true }).catch(() => undefined);
          throw diskRefusal(error);
        }
      }),
    stream,
    open: async (blob) => {
      const chunks: Buffer[] = [];
      for await (const chunk of stream(blob)) chunks.push(chunk);
      return Buffer.concat(chunks);
    },
    delete: (id) =>
      rm(pathOf(id), { force: true }).catch((error: unknown) => {
        throw diskRefusal(error);
      }),
    list: () => listFiles(directory),
    tidy: () => clearLeftovers(tmp),
    ready: createDiskProbe(directory, { tmp, room }),
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
    throw diskRefusal(error);
  }
}

/**
 * Each part is made only when the previous one is written, so that memory never holds a second copy of the
 * whole.
 */
async function writeSynced(path: string, parts: Iterable<Buffer>): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  try {
    // Writes all of it, even if the system splits the write.
    for (const part of parts) await file.writeFile(part);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Syncs a folder: the rename must survive a power cut, not only the content. */
async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

const LEFT_MS = 3_600_000;

/**
 * Removes files that a crash left half written. They are older than an hour, so no process still writes them.
 */
async function clearLeftovers(tmp: string): Promise<number> {
  let count = 0;
  for (const name of await readdir(tmp)) {
    const info = await stat(join(tmp, name)).catch(ignoreMissing);
    if (!info || Date.now() - info.mtimeMs < LEFT_MS) continue;
    await rm(join(tmp, name), { force: true });
    count += 1;
  }
  return count;
}

/**
 * Lists only our own files: we may not even be allowed to read a file system's own folders, such as
 * `lost+found`.
 */
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
