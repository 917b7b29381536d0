/**
 * Asks until there is an answer, and keeps it: for questions that are too expensive for a probe every few
 * seconds.
 */
export function askOnce<T>(ask: () => Promise<T>): () => Promise<T> {
  let answer: Promise<T> | undefined;
  return () => {
    answer ??= ask().catch((error: unknown) => {
      answer = undefined;
      throw error;
    });
    return answer;
  };
}
