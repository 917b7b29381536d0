import type { Kysely } from 'kysely';
import type { BlobPlace } from './blobs/blob-config.ts';
import type { Blobs } from './blobs/blobs.ts';
import type { CrashPoints } from '../platform/crash.ts';
import type { Database, KeysDatabase } from './db/database.ts';
import { diskBlobs } from './blobs/disk-blobs.ts';
import type { Keys } from './keys/keys.ts';
import { meteredBlobs } from './metrics/metered-blobs.ts';
import { prepare, type Prepared, type PrepareOptions } from './prepare.ts';
import { s3Blobs } from './blobs/s3-blobs.ts';

/** The parts of the store that a process keeps open. */
export interface Store {
  database: Kysely<Database>;
  keysDatabase: Kysely<KeysDatabase>;
  keys: Keys;
  blobs: Blobs;
  close: () => Promise<void>;
}

type StoreOptions = PrepareOptions & { crash?: CrashPoints['crash'] } & BlobPlace;

/**
 * A store that is being opened: the parts that can be probed already, for /readyz, and `open`, to be tried
 * until it succeeds.
 */
export interface OpeningStore extends Omit<Prepared, 'begin' | 'beginAudit'> {
  /** Rejects until the blobs are open, and while files cannot be stored or read. */
  blobsReady: () => Promise<void>;
  /** Opens the store; safe to repeat after a failure. */
  open: () => Promise<Store>;
}

/**
 * Opens both databases, the keys and the blobs, all or none. Throws if one of them, or the key-encryption key
 * file, cannot be used. Losing a connection later does not end the process.
 */
export async function openStore(options: StoreOptions): Promise<Store> {
  const opening = await prepareStore(options);
  try {
    return await opening.open();
  } catch (error) {
    await opening.close();
    throw error;
  }
}

/** A store that can be opened once its servers are there. Throws if the key file cannot be used. */
export async function prepareStore(options: StoreOptions): Promise<OpeningStore> {
  const { begin, beginAudit, ...prepared } = await prepare(options);
  const { database, keysDatabase, keys } = prepared;
  let blobs: Blobs | undefined;
  const close = async () => {
    blobs?.close();
    await prepared.close();
  };
  return {
    ...prepared,
    blobsReady: async () => {
      if (!blobs) throw Object.assign(new Error('not open yet'), { code: 'starting' });
      await blobs.ready();
    },
    open: async () => {
      await begin();
      blobs ??= await openBlobs(options, keys);
      await beginAudit();
      return { database, keysDatabase, keys, blobs, close };
    },
    close,
  };
}

async function openBlobs(options: StoreOptions, keys: Keys): Promise<Blobs> {
  const stored = await blobsAt(options, keys);
  return options.meters ? meteredBlobs(stored, options.meters) : stored;
}

async function blobsAt({ blobDir, s3, crash }: StoreOptions, keys: Keys): Promise<Blobs> {
  if (s3) return s3Blobs(s3, keys, crash);
  if (blobDir) return diskBlobs(blobDir, keys, crash);
  throw new Error('documents have no place: neither a directory nor a bucket is set');
}
