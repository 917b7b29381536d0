import { afterAll, beforeAll, expect, test } from 'vitest';
import { createBodyBudget } from '../../api/body-budget.ts';
import { readCapped, readJson } from '../../api/request-body.ts';
import { openKit, type Kit } from './api-kit.ts';
import { createdBy, form, newCustomer, picture } from './people.ts';

let kit: Kit;
beforeAll(async () => {
  kit = await openKit();
});
afterAll(() => kit.close());

function chunked(sizes: number[], headers: Record<string, string> = {}): Request {
  const chunks = sizes.map((size, n) => new Uint8Array(size).fill(n + 1));
  const body = new ReadableStream({
    pull: (stream) => {
      const chunk = chunks.shift();
      if (chunk) stream.enqueue(chunk);
      else stream.close();
    },
  });
  return new Request('http://test/', { method: 'POST', body, headers, duplex: 'half' });
}

test('requests share one bound, and what one gives back another may take', () => {
  const budget = createBodyBudget(100);
  const first = budget.open();
  const second = budget.open();
  first.take(60);
  second.take(40);
  expect(() => second.take(1)).toThrow(
    expect.objectContaining({ code: 'rate_limited', retryAfterSeconds: 1 }),
  );
  first.close();
  first.close();
  second.take(60);
  expect(() => first.take(1)).toThrow(expect.objectContaining({ code: 'rate_limited' }));
});

test.each([{}, { 'content-length': '70000' }])(
  'a body comes together whole from its chunks, with headers %o',
  async (headers) => {
    const room = createBodyBudget(1_000_000).open();
    const bytes = await readCapped(chunked([10, 60_000, 9990], headers), room, 70_000);
    expect(bytes.byteLength).toBe(70_000);
    expect([bytes[9], bytes[10], bytes[60_009], bytes[60_010]]).toEqual([1, 2, 2, 3]);
  },
);

test('bytes are counted as they come, whatever length was declared', async () => {
  const room = createBodyBudget(100).open();
  await expect(readCapped(chunked([60, 60], { 'content-length': '10' }), room, 1000))
    .rejects //
    .toMatchObject({ code: 'rate_limited' });
});

test('JSON counts with the text that is made of it', async () => {
  const headers = { 'content-type': 'application/json', 'content-length': '60' };
  const room = createBodyBudget(100).open();
  await expect(readJson(chunked([60], headers), room)).rejects.toMatchObject({
    code: 'rate_limited',
  });
});

test('without room an upload is told to come again, and nothing of it stays counted', async () => {
  const key = await kit.key();
  const id = await createdBy(kit, key);
  const bodies = createBodyBudget(4000);
  const tight = kit.withDeps({ bodies });
  const path = `/v1/customers/${id}/documents`;
  const bytes = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff]), Buffer.alloc(8000)]);
  const front = new File([bytes], 'a.jpg', { type: 'image/jpeg' });
  const refused = await tight.ask('POST', path, { key, form: form({ type: 'passport', front }) });
  expect(refused).toMatchObject({ status: 429, body: { code: 'rate_limited' } });
  expect(refused.headers.get('retry-after')).toBe('1');
  const small = { type: 'passport', country: 'SE', front: picture() };
  for (let n = 0; n < 4; n += 1) {
    const to = `/v1/customers/${await createdBy(tight, key)}/documents`;
    expect((await tight.ask('POST', to, { key, form: form(small) })).status).toBe(201);
  }
  const other = bodies.open();
  other.take(3900);
  const late = await tight.ask('POST', '/v1/customers', { key, body: newCustomer() });
  expect(late).toMatchObject({ status: 429 });
});
