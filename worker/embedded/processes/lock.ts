import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { commandOf } from './process-list.ts';

export type Lock = {
  /** The previous holder was killed, so processes that it started may still be ending. */
  wasKilled: boolean;
  release: () => Promise<void>;
};

/**
 * Locks a directory for this process, because two supervisors on the same data would destroy them. Refuses
 * while another running start holds it.
 */
export async function takeLock(directory: string): Promise<Lock> {
  const path = join(directory, 'start.pid');
  const mine = `${process.pid}\n`;
  let wasKilled = false;
  for (;;) {
    try {
      await writeFile(path, mine, { flag: 'wx', mode: 0o600 });
      break;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    const holder = Number(await readFile(path, 'utf8').catch(() => ''));
    if (await isStart(holder)) {
      throw new Error(`Vouch runs here already, as process ${holder} (${path})`);
    }
    wasKilled = true;
    await rm(path, { force: true });
  }
  const release = async () => {
    const holder = await readFile(path, 'utf8').catch(() => '');
    if (holder === mine) await rm(path, { force: true });
  };
  return { wasKilled, release };
}

async function isStart(pid: number): Promise<boolean> {
  if (!Number.isInteger(pid) || pid <= 0 || pid === process.pid) return false;
  return (await commandOf(pid))?.includes('embedded/start') ?? false;
}
