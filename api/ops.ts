import { Hono } from 'hono';
import type { Metrics } from './metrics.ts';

type Dependency = 'postgres' | 'migrations' | 'key_store' | 'temporal' | 'blobs';
export type Probes = Record<Dependency, () => Promise<boolean>>;
type State = 'ready' | 'away';
type Readiness = { status: 'ready' | 'degraded' | 'away'; dependencies: Record<Dependency, State> };

const CACHE_MS = 1000;
const PROBE_MS = 900;

/**
 * Health and metrics, on a port of their own. `hasStarted` turns true once the API listens,
 * `isStopping` once it was told to end: not ready from then on, whatever it can reach.
 */
export function createOps(deps: {
  probes: Probes;
  metrics: Metrics;
  hasStarted: () => boolean;
  isStopping?: () => boolean;
}): Hono {
  const readiness = createReadiness(deps.probes);
  const app = new Hono();
  app.get('/livez', (c) => c.json({ status: 'live' }));
  app.get('/startupz', (c) =>
    deps.hasStarted() ? c.json({ status: 'started' }) : c.json({ status: 'starting' }, 503),
  );
  app.get('/readyz', async (c) => {
    if (deps.isStopping?.()) return c.json({ status: 'stopping', dependencies: {} }, 503);
    const found = await readiness();
    return c.json(found, found.status === 'away' ? 503 : 200);
  });
  app.get('/metrics', async (c) => {
    const { meters } = deps.metrics;
    for (const [dependency, state] of Object.entries((await readiness()).dependencies)) {
      const name = dependency as Dependency;
      meters.set('vouch_dependency_up', { dependency: name }, state === 'ready' ? 1 : 0);
    }
    return c.body(await meters.text(), 200, { 'content-type': meters.contentType });
  });
  return app;
}

/** Asks each dependency at most once a second. Without Temporal or documents reads go on: degraded. */
export function createReadiness(probes: Probes): () => Promise<Readiness> {
  let found: Promise<Readiness> | undefined;
  let askedAt = 0;
  return () => {
    if (found === undefined || Date.now() - askedAt > CACHE_MS) {
      askedAt = Date.now();
      found = askAll(probes);
    }
    return found;
  };
}

async function askAll(probes: Probes): Promise<Readiness> {
  const [postgres, migrations, keyStore, temporal, blobs] = await Promise.all([
    ask(probes.postgres),
    ask(probes.migrations),
    ask(probes.key_store),
    ask(probes.temporal),
    ask(probes.blobs),
  ]);
  const needed = [postgres, migrations, keyStore];
  const wanted = [temporal, blobs].includes('away') ? 'degraded' : 'ready';
  const status = needed.includes('away') ? 'away' : wanted;
  return { status, dependencies: { postgres, migrations, key_store: keyStore, temporal, blobs } };
}

async function ask(probe: () => Promise<boolean>): Promise<State> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((settle) => {
    timer = setTimeout(() => settle(false), PROBE_MS);
  });
  try {
    return (await Promise.race([probe(), late])) ? 'ready' : 'away';
  } catch {
    return 'away';
  } finally {
    clearTimeout(timer);
  }
}
