import { setTimeout as sleep } from 'node:timers/promises';
import { askLive, askReady } from './health.ts';
import { type Running, startProgram } from './program.ts';
import { endedFromOutside, type Service } from './supervisor.ts';

export type ChildOptions = {
  name: string;
  /** Path of the child's main, and the options of Node for it. */
  main: string;
  nodeOptions: readonly string[];
  env: NodeJS.ProcessEnv;
  /** The URL of its /livez and /readyz. */
  opsUrl: string;
  /**
   * How long /livez may be silent before the child is killed; null: never, for a child that restarts by
   * itself.
   */
  silentMs?: number | null;
  /** Pause between two health requests to a ready child. */
  watchMs?: number;
  graceMs?: number;
  print: (line: string) => void;
};

const STEP_MS = 50;
const WATCH_MS = 5_000;
/** Twice as long as a child's own watch on its event loop, because that watch logs more about the cause. */
const SILENT_MS = 60_000;
/**
 * The longest silence that one unanswered request counts for, because the machine itself may have been
 * suspended.
 */
const COUNTED_MS = 10_000;
/** Signals that come from outside: from a person, or from a system that is out of memory. */
const OUTSIDE: readonly (NodeJS.Signals | null)[] = ['SIGKILL', 'SIGTERM', 'SIGINT', 'SIGHUP'];

/**
 * A process of Vouch as a service: it is started, waited for and watched, and its output is printed with its
 * name. A child that waits for a server may take as long as it needs; one that does not answer /livez is
 * killed.
 */
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
    if (problem === undefined) {
      void watch(options, running);
      return running;
    }
    await running.stop();
    throw problem;
  };
  return { name, stage: 1, start };
}

async function untilReady(
  options: ChildOptions,
  running: Running,
  signal: AbortSignal,
): Promise<Error | undefined> {
  let end: string | undefined;
  void running.exited.then((reason) => (end = reason));
  const silence = createSilence(options);
  let told = '';
  for (;;) {
    if (end !== undefined) {
      const reason = `it ${end}`;
      return OUTSIDE.includes(running.signal()) ? endedFromOutside(reason) : new Error(reason);
    }
    if (signal.aborted) return new Error('the start was broken off');
    const isLive = await askLive(options.opsUrl);
    const ready = isLive ? await askReady(options.opsUrl) : undefined;
    if (ready === true) return undefined;
    if (silence.isTooLong(isLive)) {
      running.kill();
      return new Error(silence.text);
    }
    if (ready && ready !== told) options.print(`start        | ${options.name} waits: ${ready}`);
    told = ready || told;
    await sleep(STEP_MS);
  }
}

/** Kills a child that has become silent; the supervisor starts it again. */
async function watch(options: ChildOptions, running: Running): Promise<void> {
  let hasEnded = false;
  void running.exited.then(() => (hasEnded = true));
  const silence = createSilence(options);
  while (!hasEnded) {
    await sleep(options.watchMs ?? WATCH_MS, undefined, { ref: false });
    if (hasEnded || !silence.isTooLong(await askLive(options.opsUrl))) continue;
    options.print(`start        | ${options.name} is killed: ${silence.text}`);
    running.kill();
    return;
  }
}

function createSilence({ opsUrl, silentMs = SILENT_MS }: ChildOptions) {
  let silent = 0;
  let askedAt = performance.now();
  return {
    text: `${opsUrl}/livez did not answer for ${(silentMs ?? 0) / 1_000} s`,
    isTooLong: (isLive: boolean): boolean => {
      const now = performance.now();
      silent = isLive ? 0 : silent + Math.min(now - askedAt, COUNTED_MS);
      askedAt = now;
      return silentMs !== null && silent >= silentMs;
    },
  };
}
