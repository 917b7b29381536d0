/**
 * Stored files, sealed with their customer's key. They are immutable: an id names one content for ever. While
 * the directory or bucket is away, everything refuses `store_unavailable`; while it is full, writes refuse
 * `storage_full`.
 */
export interface Blobs {
  /** Stores `bytes` under an id that the caller drew. Storing the same id again leaves one whole file. */
  put: (blob: { customer: string; id: string; bytes: Buffer }) => Promise<void>;
  /** The content in pieces of at most 1 MiB. Refuses `not_found`, `key_destroyed`. */
  stream: (blob: { customer: string; id: string }) => AsyncGenerator<Buffer>;
  /** The whole content. */
  open: (blob: { customer: string; id: string }) => Promise<Buffer>;
  /** Removes a blob; a missing blob is not an error. */
  delete: (id: string) => Promise<void>;
  /** All blobs with the instant of their last change, for the sweeper. */
  list: () => AsyncGenerator<{ id: string; changedAt: string }>;
  /** Removes files that a crash left half written, and returns how many. */
  tidy: () => Promise<number>;
  /** Rejects while files cannot be stored or read; with `storage_full` if only room is missing. */
  ready: () => Promise<void>;
  close: () => void;
}
