import { randomBytes } from 'node:crypto';
import { access, constants, open, rm, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { diskRefusal } from './disk-failure.ts';
import { storageFull, type StorageWatch } from './storage-watch.ts';

/** A disk with less room than the largest upload counts as full. */
const ROOM_BYTES = 64 * 1024 * 1024;
const WRITE_EVERY_MS = 10_000;

/**
 * Checks whether a directory can be read and has room. Asks the file system for its figures, and writes one
 * byte now and then, because a read-only or broken file system may report nothing before a write.
 */
export function createDiskProbe(
  directory: string,
  { tmp, room }: { tmp: string; room: StorageWatch },
): () => Promise<void> {
  let wroteAt: number | null = null;
  return async () => {
    try {
      await access(directory, constants.R_OK | constants.W_OK);
      const { bavail, bsize, files, ffree } = await statfs(directory);
      // Some file systems have no fixed number of files, and say 0.
      if (bavail * bsize < ROOM_BYTES || (files > 0 && ffree === 0)) throw storageFull();
      room.require();
      if (wroteAt !== null && performance.now() - wroteAt < WRITE_EVERY_MS) return;
      await writeByte(tmp);
      wroteAt = performance.now();
    } catch (error) {
      wroteAt = null;
      throw diskRefusal(error);
    }
  };
}

async function writeByte(tmp: string): Promise<void> {
  const path = join(tmp, `probe.${randomBytes(6).toString('hex')}`);
  const file = await open(path, 'wx', 0o600);
  try {
    await file.write('0');
  } finally {
    await file.close();
    await rm(path, { force: true });
  }
}
