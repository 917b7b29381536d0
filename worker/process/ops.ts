import { createServer, type Server } from 'node:http';
import { register } from 'prom-client';
import type { Meters } from '../../platform/metrics/meters.ts';
import { reasonsOf, type Standing } from '../../store/db/standing.ts';

/** The state of each dependency, or a value about something optional. */
type Found = Record<string, Standing | boolean | string>;

interface Scrape {
  meters: Pick<Meters, 'text' | 'contentType' | 'set'>;
  /** The values of `vouch_dependency_up`. Called at each scrape, so it must be cheap. */
  dependencies: () => Promise<Found>;
  /** The dependencies that this process has; all by default. */
  names?: readonly (typeof DEPENDENCIES)[number][];
}

/**
 * Serves health and metrics of a worker on a port of their own, from the beginning of its start. The process
 * counts as live and started even while it waits for a server. `probe` names each dependency.
 */
export async function serveOps(options: {
  host: string;
  port: number;
  probe: () => Promise<Found>;
  /** False while it waits for a server, which does not mean that the start failed. */
  hasStarted?: () => boolean;
  /** What is scraped; by default the default registry of prom-client. */
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

async function answer(
  path: string,
  of: { probe: () => Promise<Found>; hasStarted?: () => boolean; scrape?: Scrape },
) {
  const json = 'application/json';
  if (path === '/metrics') {
    if (of.scrape) return scraped(of.scrape);
    return { status: 200, type: register.contentType, body: await register.metrics() };
  }
  if (path === '/livez') return { status: 200, type: json, body: '{"status":"live"}' };
  if (path === '/startupz') {
    const status = (of.hasStarted?.() ?? true) ? 'started' : 'waiting';
    return { status: 200, type: json, body: JSON.stringify({ status }) };
  }
  if (path !== '/readyz') return { status: 404, type: json, body: '{}' };
  const found = await of.probe();
  const dependencies = Object.fromEntries(
    Object.entries(found).map(([name, one]) => [name, isStanding(one) ? one.isThere : one]),
  );
  const ready = !Object.values(dependencies).includes(false);
  const reasons = reasonsOf(standingsOf(found));
  const body = JSON.stringify({ status: ready ? 'ready' : 'away', dependencies, reasons });
  return { status: ready ? 200 : 503, type: json, body };
}

function standingsOf(found: Found): Record<string, Standing> {
  const all = Object.entries(found);
  return Object.fromEntries(all.flatMap(([name, one]) => (isStanding(one) ? [[name, one]] : [])));
}

function isStanding(one: Found[string]): one is Standing {
  return typeof one === 'object';
}

const PROBE_MS = 2000;
const DEPENDENCIES = ['postgres', 'key_store', 'temporal', 'blobs'] as const;

async function scraped({ meters, dependencies, names = DEPENDENCIES }: Scrape) {
  const late = new Promise<Found>((done) => setTimeout(() => done({}), PROBE_MS).unref());
  const found = await Promise.race([dependencies(), late]).catch((): Found => ({}));
  const standings = standingsOf(found);
  for (const dependency of names) {
    const isUp = standings[dependency]?.isThere === true;
    meters.set('vouch_dependency_up', { dependency }, isUp ? 1 : 0);
  }
  return { status: 200, type: meters.contentType, body: await meters.text() };
}

function listening(server: Server, at: { host: string; port: number }): Promise<void> {
  return new Promise((done, fail) => {
    server.once('error', fail);
    server.listen(at.port, at.host, () => done());
  });
}
