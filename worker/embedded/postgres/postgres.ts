import { randomUUID } from 'node:crypto';
import { chmod, chown, mkdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { tellGuard } from '../processes/guard.ts';
import { openLog } from '../processes/log-file.ts';
import { findPostgres } from './postgres-binaries.ts';
import { createCluster } from './postgres-cluster.ts';
import { clearStalePid, endLeftovers } from './postgres-stale.ts';
import {
  POSTGRES_HOST,
  POSTGRES_USER,
  postgresPassword,
  postgresServingPassword,
  type PostgresUrls,
  postgresUrls,
  readOrMake,
} from './postgres-urls.ts';
import { type Running, startProgram } from '../processes/program.ts';
import { makeServingRole } from './serving-role.ts';
import { findServiceUser } from './service-user.ts';

const READY = 'database system is ready to accept connections';
const ATTEMPTS = 5;

export type PostgresOptions = {
  /** Directory of the password, the log and, unless root starts Postgres, the data. */
  directory: string;
  port: number;
  /** For tests: nothing is synced to disk, and the data are removed at the end. */
  temporary?: boolean;
};

export type Postgres = Running & PostgresUrls;

/**
 * Starts Postgres on the loopback address with the databases `vouch` and `vouch_keys`, made at the first
 * start. Resolves when it accepts connections; `exited` resolves whenever it ends, wanted or not.
 */
export async function startPostgres(options: PostgresOptions): Promise<Postgres> {
  await mkdir(options.directory, { recursive: true, mode: 0o700 });
  const place = await findPlace(options);
  const password = await postgresPassword(options.directory);
  const binaries = await findPostgres(place.service);
  const sync = !options.temporary;
  await createCluster({ ...place, binaries, superuser: POSTGRES_USER, password, sync });
  await clearStalePid(place.data);
  const log = openLog(join(options.directory, 'postgres.log'));
  const running = await launch(options, place, binaries.postgres, log.write);
  const stop = async () => {
    await running.stop();
    if (options.temporary) await rm(place.root, { recursive: true, force: true });
  };
  const urls = await postgresUrls(options.directory, options.port);
  try {
    await makeServingRole(urls.adminUrl, await postgresServingPassword(options.directory));
  } catch (error) {
    await stop();
    throw error;
  }
  return { ...running, stop, ...urls };
}

type Owner = { uid: number; gid: number };
type Place = {
  root: string;
  data: string;
  user?: Owner;
  service: Awaited<ReturnType<typeof findServiceUser>>;
};

/**
 * If root starts Postgres, the data are in the service user's home, under a random name that is stored in
 * `directory`.
 */
async function findPlace({ directory, temporary }: PostgresOptions): Promise<Place> {
  const own = join(directory, 'postgres');
  const service = await findServiceUser();
  if (!service) {
    if (temporary) tellGuard({ do: 'remove', path: own });
    return { root: own, data: own, service };
  }
  const owner = await stat(own).catch(() => null);
  // An ordinary user started Vouch here before, so we continue with those data as that user.
  if (owner && owner.uid !== 0) {
    return { root: own, data: own, user: { uid: owner.uid, gid: owner.gid }, service };
  }
  const name = await readOrMake(join(directory, 'postgres.place'), `data-${randomUUID()}`);
  const home = join(service.home, name);
  if (temporary) tellGuard({ do: 'remove', path: home });
  const user = { uid: service.uid, gid: service.gid };
  await mkdir(home, { recursive: true });
  await chown(home, user.uid, user.gid);
  await chmod(home, 0o700);
  return { root: home, data: join(home, 'postgres'), user, service };
}

async function launch(
  options: PostgresOptions,
  place: Place,
  command: string,
  write: (line: string) => void,
): Promise<Running> {
  const settings = Object.entries(settingsOf(options)).map(([name, value]) => `${name}=${value}`);
  for (let attempt = 1; ; attempt += 1) {
    const lines: string[] = [];
    let ready = () => {};
    const accepting = new Promise<void>((resolve) => (ready = resolve));
    const running = await startProgram({
      command,
      args: ['-D', place.data, ...settings.flatMap((setting) => ['-c', setting])],
      env: { LC_ALL: 'C', PATH: process.env['PATH'] },
      cwd: place.data,
      user: place.user,
      stopSignal: 'SIGINT',
      graceMs: 30_000,
      stage: 0,
      onLine: (line) => {
        write(line);
        lines.push(line);
        if (line.includes(READY)) ready();
      },
    });
    const end = await Promise.race([running.exited, accepting]);
    if (end === undefined) return running;
    // After a kill -9 the last processes of the old server hold its memory for a moment.
    const held = lines.some((line) => line.includes('shared memory block'));
    if (!held || attempt === ATTEMPTS) {
      throw new Error(['Postgres did not start, it ' + end, ...lines.slice(-8)].join('\n'));
    }
    await new Promise((resolve) => setTimeout(resolve, 500));
    if (attempt > 1) await endLeftovers(place.data);
  }
}

function settingsOf({ port, temporary }: PostgresOptions): Record<string, string | number> {
  return {
    port,
    listen_addresses: POSTGRES_HOST,
    unix_socket_directories: '',
    max_connections: 200,
    timezone: 'UTC',
    // Log lines must not contain values: no statements, no details, no parameters.
    log_min_error_statement: 'panic',
    log_error_verbosity: 'terse',
    log_parameter_max_length_on_error: 0,
    fsync: temporary ? 'off' : 'on',
  };
}
