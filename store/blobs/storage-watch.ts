import { Refusal } from '../../domain/refusal.ts';

const RETRY_SECONDS = 30;
/** So long it is believed that there is no room, unless something was stored since. */
const REMEMBERED_MS = 60_000;

/** The room for files as the last writes showed it: a quota is known only by a write that fails. */
export interface StorageWatch {
  /** Runs a write and remembers how it went. */
  watch: <T>(write: () => Promise<T>) => Promise<T>;
  /** Throws `storage_full` where a write found no room lately. */
  require: () => void;
}

/** The refusal where files have no room: what was asked for did not happen. */
export function storageFull(cause?: unknown): Refusal {
  const detail = 'Files have no room for the moment; send the same request again later.';
  return new Refusal('storage_full', detail, { retryAfterSeconds: RETRY_SECONDS, cause });
}

export function createStorageWatch(): StorageWatch {
  let fullAt: number | null = null;
  return {
    watch: async (write) => {
      try {
        const done = await write();
        fullAt = null;
        return done;
      } catch (error) {
        if (error instanceof Refusal && error.code === 'storage_full') fullAt = performance.now();
        throw error;
      }
    },
    require: () => {
      if (fullAt !== null && performance.now() - fullAt < REMEMBERED_MS) throw storageFull();
    },
  };
}
