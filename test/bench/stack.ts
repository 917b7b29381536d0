import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { childServices, runMain } from '../../worker/embedded/processes/children.ts';
import { readStartConfig } from '../../worker/embedded/config.ts';
import { tellGuard } from '../../worker/embedded/processes/guard.ts';
import { makeKek } from '../../worker/embedded/kek.ts';
import { freePort } from '../../worker/embedded/processes/ports.ts';
import { startProgram } from '../../worker/embedded/processes/program.ts';
import { findServiceUser } from '../../worker/embedded/postgres/service-user.ts';
import { startServers } from '../../worker/embedded/servers.ts';
import { createSupervisor } from '../../worker/embedded/processes/supervisor.ts';

/** The schedule of retries in seconds, on this machine itself. */
const HURRIED_SENDER = {
  WEBHOOK_LOOPBACK: 'on',
  WEBHOOK_RETRY_SECONDS: ['0', ...Array<string>(19).fill('1')].join(','),
};
/** Far above what the machine can do: limits are not what is measured. */
const RATES = {
  RATE_READS_PER_SECOND: '1000000',
  RATE_WRITES_PER_SECOND: '1000000',
  RATE_UPLOADS_PER_SECOND: '1000000',
};
const PORTS = [
  'API_PORT',
  'API_OPS_PORT',
  'WORKER_OPS_PORT',
  'VERIFICATION_OPS_PORT',
  'SENDER_OPS_PORT',
  'POSTGRES_PORT',
  'TEMPORAL_PORT',
  'TEMPORAL_UI_PORT',
] as const;

/** One of our processes, or one that stands beside them to be compared. */
export interface Process {
  pid: number;
  stop: () => Promise<void>;
}

/** The servers and the migrated databases of `npm start`, on ports and in a directory of their own. */
export interface Stack {
  apiUrl: string;
  env: NodeJS.ProcessEnv;
  settings: Record<string, string>;
  temporalAddress: string;
  databaseUrl: string;
  startService: (name: 'api' | 'worker' | 'verification' | 'sender') => Promise<void>;
  /** Starts a main of the bench; resolves when it prints `ready`. */
  startMain: (main: string, args?: string[], env?: NodeJS.ProcessEnv) => Promise<Process>;
  stop: () => Promise<void>;
}

export async function openStack(outer: NodeJS.ProcessEnv): Promise<Stack> {
  const directory = await mkdtemp(join(tmpdir(), 'vouch-bench-'));
  await chmod(directory, 0o700);
  tellGuard({ do: 'remove', path: directory });
  const ports: Record<string, string> = {};
  for (const name of PORTS) ports[name] = String(await freePort());
  const config = readStartConfig({ ...ports, VOUCH_DIR: directory, CODEC_ENDPOINT: 'off' });
  const supervisor = createSupervisor({ log: (line) => process.stderr.write(`${line}\n`) });
  const bundle = join(directory, 'workflow-bundle.js');
  const kekFile = join(directory, 'kek');
  await makeKek(kekFile);
  const [servers] = await Promise.all([
    startServers(config, directory, supervisor),
    runMain('worker/bundle', [bundle], outer),
  ]);
  const env = {
    ...outer,
    ...ports,
    ...RATES,
    ...HURRIED_SENDER,
    ...servers.env,
    KEK_FILE: kekFile,
    BLOB_DIR: join(directory, 'blobs'),
    WORKFLOW_BUNDLE: bundle,
  };
  await runMain('worker/migrate', [], { ...env, ...servers.migration });
  const print = (line: string) => {
    if (/"level":"?(error|50)/.test(line)) process.stderr.write(`${line}\n`);
  };
  const services = childServices({ config, env, watch: false, print });
  return {
    apiUrl: `http://127.0.0.1:${config.apiPort}`,
    env,
    settings: RATES,
    temporalAddress: `127.0.0.1:${config.temporalPort}`,
    databaseUrl: String(servers.migration['DATABASE_URL']),
    startService: async (name) => {
      const service = services.find((one) => one.name === name);
      if (!service) throw new Error(`there is no process ${name}`);
      await supervisor.keep(service);
    },
    startMain: (main, args = [], more = {}) => startMain(main, args, { ...env, ...more }),
    stop: async () => {
      await supervisor.stop();
      await removeData(directory);
      await rm(directory, { recursive: true, force: true });
    },
  };
}

/** Root's Postgres has its data in the service user's home, under a name that the directory remembers. */
async function removeData(directory: string): Promise<void> {
  const service = await findServiceUser();
  const place = await readFile(join(directory, 'postgres.place'), 'utf8').catch(() => '');
  if (service && place) await rm(join(service.home, place), { recursive: true, force: true });
}

async function startMain(main: string, args: string[], env: NodeJS.ProcessEnv): Promise<Process> {
  let ready = () => {};
  const said = new Promise<string>((resolve) => (ready = () => resolve('')));
  const lines: string[] = [];
  const running = await startProgram({
    command: process.execPath,
    args: ['--enable-source-maps', fileURLToPath(new URL(main, import.meta.url)), ...args],
    env,
    stopSignal: 'SIGTERM',
    graceMs: 20_000,
    stage: 1,
    onLine: (line) => {
      lines.splice(0, lines.length - 9, line);
      if (line === 'ready') ready();
    },
  });
  const end = await Promise.race([running.exited, said]);
  if (end !== '') throw new Error([`${main} ${end}`, ...lines].join('\n  '));
  return running;
}
