/** A finished answer. Handlers return a `Response` only for bytes. */
export interface Answer {
  status: number;
  body: unknown;
  headers?: Record<string, string>;
  /** The customer whose key seals the stored answer; absent: the answer holds nothing of a customer. */
  owner?: string;
  /**
   * Stored for repetitions in place of the body, if the body may be given only once (such as the text of a
   * key).
   */
  kept?: unknown;
}
