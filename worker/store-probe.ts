import { sql } from 'kysely';
import type { Worker } from '@temporalio/worker';
import type { Store } from '../store/open-store.ts';

/** What a worker depends on, each true while it answers. */
export async function storeProbe(
  store: Store,
  worker: Pick<Worker, 'getState'>,
): Promise<Record<string, boolean>> {
  const answers = (task: Promise<unknown>) => task.then(() => true).catch(() => false);
  const [postgres, keyStore, blobs] = await Promise.all([
    answers(sql`select 1`.execute(store.database)),
    answers(store.keys.ready()),
    answers(store.blobs.ready()),
  ]);
  return { postgres, key_store: keyStore, blobs, temporal: worker.getState() === 'RUNNING' };
}
