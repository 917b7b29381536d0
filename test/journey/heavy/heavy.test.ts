import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Api } from '../../bench/client.ts';
import { memory } from '../../bench/verification/memory.ts';
import { heavyReads } from '../../bench/verification/reads.ts';
import { type Product, startProduct } from '../product.ts';

/**
 * The figures of `npm run bench -- verification`, with few files and wide bounds: it guards against
 * regressions and measures nothing.
 */
let product: Product;
let api: Api;
beforeAll(async () => {
  product = await startProduct();
  api = { url: product.url, key: (await product.client()).key, repeated: 0 };
});
afterAll(() => product.stop());

test('reads go on while heavy files are looked at', async () => {
  const { data } = await heavyReads(api, 4);
  const { quiet, beside } = data as { quiet: number; beside: number };
  expect(beside).toBeLessThan(Math.max(quiet * 10, quiet + 250));
  const told = await fetch(`${product.opsUrls.verification}/metrics`);
  expect(await told.text()).toMatch(
    /^vouch_child_deaths_total\{child="gate",cause="late"\} [1-9]/m,
  );
  expect(product.logs('verification')).not.toContain('round.failed');
}, 240_000);

test.skipIf(process.platform !== 'linux')(
  'document after document, the worker and its children hold no more',
  async () => {
    const { data } = await memory(api, 30);
    const { settled, last } = data as { settled: number; last: number };
    expect(settled).toBeGreaterThan(100);
    expect(last).toBeLessThan(settled * 1.4);
  },
  240_000,
);
