import type { Kysely } from 'kysely';
import { startProcessChain } from './audit/start-process-chain.ts';
import type { BlobPlace } from './blob-config.ts';
import type { Blobs } from './blobs.ts';
import type { CrashPoints } from './crash.ts';
import { connect, type Database, type KeysDatabase } from './database.ts';
import { diskBlobs } from './disk-blobs.ts';
import { fileKeyProvider } from './kek.ts';
import { type Keys, openKeys } from './keys.ts';
import { meteredBlobs } from './metrics/metered-blobs.ts';
import { meteredKeys } from './metrics/metered-keys.ts';
import type { Meters } from './metrics/meters.ts';
import { s3Blobs } from './s3-blobs.ts';

/** Everything that a process keeps open of the store. */
export interface Store {
  database: Kysely<Database>;
  keysDatabase: Kysely<KeysDatabase>;
  keys: Keys;
  blobs: Blobs;
  close: () => Promise<void>;
}

/**
 * Opens both databases, the keys and the blobs. Throws where a database, or the key-encryption key
 * file (32 bytes, mode 0400), cannot be used. A later loss of a connection ends nothing.
 */
export async function openStore(
  options: {
    databaseUrl: string;
    keysDatabaseUrl: string;
    kekFile: string;
    /** Connections to the main database. */
    max?: number;
    crash?: CrashPoints['crash'];
    /** Counts what keys and blobs refuse. */
    meters?: Pick<Meters, 'count'>;
  } & BlobPlace,
): Promise<Store> {
  const { databaseUrl, keysDatabaseUrl, kekFile, max = 10 } = options;
  const provider = await fileKeyProvider(kekFile);
  const database = connect(databaseUrl, { max });
  const keysDatabase = connect<KeysDatabase>(keysDatabaseUrl, { max: 4 });
  let keys: Keys | undefined;
  try {
    keys = await openKeys({ database: keysDatabase, url: keysDatabaseUrl, provider });
    const { meters } = options;
    const held = meters ? meteredKeys(keys, meters) : keys;
    const stored = await openBlobs(options, held, options.crash);
    const blobs = meters ? meteredBlobs(stored, meters) : stored;
    await startProcessChain(database, new Date().toISOString());
    const close = async () => {
      blobs.close();
      await held.close();
      await Promise.all([database.destroy(), keysDatabase.destroy()]);
    };
    return { database, keysDatabase, keys: held, blobs, close };
  } catch (error) {
    await keys?.close();
    await Promise.allSettled([database.destroy(), keysDatabase.destroy()]);
    throw error;
  }
}

async function openBlobs(
  { blobDir, s3 }: BlobPlace,
  keys: Keys,
  crash?: CrashPoints['crash'],
): Promise<Blobs> {
  if (s3) return s3Blobs(s3, keys, crash);
  if (blobDir) return diskBlobs(blobDir, keys, crash);
  throw new Error('documents have no place: neither a directory nor a bucket is set');
}
