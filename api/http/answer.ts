/** A finished answer; a `Response` is for bytes alone. */
export interface Answer {
  status: number;
  body: unknown;
  headers?: Record<string, string>;
  /** Whose key seals the answer while it is kept; none: it holds nothing of a customer. */
  owner?: string;
  /** What is kept for a repetition in place of the body: an answer that may be given once alone. */
  kept?: unknown;
}
