import { lstat, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const PREFIX = 'vouch-child-';
const own = new Set<string>();
let swept: Promise<void> | undefined;

/**
 * A folder for the temporary files of one child, which nobody else may enter: a native library opens
 * names there that others could guess in a shared folder. The first call removes what dead parents left.
 */
export async function makeChildFolder(): Promise<string> {
  await (swept ??= sweep());
  const path = await mkdtemp(join(tmpdir(), `${PREFIX}${process.pid}-`));
  own.add(path);
  return path;
}

/** Removes it, once its child has ended. What cannot be removed is left to the next process. */
export async function removeChildFolder(path: string): Promise<void> {
  await rm(path, { recursive: true, force: true }).catch(() => undefined);
  own.delete(path);
}

/** Folders of parents that were killed. Of our own user's only: another's may lead anywhere. */
async function sweep(): Promise<void> {
  const names = await readdir(tmpdir()).catch(() => []);
  for (const name of names.filter((one) => one.startsWith(PREFIX))) {
    const path = join(tmpdir(), name);
    const pid = Number(name.slice(PREFIX.length).split('-')[0]);
    const is = await lstat(path).catch(() => null);
    if (!is?.isDirectory() || is.uid !== process.getuid?.()) continue;
    if (own.has(path) || isElsewhere(pid)) continue;
    await removeChildFolder(path);
  }
}

/** Whether another process that runs has this id; after a restart in a container it is often ours. */
function isElsewhere(pid: number): boolean {
  if (!Number.isInteger(pid) || pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
