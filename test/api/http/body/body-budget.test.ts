import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  type BodyBudget,
  createBodyBudget,
  type Holder,
} from '../../../../api/http/body/body-budget.ts';
import { readCapped } from '../../../../api/http/body/request-body.ts';
import { openKit, type Kit } from '../../kit/api-kit.ts';
import { createdBy, form, newCustomer, picture } from '../../kit/people.ts';

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

/** What is left of a request's room beside the cost of being under way. */
const OPEN = 16 * 1024;
const BUSY = expect.objectContaining({ code: 'rate_limited', retryAfterSeconds: 1 });

function roomOf(lane: Holder['lane'], id: string, bytesMax = 1_000_000) {
  const room = createBodyBudget(bytesMax).open();
  room.of({ lane, id });
  return room;
}

test('requests share one bound, and what one gives back another may take', () => {
  const budget = createBodyBudget(1_000_000);
  const open = (id: string) => {
    const room = budget.open();
    room.of({ lane: 'key', id });
    return room;
  };
  const [first, second, third] = [open('a'), open('b'), open('c')];
  first.take(400_000 - OPEN);
  second.take(350_000 - OPEN);
  expect(() => third.take(1)).toThrow(BUSY); // keys together have three quarters
  first.close();
  first.close();
  second.take(150_000);
  expect(() => second.take(1)).toThrow(BUSY); // one of them has half
  third.take(250_000 - OPEN);
  expect(() => third.take(1)).toThrow(BUSY);
});

test.each<[Holder['lane'], number]>([
  ['key', 5_000_000],
  ['json', 5_000_000],
  ['link', 625_000],
  ['staged', 5_000_000],
  ['stranger', 156_250],
])('one %s may hold %i of ten million bytes', (lane, most) => {
  const room = roomOf(lane, 'one', 10_000_000);
  room.take(most - OPEN);
  expect(() => room.take(1)).toThrow(BUSY);
});

/** Takes page after page until nothing goes, as `count` holders of a kind would. */
function crowd(budget: BodyBudget, lane: Holder['lane'], count: number): void {
  for (let n = 0; n < count; n += 1) {
    for (let pages = 0; pages < 100; pages += 1) {
      const room = budget.open();
      room.of({ lane, id: `${lane}${n}` });
      try {
        room.take(MIB);
      } catch {
        break;
      }
    }
  }
}

const MIB = 1024 * 1024;
test.each<[string, Holder['lane'], Holder['lane'], number]>([
  ['any number of links', 'link', 'key', 60],
  ['any number of keys', 'key', 'link', 10],
  ['any number of submissions of links', 'staged', 'key', 60],
  ['documents by JSON', 'json', 'key', 60],
  ['documents by JSON', 'json', 'link', 10],
  ['strangers', 'stranger', 'key', 60],
])('%s (%s) leave room for a %s', (_, greedy, other, mib) => {
  const budget = createBodyBudget(256 * MIB);
  crowd(budget, greedy, 40);
  const room = budget.open();
  room.of({ lane: other, id: 'somebody else' });
  room.take(mib * MIB);
});

test('one customer’s links, however many requests, leave room for seven others', () => {
  const budget = createBodyBudget(256 * MIB);
  crowd(budget, 'link', 1);
  for (let n = 0; n < 7; n += 1) {
    const room = budget.open();
    room.of({ lane: 'link', id: `other ${n}` });
    room.take(10 * MIB + 64 * 1024);
  }
});

test('a connection whose body never comes holds a place too', async () => {
  const room = roomOf('key', 'a', 2 * OPEN - 1);
  const headers = { 'content-length': '1000' };
  await expect(readCapped(chunked([], headers), room, 1000)).rejects.toMatchObject({
    code: 'rate_limited',
  });
});

test('a request that was answered holds nothing of anybody’s share', () => {
  const budget = createBodyBudget(256 * MIB);
  for (let n = 0; n < 500; n += 1) {
    const room = budget.open();
    room.of({ lane: 'link', id: 'one' });
    room.take(10 * MIB);
    room.of({ lane: 'staged', id: 'one' });
    room.take(60 * MIB);
    room.close();
  }
});

test.each([{}, { 'content-length': '70000' }])(
  'a body comes together whole from its chunks, with headers %o',
  async (headers) => {
    const room = roomOf('key', 'a');
    const bytes = await readCapped(chunked([10, 60_000, 9990], headers), room, 70_000);
    expect(bytes.byteLength).toBe(70_000);
    expect([bytes[9], bytes[10], bytes[60_009], bytes[60_010]]).toEqual([1, 2, 2, 3]);
  },
);

test('bytes are counted as they come, whatever length was declared', async () => {
  const room = roomOf('key', 'a', 2 * OPEN + 200);
  await expect(readCapped(chunked([60, 60], { 'content-length': '10' }), room, 1000))
    .rejects //
    .toMatchObject({ code: 'rate_limited' });
});

test('what nobody declared counts with the room that it is given to grow', async () => {
  const room = roomOf('key', 'a', 2 * (OPEN + 200_000));
  expect((await readCapped(chunked([60_000, 60_000]), room, 1_000_000)).length).toBe(120_000);
  expect(() => room.take(70_000)).toThrow(BUSY);
});

test('without room an upload is told to come again, and nothing of it stays counted', async () => {
  const key = await kit.key();
  const id = await createdBy(kit, key);
  const bodies = createBodyBudget(200_000);
  const tight = kit.withDeps({ bodies });
  const path = `/v1/customers/${id}/documents`;
  const bytes = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff]), Buffer.alloc(90_000)]);
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
  other.of({ lane: 'key', id: 'another app' });
  other.take(90_000 - OPEN);
  const third = bodies.open();
  third.of({ lane: 'key', id: 'a third app' });
  third.take(58_000 - OPEN);
  const late = await tight.ask('POST', '/v1/customers', { key, body: newCustomer() });
  expect(late).toMatchObject({ status: 429 });
});
