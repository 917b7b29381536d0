import type { Kysely } from 'kysely';
import type { Database } from './db/database.ts';
import type { Keys } from './keys/keys.ts';
import { prepare, type PrepareOptions } from './prepare.ts';

/** The store of a process that has nothing to do with documents. */
export interface StoreWithoutBlobs {
  database: Kysely<Database>;
  keys: Keys;
  close: () => Promise<void>;
}

/**
 * Both databases and the keys, to be used once `open` succeeded; it may be tried again while one of
 * them is away. Throws where the key file cannot be used.
 */
export async function prepareWithoutBlobs(
  options: PrepareOptions,
): Promise<StoreWithoutBlobs & { open: () => Promise<void> }> {
  const { database, keys, close, begin, beginAudit } = await prepare({ ...options, keysMax: 2 });
  const open = async () => {
    await begin();
    await beginAudit();
  };
  return { database, keys, close, open };
}
