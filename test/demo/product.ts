import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { hostOf } from '../../worker/embedded/processes/children.ts';
import { readStartConfig, type StartConfig } from '../../worker/embedded/config.ts';
import { postgresUrls } from '../../worker/embedded/postgres/postgres-urls.ts';

export interface Product {
  url: string;
  /** Null where the settings name a Temporal whose UI is not known. */
  uiUrl: string | null;
  keys: { app: string; reviewer: string };
  /** Stops what was started for the demo; nothing that ran before. */
  stop: () => Promise<void>;
}

interface Watcher {
  say: (text: string) => void;
  signal: AbortSignal;
}

const MAIN = pathOf('../../worker/embedded/start.ts');
const MAKE_KEYS = pathOf('make-keys.ts');
const READY = 'Vouch is ready';

/** The product at the address of the settings, running already or started now, and keys for it. */
export async function openProduct(env: NodeJS.ProcessEnv, watcher: Watcher): Promise<Product> {
  const config = readStartConfig(env);
  const url = env['VOUCH_URL'] ?? `http://${hostOf(config.apiHost)}:${config.apiPort}`;
  const isRunning = await answers(url);
  if (!isRunning && env['VOUCH_URL']) throw new Error(`nobody answers at ${url} (VOUCH_URL)`);
  watcher.say(isRunning ? `Vouch runs at ${url}` : `nobody answers at ${url}: starting Vouch`);
  const stop = isRunning ? async () => {} : await start(env, watcher);
  try {
    const keys = await keysFor(config, env);
    return { url, uiUrl: uiOf(config), keys, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Any answer of ours will do: it carries the id of its request. */
async function answers(url: string): Promise<boolean> {
  try {
    const response = await fetch(`${url}/v1/customers`, { signal: AbortSignal.timeout(2000) });
    await response.body?.cancel();
    return response.headers.has('x-request-id');
  } catch {
    return false;
  }
}

/** Starts the product; its lines are kept for a failure alone, since the first ones name keys. */
async function start(
  env: NodeJS.ProcessEnv,
  { say, signal }: Watcher,
): Promise<() => Promise<void>> {
  const child = spawn(process.execPath, ['--enable-source-maps', MAIN], {
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
    detached: true, // Ctrl-C asks the demo, and the demo asks it
  });
  const exited = once(child, 'exit');
  const stop = async () => {
    child.kill('SIGTERM');
    await exited;
    say('\nVouch is stopped again; `npm start` finds everything as it is now');
  };
  const last: string[] = [];
  const ready = new Promise<boolean>((done) => {
    createInterface({ input: child.stdout })
      .on('line', (line) => {
        if (!/vk_(test|live)_/.test(line)) last.splice(0, last.length - 9, line);
        if (line.includes(READY)) done(true);
      })
      .once('close', () => done(false));
    signal.addEventListener('abort', () => done(false), { once: true });
  });
  if (await ready) return stop;
  if (signal.aborted) await stop();
  throw new Error(['Vouch did not start', ...last].join('\n  '));
}

/** Keys of the environment, or fresh ones for an hour, made where the product's databases are. */
async function keysFor(config: StartConfig, env: NodeJS.ProcessEnv): Promise<Product['keys']> {
  const app = env['VOUCH_APP_KEY'];
  const reviewer = env['VOUCH_REVIEWER_KEY'];
  if (app && reviewer) return { app, reviewer };
  const own = config.databaseUrl
    ? { DATABASE_URL: config.databaseUrl.reveal() }
    : {
        DATABASE_URL: (await postgresUrls(resolve(config.vouchDir), config.postgresPort))
          .databaseUrl,
      };
  const { stdout } = await promisify(execFile)(process.execPath, [MAKE_KEYS], {
    env: { ...env, ...own },
  }).catch(() => {
    throw new Error(
      'no keys could be made here: set VOUCH_APP_KEY and VOUCH_REVIEWER_KEY to two of the product',
    );
  });
  return JSON.parse(stdout) as Product['keys'];
}

function uiOf(config: StartConfig): string | null {
  if (config.temporalUiOrigin) return config.temporalUiOrigin;
  return config.temporalAddress ? null : `http://127.0.0.1:${config.temporalUiPort}`;
}

function pathOf(relative: string): string {
  return fileURLToPath(new URL(relative, import.meta.url));
}
