import { type ChildProcess, spawn } from 'node:child_process';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { bundleWorkflows } from '../../worker/bundle.ts';
import { freePort } from '../../worker/embedded/processes/ports.ts';
import { processesBelow } from '../support/process-tree.ts';

/** The product as `npm start` runs it, on ports and a directory of its own, to be killed whole. */
export interface WholeProduct {
  url: string;
  workerOpsUrl: string;
  env: NodeJS.ProcessEnv;
  /** Of the supervisor, while it runs. */
  pid: () => number | undefined;
  /** Starts it, and resolves when the API answers and the worker is ready. `extra`: settings of this life alone. */
  start: (extra?: NodeJS.ProcessEnv) => Promise<void>;
  /** SIGKILL of the supervisor and of everything that it started, all at once. */
  killAll: () => Promise<void>;
  /** Orderly, in the end; and its data removed. */
  end: () => Promise<void>;
  keys: string[];
}

/** As emitted, which is what `npm start` runs: `npm run chaos` builds it first. */
const MAIN = fileURLToPath(new URL('../../dist/worker/embedded/start.js', import.meta.url));
const START_MS = 180_000;

export async function openWholeProduct(directory: string): Promise<WholeProduct> {
  const bundle = join(directory, 'bundle.js');
  await writeFile(bundle, (await bundleWorkflows()).code); // once for all lives
  const env: NodeJS.ProcessEnv = { ...(await settings(directory)), WORKFLOW_BUNDLE: bundle };
  const url = `http://127.0.0.1:${env['API_PORT']}`;
  const workerReady = `http://127.0.0.1:${env['WORKER_OPS_PORT']}/readyz`;
  let child: ChildProcess | undefined;
  const lines: string[] = [];
  const keys: string[] = [];
  return {
    url,
    workerOpsUrl: `http://127.0.0.1:${env['WORKER_OPS_PORT']}`,
    env,
    keys,
    pid: () => child?.pid,
    start: async (extra = {}) => {
      lines.splice(0);
      child = spawn(process.execPath, ['--enable-source-maps', MAIN], {
        env: { ...env, ...extra },
        detached: true,
      });
      for (const stream of [child.stdout, child.stderr]) {
        if (!stream) continue;
        createInterface({ input: stream }).on('line', (line) => {
          lines.push(line);
          keys.push(...(line.match(/vk_test_\w+/g) ?? []));
        });
      }
      const gone = new Promise<string>((done) => child?.once('exit', () => done('it ended')));
      const ready = Promise.all([untilOk(`${url}/docs/reference`), untilOk(workerReady)]);
      const problem = await Promise.race([gone, ready.then(() => undefined)]);
      if (problem) throw new Error([problem, ...lines.slice(-30)].join('\n'));
    },
    killAll: async () => {
      const root = child?.pid;
      if (root === undefined) return;
      kill([root, ...(await processesBelow(root)).map(({ pid }) => pid)]);
      await untilGone(root);
    },
    end: async () => {
      const { pid } = child ?? {};
      child?.kill('SIGTERM');
      if (pid !== undefined) await untilGone(pid);
      const place = await readFile(`${directory}/postgres.place`, 'utf8').catch(() => '');
      if (place) await rm(`/var/lib/vouch/${place.trim()}`, { recursive: true, force: true });
    },
  };
}

async function settings(directory: string): Promise<NodeJS.ProcessEnv> {
  const names = ['API', 'API_OPS', 'WORKER_OPS', 'VERIFICATION_OPS', 'SENDER_OPS', 'POSTGRES'];
  const ports: NodeJS.ProcessEnv = {};
  for (const name of [...names, 'TEMPORAL', 'TEMPORAL_UI']) {
    ports[`${name}_PORT`] = String(await freePort());
  }
  const plenty = '100000';
  return {
    PATH: process.env['PATH'],
    HOME: process.env['HOME'],
    VOUCH_DIR: directory,
    RATE_READS_PER_SECOND: plenty,
    RATE_WRITES_PER_SECOND: plenty,
    RATE_UPLOADS_PER_SECOND: plenty,
    ...ports,
  };
}

function kill(pids: readonly number[]): void {
  for (const pid of pids) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // It is gone.
    }
  }
}

async function untilGone(pid: number): Promise<void> {
  for (;;) {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
    if (stat === '' || stat.slice(stat.lastIndexOf(')') + 2).startsWith('Z')) return;
    await sleep(20);
  }
}

async function untilOk(url: string): Promise<undefined> {
  for (const until = Date.now() + START_MS; Date.now() < until; await sleep(50)) {
    const response = await fetch(url, { signal: AbortSignal.timeout(2_000) }).catch(() => null);
    await response?.body?.cancel();
    if (response?.ok) return;
  }
  throw new Error(`${url} did not answer within ${START_MS / 1_000} s`);
}
