import { readdir, readFile, readlink, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { commandOf } from '../processes/process-list.ts';

/**
 * Removes a `postmaster.pid` whose process id now belongs to another program, which happens when a container
 * restarts: Postgres would take that program for a running server and refuse to start.
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
 * Ends the remaining processes of a server whose first process was killed. One that waits for a lock of
 * another killed process never notices, and holds the memory that a new server needs. To be called after
 * Postgres reported this, and only while nobody else holds the directory. Only Linux tells which directory a
 * process belongs to.
 */
export async function endLeftovers(data: string): Promise<void> {
  const names = await readdir('/proc').catch(() => []);
  for (const pid of names.filter((name) => /^\d+$/.test(name)).map(Number)) {
    const place = await readlink(`/proc/${pid}/cwd`).catch(() => '');
    if (place !== data || !(await commandOf(pid))?.includes('postgres')) continue;
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // The process has ended already.
    }
  }
}
