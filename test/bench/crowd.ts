import { openStore } from '../../store/open-store.ts';
import { type Figure, round } from './figure.ts';
import { fillCustomers } from './many-customers.ts';
import { manyReads } from './many-reads.ts';
import type { Stack } from './stack.ts';
import { median, quantile } from './statistics.ts';

const CUSTOMERS = 100_000;
const REVIEWS = 5_000;
const WARM_UP = 20;
const TIMES = 200;
const P99_MS_MAX = 50;

/** Lists, search, the queue and its next case among many customers, one read at a time. */
export async function crowd(stack: Stack): Promise<Figure[]> {
  const { env, databaseUrl } = stack;
  const setting = (name: string) => String(env[name]);
  const store = await openStore({
    databaseUrl,
    keysDatabaseUrl: setting('KEYS_DATABASE_URL'),
    kekFile: setting('KEK_FILE'),
    blobDir: setting('BLOB_DIR'),
  });
  try {
    const at = new Date().toISOString();
    const many = { customers: CUSTOMERS, reviews: REVIEWS, mode: 'test', at } as const;
    await fillCustomers({ ...store, kekFile: setting('KEK_FILE') }, many);
    const figures: Figure[] = [];
    for (const { name, run } of manyReads(store, { mode: 'test', customers: CUSTOMERS, now: at })) {
      const eachMs: number[] = [];
      for (let n = 0; n < WARM_UP + TIMES; n += 1) {
        const startedAt = performance.now();
        await run(n);
        if (n >= WARM_UP) eachMs.push(performance.now() - startedAt);
      }
      figures.push(figureOf(name, eachMs));
    }
    return figures;
  } finally {
    await store.close();
  }
}

function figureOf(name: string, eachMs: number[]): Figure {
  const [p50, p99] = [median(eachMs), quantile(eachMs, 0.99)];
  return {
    name: `${name}, ${CUSTOMERS} customers, ${REVIEWS} open reviews`,
    ours: `p50 ${round(p50)} ms, p99 ${round(p99)} ms`,
    bare: '',
    goal: `p99 <= ${P99_MS_MAX} ms`,
    reached: p99 <= P99_MS_MAX,
    data: { eachMs, p50, p99 },
  };
}
