import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort } from '../../../worker/embedded/processes/ports.ts';
import { startPostgres } from '../../../worker/embedded/postgres/postgres.ts';
import { type Listed, processesBelow } from '../../support/process-tree.ts';
import { until } from '../client.ts';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
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
export const MAINS = {
  api: 'api/main',
  worker: 'worker/main',
  verification: 'worker/verification',
  sender: 'worker/sender',
} as const;
export type MainName = keyof typeof MAINS;
export const NAMES = Object.keys(MAINS) as MainName[];
const STARTED_MS = 240_000;

export interface Health {
  status: number;
  body: { status?: string; dependencies?: object; reasons?: Record<string, string> };
}

/** The product as `npm start` runs it. */
export interface Whole {
  url: string;
  /** The first app's key. */
  key: string;
  text: () => string;
  hasEnded: () => boolean;
  /** The processes of Postgres, of Temporal, or of one main; the first is the oldest. */
  find: (part: 'postgres' | 'temporal' | MainName) => Promise<Listed[]>;
  health: (name: MainName, path: '/livez' | '/readyz' | '/startupz') => Promise<Health | undefined>;
  untilReady: (timeoutMs?: number) => Promise<void>;
  /** Ends its processes; its data stay until `stop` is called. */
  halt: () => Promise<void>;
  stop: () => Promise<void>;
}

/** Starts the product on free ports and in a new directory; by default from this checkout. */
export async function startWhole(
  env: Record<string, string> = {},
  at: { root?: string; directory?: string } = {},
): Promise<Whole> {
  const directory = at.directory ?? (await mkdtemp(join(tmpdir(), 'vouch-whole-')));
  const ports: Record<string, string> = {};
  for (const name of PORTS) ports[name] = String(await freePort());
  const child = spawnStart(at.root ?? ROOT, { ...ports, ...env, VOUCH_DIR: directory });
  let text = '';
  let code: number | null | undefined;
  const ended = new Promise<void>((done) =>
    child.once('close', (status) => {
      code = status;
      done();
    }),
  );
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
  }
  const health: Whole['health'] = async (name, path) => {
    const port = ports[`${name.toUpperCase()}_OPS_PORT`];
    const url = `http://127.0.0.1:${port}${path}`;
    return fetch(url, { signal: AbortSignal.timeout(3_000) }).then(
      async (answer) => ({ status: answer.status, body: (await answer.json()) as Health['body'] }),
      () => undefined,
    );
  };
  const untilReady = async (timeoutMs = STARTED_MS) => {
    const all = () => Promise.all(NAMES.map((name) => health(name, '/readyz')));
    await until(all, (found) => found.every((one) => one?.body.status === 'ready'), timeoutMs);
  };
  const find: Whole['find'] = async (part) => {
    const all = await processesBelow(child.pid ?? 0);
    if (part === 'postgres') return all.filter(({ command }) => command.includes('postgres'));
    if (part === 'temporal') return all.filter(({ command }) => command.includes('start-dev'));
    return all.filter(({ command }) => new RegExp(`/${MAINS[part]}\\.ts$`).test(command));
  };
  const halt = async () => {
    child.kill('SIGTERM');
    await ended;
  };
  const stop = async () => {
    await halt();
    await removeData(directory);
  };
  await until(
    () => Promise.resolve(text),
    (told) => told.includes('Ctrl-C stops it') || code !== undefined,
    STARTED_MS,
  ).catch(async (error: unknown) => {
    await stop();
    throw error;
  });
  const [key = ''] = text.match(/vk_test_\w+/) ?? [];
  const url = `http://127.0.0.1:${ports['API_PORT']}`;
  return {
    url,
    key,
    text: () => text,
    hasEnded: () => code !== undefined,
    find,
    health,
    untilReady,
    halt,
    stop,
  };
}

/** Starts with servers of its own, even if the tests were started with others. */
function spawnStart(root: string, env: Record<string, string>) {
  const { DATABASE_URL: _, KEYS_DATABASE_URL: __, TEMPORAL_ADDRESS: ___, ...rest } = process.env;
  return spawn(process.execPath, [join(root, 'worker/embedded/start.ts')], {
    cwd: root,
    env: { ...rest, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

async function removeData(directory: string): Promise<void> {
  const port = await freePort();
  const postgres = await startPostgres({ directory, port, temporary: true });
  await postgres.stop(); // removes the data, which may be elsewhere
  await rm(directory, { recursive: true, force: true });
}
