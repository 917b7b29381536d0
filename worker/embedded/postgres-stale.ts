import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { commandOf } from './process-list.ts';

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
