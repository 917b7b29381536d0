/** A finished answer; a `Response` is for bytes alone. */
export interface Answer {
  status: number;
  body: unknown;
  headers?: Record<string, string>;
  /** Whose key seals the answer while it is kept; none: it holds nothing of a customer. */
  owner?: string;
  /**
   * Stored for repetitions in place of the body, if the body may be given only once (such as the text of a
   * key).
   */
  kept?: unknown;
}
