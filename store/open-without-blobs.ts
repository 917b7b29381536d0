import type { Kysely } from 'kysely';
import { startProcessChain } from './audit/start-process-chain.ts';
import { connect, type Database, type KeysDatabase } from './database.ts';
import { fileKeyProvider } from './kek.ts';
import { type Keys, openKeys } from './keys.ts';
import { meteredKeys } from './metrics/metered-keys.ts';
import type { Meters } from './metrics/meters.ts';

/** The store of a process that has nothing to do with documents. */
export interface StoreWithoutBlobs {
  database: Kysely<Database>;
  keys: Keys;
  close: () => Promise<void>;
}

/** Opens both databases and the keys. Throws where one of them, or the key file, cannot be used. */
export async function openWithoutBlobs(options: {
  databaseUrl: string;
  keysDatabaseUrl: string;
  kekFile: string;
  /** Counts what keys refuse. */
  meters?: Pick<Meters, 'count'>;
}): Promise<StoreWithoutBlobs> {
  const { databaseUrl, keysDatabaseUrl, kekFile, meters } = options;
  const provider = await fileKeyProvider(kekFile);
  const database = connect(databaseUrl, { max: 10 });
  const keysDatabase = connect<KeysDatabase>(keysDatabaseUrl, { max: 2 });
  try {
    const opened = await openKeys({ database: keysDatabase, url: keysDatabaseUrl, provider });
    const keys = meters ? meteredKeys(opened, meters) : opened;
    await startProcessChain(database, new Date().toISOString());
    const close = async () => {
      await keys.close();
      await Promise.all([database.destroy(), keysDatabase.destroy()]);
    };
    return { database, keys, close };
  } catch (error) {
    await Promise.allSettled([database.destroy(), keysDatabase.destroy()]);
    throw error;
  }
}
