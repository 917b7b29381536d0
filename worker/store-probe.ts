import { sql } from 'kysely';
import type { Worker } from '@temporalio/worker';
import { isMigrated } from '../store/is-migrated.ts';
import type { Store } from '../store/open-store.ts';

/** What a worker depends on, each true while it answers; `migrations` once all that it brings are done. */
export async function storeProbe(
  store: Store,
  worker: Pick<Worker, 'getState'>,
): Promise<Record<string, boolean>> {
  const answers = (task: Promise<unknown>) => task.then(() => true).catch(() => false);
  const [postgres, migrations, keyStore, blobs] = await Promise.all([
    answers(sql`select 1`.execute(store.database)),
    isMigrated(store.database).catch(() => false),
    answers(store.keys.ready()),
    answers(store.blobs.ready()),
  ]);
  const temporal = worker.getState() === 'RUNNING';
  return { postgres, migrations, key_store: keyStore, blobs, temporal };
}
