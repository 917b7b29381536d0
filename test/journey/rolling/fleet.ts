import { randomInt } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { requireFreePorts } from '../../../worker/embedded/processes/ports.ts';
import { type Running, startProgram } from '../../../worker/embedded/processes/program.ts';
import type { Product } from '../product.ts';
import type { Backend } from './balancer.ts';

const MAINS = { api: 'api/main', worker: 'worker/main', verification: 'worker/verification' };
type Kind = keyof typeof MAINS;

/** One of several processes of a kind, with ports of its own. */
export interface Member extends Backend {
  kind: Kind;
  /** Starts it, and waits until it reports that it is ready. */
  start: (env?: Record<string, string>) => Promise<void>;
  /** Sends SIGTERM; resolves with how it ended and how long that took. */
  end: () => Promise<{ how: string; ms: number }>;
  logs: () => string;
}

/** A member that uses the servers and settings of a product whose own processes were not started. */
export async function createMember(product: Product, kind: Kind): Promise<Member> {
  const [port, opsPort] = [await steadyPort(), await steadyPort()];
  const readyUrl = `http://127.0.0.1:${opsPort}/readyz`;
  const ports = { API_PORT: String(port), [`${kind.toUpperCase()}_OPS_PORT`]: String(opsPort) };
  const lines: string[] = [];
  let running: Running | undefined;
  return {
    kind,
    port,
    readyUrl,
    logs: () => lines.join('\n'),
    start: async (env = {}) => {
      running = await startProgram({
        command: process.execPath,
        args: [fileURLToPath(new URL(`../../../${MAINS[kind]}.ts`, import.meta.url))],
        env: { ...product.env, API_DRAIN_SECONDS: '1', ...ports, ...env },
        stopSignal: 'SIGTERM',
        graceMs: 30_000,
        stage: 1,
        onLine: (line) => lines.push(line),
      });
      const end = await Promise.race([running.exited, untilReady(readyUrl)]);
      if (end !== undefined) throw new Error([`${kind} ${end}`, ...lines.slice(-5)].join('\n'));
    },
    end: async () => {
      if (!running) throw new Error(`${kind} was not started`);
      const startedAt = performance.now();
      process.kill(running.pid, 'SIGTERM');
      const how = await running.exited;
      return { how, ms: performance.now() - startedAt };
    },
  };
}

async function untilReady(url: string): Promise<undefined> {
  for (;;) {
    const isReady = await fetch(url, { signal: AbortSignal.timeout(2_000) }).then(
      async (answer) => {
        await answer.arrayBuffer();
        return answer.ok;
      },
      () => false,
    );
    if (isReady) return;
    await pause(100);
  }
}

/**
 * A port below the range for outgoing connections, so that nobody else gets it while its process is replaced.
 */
async function steadyPort(): Promise<number> {
  for (;;) {
    const port = randomInt(12_000, 30_000);
    const isFree = await requireFreePorts([{ port, setting: '', use: '' }]).then(
      () => true,
      () => false,
    );
    if (isFree) return port;
  }
}
