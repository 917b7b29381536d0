import type { ProcessName, Product } from '../journey/product.ts';
import { watch, type Watched } from './watch.ts';

/** One try at the product. It answers with what was wrong, or null; what it throws was wrong too. */
export interface Attempt {
  name: string;
  run: () => Promise<string | null>;
}

export interface Attacked extends Watched {
  complaints: string[];
}

const AT_ONCE = 4;
const NAMES: readonly ProcessName[] = ['api', 'worker', 'verification'];

/** Makes all attempts, a few at once, while every process is asked whether it lives. */
export async function attack(product: Product, attempts: Iterable<Attempt>): Promise<Attacked> {
  const stop = watch(product, NAMES);
  const complaints: string[] = [];
  const waiting = attempts[Symbol.iterator]();
  const worker = async () => {
    for (let next = waiting.next(); !next.done; next = waiting.next()) {
      const { name, run } = next.value;
      const wrong = await run().catch((error: unknown) => `threw ${String(error)}`);
      if (wrong !== null) complaints.push(`${name}: ${wrong}`.slice(0, 500));
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return { ...(await stop()), complaints };
}
