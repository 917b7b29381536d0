import type { Kysely } from 'kysely';
import { startProcessChain } from './audit/start-process-chain.ts';
import { connect, type Database, type KeysDatabase } from './db/database.ts';
import { fileKeyProvider } from './keys/kek.ts';
import { beginKeys, createKeys, type Keys } from './keys/keys.ts';
import { meteredKeys } from './metrics/metered-keys.ts';
import type { Meters } from '../platform/metrics/meters.ts';

/** Databases and keys that were not contacted yet. */
export interface Prepared {
  database: Kysely<Database>;
  keysDatabase: Kysely<KeysDatabase>;
  keys: Keys;
  /** Does what must precede any use; safe to repeat. Throws while a server is away. */
  begin: () => Promise<void>;
  /** Begins this process's own chain of audit entries; safe to repeat. */
  beginAudit: () => Promise<void>;
  close: () => Promise<void>;
}

export interface PrepareOptions {
  databaseUrl: string;
  keysDatabaseUrl: string;
  kekFile: string;
  /** Most connections to the main database, and to the keys database. */
  max?: number;
  keysMax?: number;
  /** Counts failures of the keys. */
  meters?: Pick<Meters, 'count'>;
}

/**
 * Reads the key-encryption key file (32 bytes, mode 0400). Contacts no server, so it works while they are
 * away. Throws if the file cannot be used.
 */
export async function prepare(options: PrepareOptions): Promise<Prepared> {
  const { databaseUrl, keysDatabaseUrl, kekFile, meters, max = 10, keysMax = 4 } = options;
  const provider = await fileKeyProvider(kekFile);
  const database = connect(databaseUrl, { max });
  const keysDatabase = connect<KeysDatabase>(keysDatabaseUrl, { max: keysMax });
  const way = { database: keysDatabase, url: keysDatabaseUrl, provider };
  const created = createKeys(way);
  const keys = meters ? meteredKeys(created, meters) : created;
  return {
    database,
    keysDatabase,
    keys,
    begin: () => beginKeys(way),
    beginAudit: () => startProcessChain(database, new Date().toISOString()),
    close: async () => {
      await keys.close();
      await Promise.all([database.destroy(), keysDatabase.destroy()]);
    },
  };
}
