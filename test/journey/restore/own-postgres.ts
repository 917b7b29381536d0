import { execFile } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { chmod, chown, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { tellGuard } from '../../../worker/embedded/processes/guard.ts';
import { freePort } from '../../../worker/embedded/processes/ports.ts';
import { startProgram } from '../../../worker/embedded/processes/program.ts';
import { findServiceUser } from '../../../worker/embedded/postgres/service-user.ts';

const run = promisify(execFile);
const DEBIAN = '/usr/lib/postgresql';
const NEEDED = ['initdb', 'postgres', 'pg_dump', 'pg_restore'];
const OLDEST = 15;

/** The directory of an installed Postgres, 15 or later, with its tools; undefined if there is none. */
export function installedPostgres(): string | undefined {
  const debian = existsSync(DEBIAN) ? readdirSync(DEBIAN) : [];
  const fresh = debian.filter((name) => Number(name) >= OLDEST).toSorted();
  const folders = [
    ...fresh.map((name) => join(DEBIAN, name, 'bin')).toReversed(),
    ...(process.env['PATH'] ?? '').split(delimiter),
  ];
  return folders.find((folder) => NEEDED.every((name) => existsSync(join(folder, name))));
}

export const SERVING_ROLE = 'vouch_serving';

export interface OwnPostgres {
  /** The URL for the owner of everything, unless another role is named. */
  urlOf: (database: string, role?: string) => string;
  /** The folder that its tools need in their PATH. */
  bin: string;
  stop: () => Promise<void>;
}

/** Starts an empty Postgres as an operator installs it, not the one from npm. */
export async function startOwnPostgres(
  bin: string,
  databases: string[],
  superuser = 'vouch',
): Promise<OwnPostgres> {
  const root = await mkdtemp(join(tmpdir(), 'vouch-own-postgres-'));
  tellGuard({ do: 'remove', path: root });
  const service = await findServiceUser();
  const user = service ? { uid: service.uid, gid: service.gid } : undefined;
  const data = join(root, 'data');
  await mkdir(data);
  if (user) for (const path of [root, data]) await chown(path, user.uid, user.gid);
  await chmod(data, 0o700);
  const port = await freePort();
  const options = { ...user, cwd: root };
  const cluster = ['--pgdata', data, '--username', superuser, '--auth', 'trust'];
  await run(join(bin, 'initdb'), [...cluster, '--encoding', 'UTF8', '--no-sync'], options);
  let ready = () => {};
  const accepting = new Promise<void>((done) => (ready = done));
  const lines: string[] = [];
  const settings = ['-p', String(port), '-h', '127.0.0.1', '-k', root, '-c', 'fsync=off'];
  const running = await startProgram({
    command: join(bin, 'postgres'),
    args: ['-D', data, ...settings, '-c', 'max_connections=200'],
    cwd: root,
    user,
    stopSignal: 'SIGINT',
    graceMs: 30_000,
    stage: 0,
    onLine: (line) => {
      lines.push(line);
      if (line.includes('ready to accept connections')) ready();
    },
  });
  const end = await Promise.race([running.exited, accepting]);
  if (end !== undefined) throw new Error([`the installed Postgres ${end}`, ...lines].join('\n'));
  const urlOf = (database: string, role = superuser) =>
    `postgresql://${role}@127.0.0.1:${port}/${database}`;
  const psql = (statement: string) => run(join(bin, 'psql'), ['-c', statement, urlOf('postgres')]);
  if (databases.length > 0) await psql(`CREATE ROLE ${SERVING_ROLE} LOGIN`);
  for (const name of databases) {
    await psql(`CREATE DATABASE ${name}`);
  }
  return {
    urlOf,
    bin,
    stop: async () => {
      await running.stop();
      await rm(root, { recursive: true, force: true });
    },
  };
}
