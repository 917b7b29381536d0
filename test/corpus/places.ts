import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { chmod, cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { findServiceUser } from '../../worker/embedded/postgres/service-user.ts';

const run = promisify(execFile);

/** The release whose data are kept, and the commit that it is. */
export const RELEASE = { name: '0.1.0', commit: '1d57742' } as const;
export const ROOT = fileURLToPath(new URL('../../', import.meta.url));
/** Where `npm run corpus` puts the data, unless `CORPUS` names another file. */
export const CORPUS =
  process.env['CORPUS'] ?? join(ROOT, '.vouch', 'corpus', `${RELEASE.name}.tar.gz`);

/** Of a data folder only what a next start needs: neither logs nor what each start makes anew. */
const LEFT_OUT = ['cache', 'corpus', 'postgres.place', 'start.pid', 'workflow-bundle.js'];

/** Packs a data folder with its Postgres, wherever that lies. */
export async function packData(directory: string, to: string): Promise<void> {
  const whole = `${directory}.pack`;
  await cp(directory, whole, {
    recursive: true,
    filter: (path) => !LEFT_OUT.some((name) => path === join(directory, name)) && !isLog(path),
  });
  const place = await postgresOf(directory);
  if (place !== null) await cp(place, join(whole, 'postgres'), { recursive: true });
  await mkdir(join(to, '..'), { recursive: true });
  await run('tar', ['-C', whole, '-czf', to, '.']);
  await rm(whole, { recursive: true });
}

/** Unpacks it, for the user who starts the product: root's Postgres lies in the service user's home. */
export async function unpackData(from: string, directory: string): Promise<void> {
  await mkdir(directory, { recursive: true, mode: 0o700 });
  await run('tar', ['-C', directory, '--no-same-owner', '-xzf', from]);
  await chmod(join(directory, 'postgres'), 0o700);
  const service = await findServiceUser();
  if (!service) return;
  const name = `data-${randomUUID()}`;
  const home = join(service.home, name);
  await mkdir(home, { mode: 0o700 });
  await writeFile(join(directory, 'postgres.place'), name, { mode: 0o600 });
  await cp(join(directory, 'postgres'), join(home, 'postgres'), { recursive: true });
  await rm(join(directory, 'postgres'), { recursive: true });
  await chmod(join(home, 'postgres'), 0o700);
  await run('chown', ['-R', `${service.uid}:${service.gid}`, home]);
}

/** The data of root's Postgres; null where they lie in the folder itself. */
async function postgresOf(directory: string): Promise<string | null> {
  const name = await readFile(join(directory, 'postgres.place'), 'utf8').catch(() => null);
  const service = name === null ? null : await findServiceUser();
  return service && name !== null ? join(service.home, name.trim(), 'postgres') : null;
}

const isLog = (path: string) => path.endsWith('.log');
