import { Server } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { serve } from '@hono/node-server';
import { createApp } from './app.ts';
import { readApiConfig } from './config.ts';
import { createDrain } from './drain.ts';
import { openDeps } from './open-deps.ts';
import { createOps } from './ops.ts';

/** What requests under way get, beyond the drain, before the process ends without them. */
const GRACE_MS = 20_000;

const config = readApiConfig(process.env);
const stopping = new AbortController();
const { deps, probes, close } = await openDeps(config, stopping.signal);
let hasStarted = false;

const ops = serve({
  fetch: createOps({
    probes,
    metrics: deps.metrics,
    hasStarted: () => hasStarted,
    isStopping: () => stopping.signal.aborted,
  }).fetch,
  hostname: config.opsHost,
  port: config.apiOpsPort,
});
const api = serve(
  { fetch: createApp(deps).fetch, hostname: config.apiHost, port: config.apiPort },
  ({ address, port }) => {
    hasStarted = true;
    deps.log.info('listening', { host: address, port });
  },
);
const drains = { api: createDrain(plain(api)), ops: createDrain(plain(ops)) };
for (const server of [api, ops]) server.once('error', (error) => fail(error));
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void stop());

/**
 * First it is not ready and its long polls end, while it goes on answering for as long as balancers
 * need to see that. Then nothing new comes in, what is under way ends, and so does what it used.
 */
async function stop(): Promise<void> {
  if (stopping.signal.aborted) return;
  const drainMs = config.apiDrainSeconds * 1000;
  setTimeout(() => process.exit(1), drainMs + GRACE_MS).unref();
  stopping.abort();
  drains.api.announce();
  if (hasStarted) await pause(drainMs);
  await drains.api.end();
  await drains.ops.end();
  await close();
}

function plain(server: ReturnType<typeof serve>): Server {
  if (server instanceof Server) return server;
  throw new Error('the API is served by plain HTTP alone');
}

function fail(error: Error): void {
  deps.log.error('cannot listen', error);
  process.exitCode = 1;
  hasStarted = false;
  void stop();
}
