import { Refusal } from '../../domain/refusal.ts';

const RETRY_SECONDS = 30;
/** How long a failed write counts as "no room", unless something was stored since. */
const REMEMBERED_MS = 60_000;

/**
 * Whether there is room for files, according to the last writes: a quota is known only when a write fails.
 */
export interface StorageWatch {
  /** Runs a write and remembers how it went. */
  watch: <T>(write: () => Promise<T>) => Promise<T>;
  /** Throws `storage_full` if a recent write found no room. */
  require: () => void;
}

/** The refusal if there is no room for files; the requested change did not happen. */
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
