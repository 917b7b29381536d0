import { execFile } from 'node:child_process';
import { mkdtemp, rm, statfs, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { tellGuard } from '../../worker/embedded/processes/guard.ts';

const run = promisify(execFile);

/** A separate file system, which a test may fill. */
export interface SmallDisk {
  path: string;
  /**
   * Fills it until this many bytes are left. It always writes the same file, so a later call may leave less
   * or more.
   */
  leave: (bytes: number) => Promise<void>;
  /** Makes it read-only or writable from now on. */
  become: (how: 'ro' | 'rw') => Promise<void>;
  remove: () => Promise<void>;
}

/** Mounts one in memory; null if this user is not allowed to, as anybody but root. */
export async function smallDisk(mib: number): Promise<SmallDisk | null> {
  const path = await mkdtemp(join(tmpdir(), 'vouch-disk-'));
  const remove = () => rm(path, { recursive: true, force: true });
  try {
    await run('mount', ['-t', 'tmpfs', '-o', `size=${mib}m`, 'vouch-test', path]);
  } catch {
    await remove();
    return null;
  }
  tellGuard({ do: 'remove', path });
  const filler = join(path, 'filler');
  return {
    path,
    leave: async (bytes) => {
      await writeFile(filler, '', { flag: 'a' });
      await truncate(filler, 0);
      const { bavail, bsize } = await statfs(path);
      await writeFile(filler, Buffer.alloc(Math.max(0, bavail * bsize - bytes)));
    },
    become: async (how) => {
      await run('mount', ['-o', `remount,${how}`, path]);
    },
    remove: async () => {
      await run('umount', ['-l', path]);
      await remove();
    },
  };
}
