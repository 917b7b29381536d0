import { setTimeout as sleep } from 'node:timers/promises';
import type { Running } from './program.ts';

export type Service = {
  name: string;
  /** Services of a higher stage are stopped first. */
  stage: number;
  /**
   * Resolves when the service is ready, however long it waits for others. Rejects if it will not become
   * ready, and then leaves nothing behind. An error made by `endedFromOutside` does not count as a failure of
   * the service.
   */
  start: (signal: AbortSignal) => Promise<Pick<Running, 'exited' | 'stop'>>;
};

export type SupervisorOptions = {
  log: (line: string) => void;
  /** Pauses before the first, the second … start after a death; the last one applies to all that follow. */
  delaysMs?: readonly number[];
  /** How many starts in a row may fail by themselves before the service was ever ready. */
  failuresMax?: number;
  /** A service that lived this long is restarted with the first pause again. */
  healthyMs?: number;
};

export type Supervisor = {
  /** Starts a service and keeps it running. Resolves when it is ready for the first time. */
  keep: (service: Service) => Promise<void>;
  /** Resolves with the reason if a service that never was ready failed `failuresMax` times. */
  givenUp: Promise<string>;
  /** Stops all services, stage by stage. */
  stop: () => Promise<void>;
};

type Kept = { service: Service; running: Pick<Running, 'stop'> | null; done: Promise<void> };
type State = Required<SupervisorOptions> & { signal: AbortSignal; giveUp: (why: string) => void };

const STANDARD = {
  delaysMs: [250, 1_000, 2_000, 5_000, 10_000, 30_000],
  failuresMax: 3,
  healthyMs: 60_000,
};

/**
 * Keeps services running: a dead one is restarted after a pause that grows. Only a service that never was
 * ready is given up, because a setting may be wrong or its start may have a bug. One that was ready has
 * proven its settings, and what ends it later may be temporary.
 */
export function createSupervisor(options: SupervisorOptions): Supervisor {
  const stopping = new AbortController();
  const kept: Kept[] = [];
  const gave = deferred<string>();
  const { signal } = stopping;
  const state: State = { ...STANDARD, ...options, signal, giveUp: gave.resolve };

  async function keep(service: Service): Promise<void> {
    const ready = deferred<undefined>();
    const one: Kept = { service, running: null, done: Promise.resolve() };
    one.done = live(state, one, () => ready.resolve(undefined));
    kept.push(one);
    const over = one.done.then(() => (signal.aborted ? 'stopped while starting' : gave.promise));
    const lost = await Promise.race([ready.promise, gave.promise, over]);
    if (lost !== undefined) throw new Error(lost);
  }

  async function stop(): Promise<void> {
    stopping.abort();
    const stages = new Set(kept.map(({ service }) => service.stage));
    for (const stage of [...stages].toSorted((a, b) => b - a)) {
      const group = kept.filter(({ service }) => service.stage === stage);
      await Promise.all(group.flatMap(({ running }) => (running ? [running.stop()] : [])));
      await Promise.all(group.map(({ done }) => done));
    }
  }

  return { keep, givenUp: gave.promise, stop };
}

/** The error of a start that somebody else ended, which says nothing about the service. */
export function endedFromOutside(reason: string): Error {
  return Object.assign(new Error(reason), { isFromOutside: true });
}

/** Restarts a service until everything is stopped or the service is given up. */
async function live(state: State, one: Kept, ready: () => void): Promise<void> {
  const { name } = one.service;
  let wasReady = false;
  let failures = 0;
  for (let deaths = 1; !state.signal.aborted; deaths += 1) {
    let readyAt = Infinity;
    const end = await runOnce(state, one, () => {
      if (deaths > 1) state.log(`${name} is running again`);
      readyAt = performance.now();
      wasReady = true;
      ready();
    });
    if (state.signal.aborted) return;
    state.log(`${name} ${end.reason}`);
    if (performance.now() - readyAt >= state.healthyMs) deaths = 1;
    if (!end.isFromOutside) failures += 1;
    if (!wasReady && failures >= state.failuresMax) {
      state.giveUp(`${name} failed ${failures} times to start; the last time it ${end.reason}`);
      return;
    }
    const delayMs = state.delaysMs[Math.min(deaths, state.delaysMs.length) - 1];
    await sleep(delayMs, null, { signal: state.signal }).catch(() => undefined);
  }
}

interface End {
  reason: string;
  isFromOutside: boolean;
}

async function runOnce(state: State, one: Kept, ready: () => void): Promise<End> {
  try {
    const running = await one.service.start(state.signal);
    one.running = running;
    // Servers ignore the signal while they start.
    if (state.signal.aborted) await running.stop();
    else ready();
    return { reason: await running.exited, isFromOutside: false };
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    const isFromOutside = error instanceof Error && 'isFromOutside' in error;
    return { reason: `did not start: ${text}`, isFromOutside };
  } finally {
    one.running = null;
  }
}

function deferred<T>(): { promise: Promise<T>; resolve: (value: T) => void } {
  let resolve: (value: T) => void = () => undefined;
  const promise = new Promise<T>((settle) => (resolve = settle));
  return { promise, resolve };
}
