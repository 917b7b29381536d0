import { randomBytes } from 'node:crypto';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { inject } from 'vitest';
import { type Mode, type Role, type Scope, SCOPES, SYSTEM } from '../../domain/access/access.ts';
import type { Policy } from '../../domain/policy/policy.ts';
import { createApiKey } from '../../store/api-keys/create-api-key.ts';
import { blobPlace } from '../../store/blobs/blob-config.ts';
import { openStore, type Store } from '../../store/open-store.ts';
import { publishPolicy } from '../../store/policies/put-policy.ts';
import { readWorkerConfig } from '../../worker/config.ts';
import { runMain } from '../../worker/embedded/processes/children.ts';
import { tellGuard } from '../../worker/embedded/processes/guard.ts';
import { freePort } from '../../worker/embedded/processes/ports.ts';
import { type Running, startProgram } from '../../worker/embedded/processes/program.ts';
import { startTemporal, type Temporal } from '../../worker/embedded/temporal/temporal.ts';
import { ROOT } from '../house/tree.ts';
import { freshDatabases } from '../support/postgres.ts';
import { type Client, createClient } from './client.ts';
import { IS_OUTSIDE, startOutside } from './outside.ts';

const MAINS = {
  api: 'api/main',
  worker: 'worker/main',
  verification: 'worker/verification',
  sender: 'worker/sender',
};
export type ProcessName = keyof typeof MAINS;
const PROCESSES: readonly ProcessName[] = ['api', 'worker', 'verification'];

interface Urls {
  databaseUrl: string;
  keysDatabaseUrl: string;
}

export interface ProductOptions {
  /**
   * Two migrated databases; by default new ones of this run. `serving`: their URLs for the role that owns
   * nothing.
   */
  databases?: Urls & { serving?: Urls };
  /** A Temporal that the test keeps; by default the product has its own, in memory. */
  temporalAddress?: string;
  /** A directory of blobs, or of a bucket's objects, that the test keeps; by default the product's own. */
  blobs?: string;
  /** The processes to start at once; by default all but the sender. */
  processes?: readonly ProcessName[];
  policies?: readonly Policy[];
  env?: Record<string, string>;
  /** The folder with the sources and packages to run; by default this checkout. */
  root?: string;
  /** With a bucket, and with TLS in front of Temporal; also if the run has JOURNEY=outside. */
  outside?: boolean;
}

export interface KeyWish {
  role?: Role;
  scopes?: readonly Scope[];
  mode?: Mode;
  holder?: string;
}

export interface Product {
  url: string;
  opsUrls: Record<ProcessName, string>;
  /**
   * The settings of every process, with the serving role. `temporalAddress` is Temporal itself, without any
   * TLS proxy.
   */
  env: NodeJS.ProcessEnv;
  directory: string;
  temporalAddress: string;
  /**
   * The same databases, keys and blobs, opened as the owner: for what a test must see or set up without the
   * API.
   */
  store: Store;
  /** Resolves when the process has started: it listens, and no longer waits for a server. */
  start: (name: ProcessName, env?: Record<string, string>) => Promise<void>;
  /** Sends a signal to a process and waits until it has ended. */
  kill: (name: ProcessName, signal?: NodeJS.Signals) => Promise<void>;
  /** Resolves with how a process ended by itself. */
  died: (name: ProcessName) => Promise<string>;
  logs: (name: ProcessName) => string;
  client: (wish?: KeyWish) => Promise<Client>;
  stop: () => Promise<void>;
}

/** Starts the real processes on real servers, on free ports. */
export async function startProduct(options: ProductOptions = {}): Promise<Product> {
  const directory = await mkdtemp(join(tmpdir(), 'vouch-journey-'));
  tellGuard({ do: 'remove', path: directory });
  const undo: (() => Promise<unknown>)[] = [() => rm(directory, { recursive: true, force: true })];
  const stop = async () => {
    for (const step of undo.splice(0).toReversed()) await step();
  };
  try {
    const [databases, temporalAddress] = await Promise.all([
      databasesOf(options, undo),
      temporalOf(options, directory, undo),
    ]);
    const { blobs = join(directory, 'blobs') } = options;
    const places =
      (options.outside ?? IS_OUTSIDE)
        ? await startOutside({ directory, blobs, temporalAddress }, undo)
        : { BLOB_DIR: blobs, TEMPORAL_ADDRESS: temporalAddress };
    const { owner, serving } = databases;
    const env = { ...(await settings(directory)), ...serving, ...places, ...options.env };
    const product = await compose(env, owner, { directory, root: options.root ?? ROOT }, undo);
    await publish(product.store, options.policies ?? []);
    const wanted = options.processes ?? PROCESSES;
    await Promise.all(wanted.map((name) => product.start(name)));
    return { ...product, temporalAddress, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function databasesOf(options: ProductOptions, undo: (() => Promise<unknown>)[]) {
  const { databases = await freshDatabases() } = options;
  if ('drop' in databases && typeof databases.drop === 'function') {
    const { drop } = databases as Awaited<ReturnType<typeof freshDatabases>>;
    undo.push(drop);
  }
  const variables = ({ databaseUrl, keysDatabaseUrl }: Urls) => ({
    DATABASE_URL: databaseUrl,
    KEYS_DATABASE_URL: keysDatabaseUrl,
  });
  const { serving = databases } = databases;
  return { owner: variables(databases), serving: variables(serving) };
}

async function temporalOf(
  options: ProductOptions,
  directory: string,
  undo: (() => Promise<unknown>)[],
): Promise<string> {
  if (options.temporalAddress !== undefined) return options.temporalAddress;
  const port = await freePort();
  const own: Temporal = await startTemporal({ directory, port, uiPort: null, temporary: true });
  undo.push(own.stop);
  return own.address;
}

async function settings(directory: string): Promise<Record<string, string>> {
  const kekFile = join(directory, 'kek');
  await writeFile(kekFile, randomBytes(32));
  await chmod(kekFile, 0o400);
  const [api, apiOps, worker, verification, sender] = [
    await freePort(),
    await freePort(),
    await freePort(),
    await freePort(),
    await freePort(),
  ];
  const plenty = '10000';
  return {
    PATH: process.env['PATH'] ?? '',
    KEK_FILE: kekFile,
    WORKFLOW_BUNDLE: inject('bundlePath'),
    API_PORT: String(api),
    API_OPS_PORT: String(apiOps),
    WORKER_OPS_PORT: String(worker),
    VERIFICATION_OPS_PORT: String(verification),
    SENDER_OPS_PORT: String(sender),
    WEBHOOK_LOOPBACK: 'on',
    LIVE_OUTSIDE_PRODUCTION: 'accepted',
    RATE_READS_PER_SECOND: plenty,
    RATE_WRITES_PER_SECOND: plenty,
    RATE_UPLOADS_PER_SECOND: plenty,
  };
}

async function compose(
  env: Record<string, string>,
  owner: Record<string, string>,
  { directory, root }: { directory: string; root: string },
  undo: (() => Promise<unknown>)[],
): Promise<Omit<Product, 'stop' | 'temporalAddress'>> {
  const config = readWorkerConfig({ ...env, ...owner });
  const store = await openStore({
    databaseUrl: config.databaseUrl.reveal(),
    keysDatabaseUrl: config.keysDatabaseUrl.reveal(),
    kekFile: config.kekFile,
    ...blobPlace(config),
  });
  undo.push(store.close);
  const url = `http://127.0.0.1:${env['API_PORT']}`;
  const opsUrls = {
    api: `http://127.0.0.1:${env['API_OPS_PORT']}`,
    worker: `http://127.0.0.1:${env['WORKER_OPS_PORT']}`,
    verification: `http://127.0.0.1:${env['VERIFICATION_OPS_PORT']}`,
    sender: `http://127.0.0.1:${env['SENDER_OPS_PORT']}`,
  };
  const running = new Map<ProcessName, Running>();
  const lines: Record<ProcessName, string[]> = {
    api: [],
    worker: [],
    verification: [],
    sender: [],
  };
  undo.push(() => Promise.all([...running.values()].map((one) => one.stop())));
  const of = (name: ProcessName) => {
    const one = running.get(name);
    if (!one) throw new Error(`${name} was not started`);
    return one;
  };
  return {
    url,
    opsUrls,
    env,
    directory,
    store,
    start: async (name, more = {}) => {
      const child = await startProgram({
        command: process.execPath,
        args: [join(root, `${MAINS[name]}.ts`)],
        env: { ...env, ...more },
        stopSignal: 'SIGTERM',
        graceMs: 5_000,
        stage: 1,
        onLine: (line) => lines[name].push(line),
      });
      running.set(name, child);
      const end = await Promise.race([child.exited, untilStarted(opsUrls[name])]);
      if (end !== undefined) throw new Error([`${name} ${end}`, ...lines[name]].join('\n'));
    },
    kill: async (name, signal = 'SIGKILL') => {
      const { pid, exited } = of(name);
      process.kill(pid, signal);
      await exited;
    },
    died: (name) => of(name).exited,
    logs: (name) => lines[name].join('\n'),
    client: async (wish = {}) => createClient(url, await makeKey(store, wish)),
  };
}

async function untilStarted(opsUrl: string): Promise<undefined> {
  for (;;) {
    const status = await fetch(`${opsUrl}/startupz`, { signal: AbortSignal.timeout(2_000) }).then(
      async (response) => ((await response.json()) as { status?: string }).status,
      () => undefined,
    );
    if (status === 'started') return;
    await sleep(30);
  }
}

/** Publishes the policies of a test directly in the store. */
async function publish(store: Store, policies: readonly Policy[]): Promise<void> {
  const at = new Date().toISOString();
  for (const policy of policies) {
    await store.database
      .transaction()
      .execute((trx) => publishPolicy(trx, SYSTEM, { policy, mode: 'live', at }));
  }
}

async function makeKey(store: Store, wish: KeyWish): Promise<string> {
  const { role = 'app', scopes = SCOPES, mode = 'test' } = wish;
  const holder =
    wish.holder ?? (role === 'app' ? null : `holder-${randomBytes(4).toString('hex')}`);
  const at = new Date().toISOString();
  const expiresAt = new Date(Date.now() + 86_400_000).toISOString();
  const input = { name: 'journey', mode, role, scopes: [...scopes], holder, at, expiresAt };
  const { key } = await store.database
    .transaction()
    .execute((trx) => createApiKey(trx, SYSTEM, input));
  return key.reveal();
}

/** Brings two databases and a Temporal to the state that `npm run migrate` leaves. */
export async function migrate(env: Record<string, string>): Promise<void> {
  await runMain('worker/migrate', [], { PATH: process.env['PATH'] ?? '', ...env });
}
