import { readdir, readFile, readlink, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { commandOf } from '../processes/process-list.ts';

/**
 * Removes a `postmaster.pid` whose process id now belongs to another program, as happens after a
 * restart of a container: Postgres would take it for a running server and refuse to start.
 */
export async function clearStalePid(data: string): Promise<void> {
  const path = join(data, 'postmaster.pid');
  const text = await readFile(path, 'utf8').catch(() => '');
  const pid = Number(text.split('\n')[0]);
  if (!Number.isInteger(pid) || pid <= 0) return;
  const command = await commandOf(pid);
  if (command === null || command.includes('postgres')) return; // Postgres itself knows better
  await rm(path, { force: true });
}

/**
 * Ends what is left of a server whose first process was killed: one that waits for a lock of another that
 * was killed too notices nothing, for ever, and holds the memory that a new server needs. For when
 * Postgres has said so; the directory must be held by nobody else. Only Linux tells whose processes are.
 */
export async function endLeftovers(data: string): Promise<void> {
  const names = await readdir('/proc').catch(() => []);
  for (const pid of names.filter((name) => /^\d+$/.test(name)).map(Number)) {
    const place = await readlink(`/proc/${pid}/cwd`).catch(() => '');
    if (place !== data || !(await commandOf(pid))?.includes('postgres')) continue;
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // It is gone.
    }
  }
}
