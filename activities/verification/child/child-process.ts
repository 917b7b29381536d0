import { fork, type ChildProcess } from 'node:child_process';
import { constants, setPriority } from 'node:os';
import {
  childError,
  faultOf,
  isChildError,
  type ChildFault,
  type ChildName,
} from './child-error.ts';
import { makeChildFolder, removeChildFolder } from './child-folder.ts';
import { permissionOptions } from './child-permissions.ts';
import { residentMb, threadTimes } from './child-usage.ts';
import type { FromChild } from './serve.ts';
import { inSequence } from './in-sequence.ts';

/**
 * The limits of a child. Its environment is `env` and its own folder: no secret of the parent reaches
 * it. By Node's permission model it reads code, and writes and starts nothing.
 */
export interface ChildOptions {
  /** The child's main; takes its extension from the file that names it. */
  main: URL;
  /** For messages and metrics. */
  name: ChildName;
  /** Wall time of one job; up to four times that while it wants a core and had one for less than half of it. */
  timeoutMs: number;
  /** Resident memory above which the child is killed; from four fifths on it is replaced after the job. */
  rssLimitMb: number;
  /** Jobs after which a fresh child takes over; 1: a child of its own for each job. */
  recycleAfter: number;
  /** Children that may work side by side; each is started when all others are busy. 1 if not given. */
  atOnce?: number;
  env?: Record<string, string>;
  /** Whether its engine runs in a thread of Node's; not if not given. */
  threads?: boolean;
  /** Told of each death, broken limit and failed start. */
  onFault?: (fault: ChildFault) => void;
  /** `--max-old-space-size` */
  heapLimitMb?: number;
}

export interface Child<Job, Answer> {
  /**
   * One job, as soon as a child is free. A child that dies is replaced and asked once more. Throws
   * `ChildDied`, `ChildTimedOut`, `ChildStarved` (the cores were others'), `ChildNotStarted` or
   * `ChildFailed` (by `code`), or the signal's reason.
   */
  run: (job: Job, options: { signal: AbortSignal; timeoutMs?: number }) => Promise<Answer>;
  close: () => Promise<void>;
}

const START_MS = 30_000;
const POLL_MS = 100;
/** On a machine loaded many times over a sound file is no slower to read, only later. */
const PATIENCE = 4;
/** Below, the scheduler's own accounts are too coarse to tell who had the core. */
const TOLD_FROM_MS = 1_000;

/**
 * Child processes that do one job at a time each, low in priority, killed when they break a limit. Jobs
 * beyond `atOnce` wait in their order; one that hangs or dies holds up no other child.
 */
export function createChild<Job, Answer>(options: ChildOptions): Child<Job, Answer> {
  const lanes = Array.from({ length: options.atOnce ?? 1 }, () => createLane<Job, Answer>(options));
  const take = inSequence(lanes);
  return {
    run: async (job, { signal, timeoutMs = options.timeoutMs }) => {
      const { one, giveBack } = await take(signal);
      try {
        return await one.run(job, signal, timeoutMs);
      } finally {
        giveBack();
      }
    },
    close: async () => {
      await Promise.all(lanes.map((lane) => lane.close()));
    },
  };
}

interface Lane<Job, Answer> {
  run: (job: Job, signal: AbortSignal, timeoutMs: number) => Promise<Answer>;
  close: () => Promise<void>;
}

/** Runs one child after the other. The pool asks it for one job at a time. */
function createLane<Job, Answer>(options: ChildOptions): Lane<Job, Answer> {
  let live: { process: ChildProcess; jobs: number } | undefined;
  const ends = new Set<Promise<void>>();
  let running: Promise<unknown> = Promise.resolve();
  let lastId = 0;
  let isClosed = false;

  const drop = () => {
    live?.process.kill('SIGKILL');
    live = undefined;
  };

  /** Holds `close` until nothing is left of the child. */
  const onStart = (ended: Promise<void>) => {
    ends.add(ended);
    void ended.then(() => ends.delete(ended));
  };

  async function attempt(job: Job, signal: AbortSignal, timeoutMs: number): Promise<Answer> {
    signal.throwIfAborted();
    if (isClosed) throw childError('ChildNotStarted', options.name, 'closed');
    try {
      live ??= { process: await start(options, signal, onStart), jobs: 0 };
      const child = live.process;
      const id = (lastId += 1);
      const answer = await exchange<Answer>(child, options, { signal, timeoutMs, id, job });
      live.jobs += 1;
      const heavy = residentMb(child) > options.rssLimitMb * 0.8;
      if (heavy || live.jobs >= options.recycleAfter) drop();
      return answer;
    } catch (error) {
      if (!isChildError(error, 'ChildFailed')) drop();
      const cause = isClosed ? undefined : faultOf(error);
      if (cause) options.onFault?.({ child: options.name, cause });
      throw error;
    }
  }

  async function twice(job: Job, signal: AbortSignal, timeoutMs: number): Promise<Answer> {
    try {
      return await attempt(job, signal, timeoutMs);
    } catch (error) {
      if (!isChildError(error, 'ChildDied')) throw error;
      return await attempt(job, signal, timeoutMs);
    }
  }

  return {
    run: async (job, signal, timeoutMs) => {
      const mine = twice(job, signal, timeoutMs);
      running = mine.catch(() => undefined);
      return await mine;
    },
    close: async () => {
      isClosed = true;
      drop();
      await running;
      drop();
      await Promise.all(ends);
    },
  };
}

async function start(
  options: ChildOptions,
  signal: AbortSignal,
  onStart: (ended: Promise<void>) => void,
): Promise<ChildProcess> {
  const { main, threads = false, env } = options;
  const folder = await makeChildFolder().catch(() => null);
  if (folder === null) throw childError('ChildNotStarted', options.name, 'folder');
  const child = fork(main, [], {
    cwd: folder,
    env: {
      NODE_OPTIONS: permissionOptions(main, { threads }),
      ...env,
      HOME: folder,
      TMPDIR: folder,
    },
    execArgv: options.heapLimitMb ? [`--max-old-space-size=${options.heapLimitMb}`] : [],
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  const gone = new Promise((end) => child.once('exit', end).once('error', end));
  onStart(gone.then(() => removeChildFolder(folder)));
  if (child.pid !== undefined) setPriority(child.pid, constants.priority.PRIORITY_LOW);
  try {
    await waitFor<true>(child, options, {
      signal,
      late: { afterMs: START_MS, code: 'ChildNotStarted' },
      dead: 'ChildNotStarted',
      pick: (message) => ('ready' in message ? { value: true } : undefined),
    });
  } catch (error) {
    child.kill('SIGKILL');
    throw error;
  }
  return child;
}

interface Exchange {
  signal: AbortSignal;
  timeoutMs: number;
  id: number;
  job: unknown;
}

async function exchange<Answer>(child: ChildProcess, options: ChildOptions, of: Exchange) {
  const answered = waitFor<Answer>(child, options, {
    signal: of.signal,
    late: { afterMs: of.timeoutMs, code: 'ChildTimedOut' },
    dead: 'ChildDied',
    pick: (message) => {
      if ('ready' in message || message.id !== of.id) return undefined;
      if ('failed' in message) throw childError('ChildFailed', options.name, message.failed);
      return { value: message.answer };
    },
  });
  child.send({ id: of.id, job: of.job }, () => undefined); // a closed channel shows as the child's exit
  return await answered;
}

interface Waiting<T> {
  signal: AbortSignal;
  late: { afterMs: number; code: 'ChildTimedOut' | 'ChildNotStarted' };
  dead: 'ChildDied' | 'ChildNotStarted';
  pick: (message: FromChild<T>) => { value: T } | undefined;
}

/** The first message that `pick` takes, unless the child dies, breaks a limit or is called off. */
function waitFor<T>(child: ChildProcess, options: ChildOptions, waiting: Waiting<T>): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const fail = (error: unknown) => settle(() => reject(error));
    const onMessage = (message: FromChild<T>) => {
      try {
        const picked = waiting.pick(message);
        if (picked) settle(() => resolve(picked.value));
      } catch (error) {
        fail(error);
      }
    };
    const onGone = () => fail(childError(waiting.dead, options.name, 'exit'));
    const onAbort = () => fail(waiting.signal.reason);
    const { code, afterMs } = waiting.late;
    const [startedAt, before] = [performance.now(), threadTimes(child).cpuMs];
    const onLate = () => {
      const { cpuMs, isRunnable } = threadTimes(child);
      const isTold = afterMs >= TOLD_FROM_MS;
      const isStarved = isTold && isRunnable && cpuMs - before < afterMs / 2;
      const left = afterMs * PATIENCE - (performance.now() - startedAt);
      if (isStarved && left > 0) clock = setTimeout(onLate, POLL_MS);
      else fail(childError(isStarved ? 'ChildStarved' : code, options.name, 'late'));
    };
    let clock = setTimeout(onLate, afterMs);
    const watch = setInterval(() => {
      if (residentMb(child) > options.rssLimitMb) {
        fail(childError('ChildDied', options.name, 'memory'));
      }
    }, POLL_MS);
    const settle = (end: () => void) => {
      clearTimeout(clock);
      clearInterval(watch);
      child.off('message', onMessage).off('exit', onGone).off('error', onGone);
      waiting.signal.removeEventListener('abort', onAbort);
      end();
    };
    child.on('message', onMessage).on('exit', onGone).on('error', onGone);
    waiting.signal.addEventListener('abort', onAbort, { once: true });
    if (child.exitCode !== null || child.signalCode !== null) onGone();
    else if (waiting.signal.aborted) onAbort();
  });
}
