import type { Kysely } from 'kysely';
import type { Database } from './db/database.ts';
import type { Keys } from './keys/keys.ts';
import { prepare, type PrepareOptions } from './prepare.ts';

/** The store of a process that does not work with files. */
export interface StoreWithoutBlobs {
  database: Kysely<Database>;
  keys: Keys;
  close: () => Promise<void>;
}

/**
 * Both databases and the keys, usable once `open` succeeded; `open` may be repeated while one of them is
 * away. Throws if the key file cannot be used.
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
