import { execFile } from 'node:child_process';
import { chmod, mkdir } from 'node:fs/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);
const HOME = '/var/lib/vouch';
const CREATE = [
  ['useradd', '--system', '--user-group', '--no-create-home', '--shell', '/usr/sbin/nologin'],
  ['adduser', '--system', '--group', '--no-create-home'],
] as const;

/**
 * A user without a password, who runs Postgres in place of root; `home` is a directory that the user may use.
 */
export type ServiceUser = { uid: number; gid: number; home: string };

/**
 * Postgres refuses to run as root. For root this finds the user `vouch`, creates it, or falls back to
 * `postgres` and `nobody`. For any other user it is null: they run Postgres themselves.
 */
export async function findServiceUser(): Promise<ServiceUser | null> {
  if (process.getuid?.() !== 0) return null;
  await mkdir(HOME, { recursive: true });
  await chmod(HOME, 0o755); // whatever the umask
  const ids = (await idsOf('vouch')) ?? (await createVouch());
  const found = ids ?? (await idsOf('postgres')) ?? (await idsOf('nobody'));
  if (!found) throw new Error('Postgres needs a user other than root: create one named vouch');
  return { ...found, home: HOME };
}

async function createVouch(): Promise<{ uid: number; gid: number } | null> {
  for (const [command, ...args] of CREATE) {
    const ids = await run(command, [...args, 'vouch']).then(
      () => idsOf('vouch'),
      () => null,
    );
    if (ids) return ids;
  }
  return idsOf('vouch'); // made by another start meanwhile
}

async function idsOf(name: string): Promise<{ uid: number; gid: number } | null> {
  try {
    const [uid, gid] = await Promise.all([run('id', ['-u', name]), run('id', ['-g', name])]);
    return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
  } catch {
    return null;
  }
}
