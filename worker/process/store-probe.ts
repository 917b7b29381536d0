import { type Kysely, sql } from 'kysely';
import type { Database } from '../../store/db/database.ts';
import { isMigrated } from '../../store/db/is-migrated.ts';
import type { Keys } from '../../store/keys/keys.ts';
import type { OpeningStore } from '../../store/open-store.ts';
import { dependency, type Standing } from '../../store/db/standing.ts';
import type { TemporalProbe } from '../temporal/temporal-probe.ts';

type Probe = () => Promise<Record<string, Standing>>;
interface Rows {
  database: Kysely<Database>;
  keys: Pick<Keys, 'ready'>;
}

/**
 * What a process needs of the databases. `migrations` is there once all that this program brings are done.
 */
export function rowsProbe({ database, keys }: Rows): Probe {
  return probeOf({
    postgres: dependency(() => sql`SELECT 1`.execute(database)),
    migrations: dependency(() => isMigrated(database), { whenFalse: 'not_migrated' }),
    key_store: dependency(keys.ready),
  });
}

/**
 * What a worker depends on, during its start and later. Temporal counts as there once the worker also runs.
 */
export function storeProbe(
  store: Rows & Pick<OpeningStore, 'blobsReady'>,
  temporal: { probe: TemporalProbe; isRunning: () => boolean },
): Probe {
  const rows = rowsProbe(store);
  const others = probeOf({
    blobs: dependency(store.blobsReady),
    temporal: dependency(
      async () => {
        await temporal.probe.ask();
        return temporal.isRunning();
      },
      { whenFalse: 'starting' },
    ),
  });
  return async () => Object.assign({}, ...(await Promise.all([rows(), others()])));
}

function probeOf(asked: Record<string, () => Promise<Standing>>): Probe {
  return async () => {
    const answers = Object.entries(asked).map(async ([name, ask]) => [name, await ask()] as const);
    return Object.fromEntries(await Promise.all(answers));
  };
}
