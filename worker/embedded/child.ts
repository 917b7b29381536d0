import { setTimeout as sleep } from 'node:timers/promises';
import { type Running, startProgram } from './program.ts';
import type { Service } from './supervisor.ts';

export type ChildOptions = {
  name: string;
  /** Path of its main, and what Node gets before it. */
  main: string;
  nodeOptions: readonly string[];
  env: NodeJS.ProcessEnv;
  /** Answers 200 when the child is ready. */
  readyUrl: string;
  readyTimeoutMs?: number;
  graceMs?: number;
  print: (line: string) => void;
};

const STEP_MS = 50;

/** A process of Vouch as a service: started, waited for, its lines printed behind its name. */
export function childService(options: ChildOptions): Service {
  const { name, print } = options;
  const start = async (signal: AbortSignal) => {
    const running = await startProgram({
      command: process.execPath,
      args: [...options.nodeOptions, options.main],
      env: options.env,
      stopSignal: 'SIGTERM',
      graceMs: options.graceMs ?? 25_000,
      stage: 1,
      onLine: (line) => print(`${name.padEnd(12)} | ${line}`),
    });
    const problem = await untilReady(options, running, signal);
    if (problem === undefined) return running;
    await running.stop();
    throw new Error(problem);
  };
  return { name, stage: 1, start };
}

async function untilReady(
  { readyUrl, readyTimeoutMs = 60_000 }: ChildOptions,
  running: Running,
  signal: AbortSignal,
): Promise<string | undefined> {
  let end: string | undefined;
  void running.exited.then((reason) => (end = reason));
  const until = Date.now() + readyTimeoutMs;
  while (Date.now() < until) {
    if (end !== undefined) return `it ${end}`;
    if (signal.aborted) return 'the start was broken off';
    if (await answersOk(readyUrl)) return undefined;
    await sleep(STEP_MS);
  }
  return `${readyUrl} did not answer 200 within ${readyTimeoutMs / 1_000} s`;
}

function answersOk(url: string): Promise<boolean> {
  return fetch(url, { signal: AbortSignal.timeout(2_000) }).then(
    (response) => response.body?.cancel().then(() => response.ok) ?? response.ok,
    () => false,
  );
}
