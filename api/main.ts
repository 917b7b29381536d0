import { setTimeout as pause } from 'node:timers/promises';
import { mayStartLater } from '../store/db/is-away.ts';
import { untilThere, whenChanged } from '../store/db/until-there.ts';
import { watchLoop } from '../platform/event-loop/watch-loop.ts';
import { createApp } from './app.ts';
import { readApiConfig } from './config.ts';
import { createDrain } from './http/drain.ts';
import { listen } from './http/listen.ts';
import { prepareDeps } from './open-deps.ts';
import { createOps } from './http/ops.ts';
import { createWaitingApp } from './waiting-app.ts';

/** How long requests in progress may take after the drain, before the process ends without them. */
const GRACE_MS = 20_000;

watchLoop('api');
const config = readApiConfig(process.env);
const stopping = new AbortController();
const { deps, probes, open, close } = await prepareDeps(config, stopping.signal);
const waiting = createWaitingApp(deps);
let app = waiting.app;
let hasStarted = false;
let isListening = false;

const ops = listen(
  createOps({
    probes,
    metrics: deps.metrics,
    hasStarted: () => hasStarted,
    isWaiting: () => isListening,
    isStopping: () => stopping.signal.aborted,
  }),
  { host: config.opsHost, port: config.apiOpsPort },
);
const api = listen(
  { fetch: (request, env) => app.fetch(request, env) },
  { host: config.apiHost, port: config.apiPort },
  ({ address, port }) => {
    isListening = true;
    deps.log.info('listening', { host: address, port });
    void start();
  },
);
const drains = { api: createDrain(api), ops: createDrain(ops) };
for (const server of [api, ops]) server.once('error', (error) => fail(error));
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void stop());

/** Refuses every request as retryable until the stores are reached, and serves from then on. */
async function start(): Promise<void> {
  const told = whenChanged((code) => deps.log.warn('start.waits', { kind: 'store', code }));
  const onAway = (error: unknown) => {
    waiting.because(error);
    told(error);
  };
  const { signal } = stopping;
  const opened = await untilThere(open, { isAway: mayStartLater, onAway, signal }).catch(
    (error: unknown) => {
      if (!signal.aborted) throw error; // a bug or a wrong setting ends the process
    },
  );
  if (!opened) return;
  app = createApp(opened);
  hasStarted = true;
}

/**
 * First it reports that it is not ready and ends its long polls, but goes on answering for as long as
 * balancers need to notice. Then it takes no new connections, finishes the requests in progress, and closes
 * what it used.
 */
async function stop(): Promise<void> {
  if (stopping.signal.aborted) return;
  const drainMs = config.apiDrainSeconds * 1000;
  setTimeout(endHard, drainMs + GRACE_MS).unref();
  stopping.abort();
  drains.api.announce();
  if (hasStarted) await pause(drainMs);
  await drains.api.end();
  await drains.ops.end();
  await close();
}

/** Logs what kept the process from ending, so that an exit by force can be explained. */
function endHard(): void {
  const held = [...new Set(process.getActiveResourcesInfo())].join(' ');
  deps.log.warn('ended before its time', { code: held });
  process.exit(1);
}

function fail(error: Error): void {
  deps.log.error('cannot listen', error);
  process.exitCode = 1;
  hasStarted = false; // so that it does not wait for a drain
  void stop();
}
