import { createServer, type Server } from 'node:http';
import { register } from 'prom-client';
import type { Meters } from '../store/metrics/meters.ts';

type Found = Record<string, boolean | string>;

interface Scrape {
  meters: Pick<Meters, 'text' | 'contentType' | 'set'>;
  /** What `vouch_dependency_up` tells; asked at each scrape, so it must cost little. */
  dependencies: () => Promise<Found>;
  /** Those that this process has; all unless given. */
  names?: readonly (typeof DEPENDENCIES)[number][];
}

/** Health and metrics of a worker, on a port of their own. `probe` names each dependency. */
export async function serveOps(options: {
  host: string;
  port: number;
  probe: () => Promise<Found>;
  /** What is scraped; the default registry of prom-client unless given. */
  scrape?: Scrape;
}): Promise<{ close: () => Promise<void> }> {
  const server = createServer((request, response) => {
    void answer(request.url ?? '', options).then(
      ({ status, type, body }) => response.writeHead(status, { 'content-type': type }).end(body),
      () => response.writeHead(503).end(),
    );
  });
  await listening(server, options);
  return {
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}

async function answer(path: string, of: { probe: () => Promise<Found>; scrape?: Scrape }) {
  const json = 'application/json';
  if (path === '/metrics') {
    if (of.scrape) return scraped(of.scrape);
    return { status: 200, type: register.contentType, body: await register.metrics() };
  }
  if (path === '/livez' || path === '/startupz') {
    return { status: 200, type: json, body: '{"status":"live"}' };
  }
  if (path !== '/readyz') return { status: 404, type: json, body: '{}' };
  const dependencies = await of.probe();
  const ready = !Object.values(dependencies).includes(false);
  const body = JSON.stringify({ status: ready ? 'ready' : 'away', dependencies });
  return { status: ready ? 200 : 503, type: json, body };
}

const PROBE_MS = 2000;
const DEPENDENCIES = ['postgres', 'key_store', 'temporal', 'blobs'] as const;

async function scraped({ meters, dependencies, names = DEPENDENCIES }: Scrape) {
  const late = new Promise<Found>((done) => setTimeout(() => done({}), PROBE_MS).unref());
  const found = await Promise.race([dependencies(), late]).catch((): Found => ({}));
  for (const dependency of names) {
    meters.set('vouch_dependency_up', { dependency }, found[dependency] === true ? 1 : 0);
  }
  return { status: 200, type: meters.contentType, body: await meters.text() };
}

function listening(server: Server, at: { host: string; port: number }): Promise<void> {
  return new Promise((done, fail) => {
    server.once('error', fail);
    server.listen(at.port, at.host, () => done());
  });
}
