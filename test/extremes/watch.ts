import { setTimeout as sleep } from 'node:timers/promises';
import type { ProcessName, Product } from '../journey/product.ts';

export interface Watched {
  /** How long each process took, at most, to say that it lives. */
  slowestMs: Record<string, number>;
  /** Those that ended, and how. */
  died: string[];
}

const EVERY_MS = 50;
const TICK_MS = 10;

/** Asks each process again and again whether it lives: one whose event loop stands still answers late. */
export function watch(product: Product, names: readonly ProcessName[]): () => Promise<Watched> {
  const over = new AbortController();
  const found: Watched = { slowestMs: {}, died: [] };
  for (const name of names) {
    void product.died(name).then((how) => {
      if (!over.signal.aborted) found.died.push(`${name} ${how}`);
    });
  }
  const asking = names.map(async (name) => {
    while (!over.signal.aborted) {
      const ms = await timeOf(`${product.opsUrls[name]}/livez`);
      found.slowestMs[name] = Math.max(found.slowestMs[name] ?? 0, ms);
      await sleep(EVERY_MS);
    }
  });
  return async () => {
    over.abort();
    await Promise.all(asking);
    return found;
  };
}

/** Without the longest time for which we ourselves stood still meanwhile. */
async function timeOf(url: string): Promise<number> {
  const startedAt = performance.now();
  const own = ownGap();
  await fetch(url).then(
    (answer) => answer.arrayBuffer(),
    () => undefined,
  );
  return Math.round(performance.now() - startedAt - own());
}

function ownGap(): () => number {
  let last = performance.now();
  let longest = 0;
  const tick = () => {
    longest = Math.max(longest, performance.now() - last - TICK_MS);
    last = performance.now();
  };
  const timer = setInterval(tick, TICK_MS);
  return () => {
    clearInterval(timer);
    tick();
    return Math.max(0, longest);
  };
}
