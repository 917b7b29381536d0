import { serve } from '@hono/node-server';
import { createApp } from './app.ts';
import { readApiConfig } from './config.ts';
import { openDeps } from './open-deps.ts';
import { createOps } from './ops.ts';

const GRACE_MS = 10_000;

const config = readApiConfig(process.env);
const stopping = new AbortController();
const { deps, probes, close } = await openDeps(config, stopping.signal);
let hasStarted = false;

const ops = serve({
  fetch: createOps({ probes, metrics: deps.metrics, hasStarted: () => hasStarted }).fetch,
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
for (const server of [api, ops]) server.once('error', (error) => fail(error));
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void stop());

/** Stops taking requests, lets those under way finish, then closes what they used. */
async function stop(): Promise<void> {
  setTimeout(() => process.exit(1), GRACE_MS).unref();
  stopping.abort();
  await Promise.all([end(api), end(ops)]);
  await close();
}

function end(server: typeof api): Promise<void> {
  return new Promise((done) => {
    server.close(() => done());
    if ('closeIdleConnections' in server) server.closeIdleConnections();
  });
}

function fail(error: Error): void {
  deps.log.error('cannot listen', error);
  process.exitCode = 1;
  void stop();
}
