import { createHmac, hkdfSync } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createRequestMacs } from '../../../../api/http/idempotency/request-macs.ts';

const INDEX_KEY = Buffer.alloc(32, 7);
const { fingerprints } = createRequestMacs({ indexKey: () => Promise.resolve(INDEX_KEY) });

/** What release 0.1.0 wrote. */
function formerly(asks: unknown): string {
  const text = JSON.stringify(asks, (_key, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
  const key = Buffer.from(hkdfSync('sha256', INDEX_KEY, '', 'vouch/fingerprint/1', 32));
  return createHmac('sha256', key).update(text).digest('hex');
}

const json = fc.jsonValue({ noUnicodeString: false, maxDepth: 4 });
const name = fc.oneof(fc.string(), fc.nat(200).map(String), fc.constantFrom('01', '-1', '!', '9a'));

test('a row that an earlier release wrote is of the same request, whatever that asks for', async () => {
  await fc.assert(
    fc.asyncProperty(fc.oneof(json, fc.dictionary(name, json)), async (asks) => {
      expect(await fingerprints(asks)).toContain(formerly(asks));
    }),
    { numRuns: 2000 },
  );
});

test('names that are numbers are sorted as text now; what was written before is still accepted', async () => {
  const asks = { metadata: { b: '1', 10: '2', 2: '3' } };
  const [now, before] = await fingerprints(asks);
  expect(before).toBe(formerly(asks));
  expect(now).not.toBe(before);
  expect(await fingerprints({ metadata: { b: '1' }, details: {} })).toHaveLength(1);
});

test('the order in which fields were sent does not show, what they hold does', async () => {
  await fc.assert(
    fc.asyncProperty(fc.dictionary(name, json), async (asks) => {
      const turned = Object.fromEntries(Object.entries(asks).toReversed());
      expect((await fingerprints(turned))[0]).toBe((await fingerprints(asks))[0]);
    }),
  );
  const [one] = await fingerprints({ a: [1, 2] });
  expect((await fingerprints({ a: [2, 1] }))[0]).not.toBe(one);
});
