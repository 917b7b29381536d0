/** One of the things that are shared, until it is given back. */
export interface Turn<T> {
  one: T;
  giveBack: () => void;
}

/**
 * Shares some things, each held by one at a time. Who finds none free waits in the order of asking, and
 * is let go with the signal's reason when it is called off. What was given back last is given out
 * first: a child that runs is preferred to one that would have to be started.
 */
export function inSequence<T>(things: readonly T[]): (signal: AbortSignal) => Promise<Turn<T>> {
  const free = [...things].toReversed();
  const waiting = new Set<(one: T) => void>();

  const giveBack = (one: T) => {
    const [next] = waiting;
    if (next) next(one);
    else free.push(one);
  };
  const turn = (one: T): Turn<T> => ({ one, giveBack: () => giveBack(one) });

  return async (signal) => {
    signal.throwIfAborted();
    const one = free.pop();
    if (one !== undefined) return turn(one);
    return await new Promise<Turn<T>>((resolve, reject) => {
      const onTurn = (given: T) => {
        waiting.delete(onTurn);
        signal.removeEventListener('abort', onAbort);
        resolve(turn(given));
      };
      const onAbort = () => {
        waiting.delete(onTurn);
        reject(signal.reason as Error);
      };
      waiting.add(onTurn);
      signal.addEventListener('abort', onAbort, { once: true });
    });
  };
}
