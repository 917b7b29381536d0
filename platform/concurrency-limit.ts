/** Runs at most `most` tasks per key at a time; the others wait for their turn. */
export function limitConcurrency(
  most: number,
): <T>(key: string, task: () => Promise<T>) => Promise<T> {
  const waiting = new Map<string, { running: number; queue: (() => void)[] }>();
  return async (key, task) => {
    const lane = waiting.get(key) ?? { running: 0, queue: [] };
    waiting.set(key, lane);
    if (lane.running >= most) await new Promise<void>((go) => lane.queue.push(go));
    else lane.running += 1;
    try {
      return await task();
    } finally {
      const next = lane.queue.shift(); // the slot passes directly to the next task
      if (next) next();
      else if (--lane.running === 0) waiting.delete(key);
    }
  };
}
