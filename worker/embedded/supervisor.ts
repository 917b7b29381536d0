import { setTimeout as sleep } from 'node:timers/promises';
import type { Running } from './program.ts';

export type Service = {
  name: string;
  /** Services of a higher stage are stopped first. */
  stage: number;
  /** Resolves when the service is ready; rejects, leaving nothing behind, when it will not be. */
  start: (signal: AbortSignal) => Promise<Pick<Running, 'exited' | 'stop'>>;
};

export type SupervisorOptions = {
  log: (line: string) => void;
  /** Wait before the first, the second … start after a death. */
  delaysMs?: readonly number[];
  deathsMax?: number;
  windowMs?: number;
};

export type Supervisor = {
  /** Starts a service and keeps it running. Resolves when it is ready for the first time. */
  keep: (service: Service) => Promise<void>;
  /** Resolves with the reason once a service died `deathsMax` times within `windowMs`. */
  givenUp: Promise<string>;
  /** Stops all services, stage by stage. */
  stop: () => Promise<void>;
};

type Kept = { service: Service; running: Pick<Running, 'stop'> | null; done: Promise<void> };
type State = Required<SupervisorOptions> & { signal: AbortSignal; giveUp: (why: string) => void };

/** Keeps services running: a dead one is started again with back-off, until it dies too often. */
export function createSupervisor(options: SupervisorOptions): Supervisor {
  const stopping = new AbortController();
  const kept: Kept[] = [];
  const gave = deferred<string>();
  const { signal } = stopping;
  const standard = { delaysMs: [250, 1_000], deathsMax: 3, windowMs: 60_000 };
  const state: State = { ...standard, ...options, signal, giveUp: gave.resolve };

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

/** Starts a service again and again, until all is stopped or it is given up. */
async function live(state: State, one: Kept, ready: () => void): Promise<void> {
  const { name } = one.service;
  const deaths: number[] = [];
  while (!state.signal.aborted) {
    const reason = await runOnce(state, one, () => {
      if (deaths.length > 0) state.log(`${name} is running again`);
      ready();
    });
    if (state.signal.aborted) return;
    deaths.push(Date.now());
    const recent = deaths.filter((at) => at > Date.now() - state.windowMs).length;
    state.log(`${name} ${reason}`);
    if (recent >= state.deathsMax) {
      const often = `${recent} times within ${state.windowMs / 1_000} s`;
      state.giveUp(`${name} ended ${often}; the last time it ${reason}`);
      return;
    }
    const delayMs = state.delaysMs[Math.min(recent, state.delaysMs.length) - 1];
    await sleep(delayMs, null, { signal: state.signal }).catch(() => undefined);
  }
}

async function runOnce(state: State, one: Kept, ready: () => void): Promise<string> {
  try {
    const running = await one.service.start(state.signal);
    one.running = running;
    // Servers do not look at the signal while they start.
    if (state.signal.aborted) await running.stop();
    else ready();
    return await running.exited;
  } catch (error) {
    return `did not start: ${error instanceof Error ? error.message : String(error)}`;
  } finally {
    one.running = null;
  }
}

function deferred<T>(): { promise: Promise<T>; resolve: (value: T) => void } {
  let resolve: (value: T) => void = () => undefined;
  const promise = new Promise<T>((settle) => (resolve = settle));
  return { promise, resolve };
}
