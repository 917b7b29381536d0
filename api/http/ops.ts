import { Hono } from 'hono';
import { dependency, reasonsOf, type Standing } from '../../store/db/standing.ts';
import type { Metrics } from './metrics.ts';

type Dependency = 'postgres' | 'migrations' | 'key_store' | 'temporal' | 'blobs';
export type Probes = Record<Dependency, () => Promise<boolean>>;
/** `full`: the dependency can be read, but has no room for more data. */
type State = 'ready' | 'away' | 'full';
interface Readiness {
  status: 'ready' | 'degraded' | 'away';
  dependencies: Record<Dependency, State>;
  /** Why dependencies are away, by their names. */
  reasons?: Record<string, string> | undefined;
}

const CACHE_MS = 1000;

/**
 * Health and metrics, on a port of their own. `hasStarted` becomes true once the API serves. While it
 * `isWaiting` for a server, the start has not failed, so an orchestrator must not kill the process.
 * `isStopping` is true once the process was told to end: from then on it is not ready, whatever it can reach.
 */
export function createOps(deps: {
  probes: Probes;
  metrics: Metrics;
  hasStarted: () => boolean;
  isWaiting?: () => boolean;
  isStopping?: () => boolean;
}): Hono {
  const readiness = createReadiness(deps.probes);
  const app = new Hono();
  app.get('/livez', (c) => c.json({ status: 'live' }));
  app.get('/startupz', (c) => {
    if (deps.hasStarted()) return c.json({ status: 'started' });
    return deps.isWaiting?.() ? c.json({ status: 'waiting' }) : c.json({ status: 'starting' }, 503);
  });
  app.get('/readyz', async (c) => {
    if (deps.isStopping?.()) return c.json({ status: 'stopping', dependencies: {} }, 503);
    const found = await readiness();
    const isServing = found.status !== 'away' && deps.hasStarted();
    const status = isServing ? found.status : 'away';
    return c.json({ ...found, status }, isServing ? 200 : 503);
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

/**
 * Asks each dependency at most once a second. Without Temporal or the blob store, or without room in them,
 * reads still work: degraded.
 */
export function createReadiness(probes: Probes): () => Promise<Readiness> {
  const asked = {
    postgres: dependency(probes.postgres),
    migrations: dependency(probes.migrations, { whenFalse: 'not_migrated' }),
    key_store: dependency(probes.key_store),
    temporal: dependency(probes.temporal),
    blobs: dependency(probes.blobs),
  } satisfies Record<Dependency, () => Promise<Standing>>;
  let found: Promise<Readiness> | undefined;
  let askedAt = 0;
  return () => {
    if (found === undefined || Date.now() - askedAt > CACHE_MS) {
      askedAt = Date.now();
      found = askAll(asked);
    }
    return found;
  };
}

async function askAll(asked: Record<Dependency, () => Promise<Standing>>): Promise<Readiness> {
  const [postgres, migrations, keyStore, temporal, blobs] = await Promise.all([
    asked.postgres(),
    asked.migrations(),
    asked.key_store(),
    asked.temporal(),
    asked.blobs(),
  ]);
  const standings = { postgres, migrations, key_store: keyStore, temporal, blobs };
  const isServing = [postgres, migrations, keyStore].every(({ isThere }) => isThere);
  const wanted = temporal.isThere && blobs.isThere ? 'ready' : 'degraded';
  const dependencies = {
    postgres: stateOf(postgres),
    migrations: stateOf(migrations),
    key_store: stateOf(keyStore),
    temporal: stateOf(temporal),
    blobs: stateOf(blobs),
  };
  return { status: isServing ? wanted : 'away', dependencies, reasons: reasonsOf(standings) };
}

function stateOf(one: Standing): State {
  if (one.isThere) return 'ready';
  return one.reason === 'storage_full' ? 'full' : 'away';
}
