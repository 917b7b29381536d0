/**
 * Stored files, sealed with their customer's key. Immutable: an id means one content for ever. While
 * the place itself is away everything refuses `store_unavailable`; without room writes, `storage_full`.
 */
export interface Blobs {
  /** Stores `bytes` under an id that the caller drew; the same id again leaves one whole file. */
  put: (blob: { customer: string; id: string; bytes: Buffer }) => Promise<void>;
  /** The content in pieces of at most 1 MiB. Refuses `not_found`, `key_destroyed`. */
  stream: (blob: { customer: string; id: string }) => AsyncGenerator<Buffer>;
  /** The whole content. */
  open: (blob: { customer: string; id: string }) => Promise<Buffer>;
  /** Removes a blob; one that is not there is no error. */
  delete: (id: string) => Promise<void>;
  /** All blobs with the instant of their last change, for the sweeper. */
  list: () => AsyncGenerator<{ id: string; changedAt: string }>;
  /** Removes what a crash left half written, and says how many. */
  tidy: () => Promise<number>;
  /** Rejects while nothing can be stored or read: with `storage_full` where only room is missing. */
  ready: () => Promise<void>;
  close: () => void;
}
