import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  createRateLimiter,
  type RateClass,
  type RateLimiter,
} from '../../../../api/http/access/rate.ts';
import { openKit, type Kit } from '../../kit/api-kit.ts';

const RATES = { reads: 2, writes: 1, uploads: 0.5 };

/** What became of requests of one key at these instants. */
function ask(limiter: RateLimiter, rateClass: RateClass, atMs: number[], key = 'a') {
  return atMs.map((at) => {
    const { retryAfterSeconds, header } = limiter.take(key, rateClass, at);
    return retryAfterSeconds === null ? header : `${header} again in ${retryAfterSeconds}`;
  });
}

describe('a bucket', () => {
  test('has a second’s worth of requests at once, then one each time its rate allows', () => {
    expect(ask(createRateLimiter(RATES), 'reads', [0, 0, 0, 499, 500])).toEqual([
      '"reads";r=1;t=1',
      '"reads";r=0;t=1',
      '"reads";r=0;t=1 again in 1',
      '"reads";r=0;t=1 again in 1',
      '"reads";r=0;t=1',
    ]);
  });

  test('is apart from those of other keys and classes', () => {
    const limiter = createRateLimiter(RATES);
    expect(ask(limiter, 'writes', [0, 0])).toEqual([
      '"writes";r=0;t=1',
      '"writes";r=0;t=1 again in 1',
    ]);
    expect(ask(limiter, 'writes', [0], 'b')).toEqual(['"writes";r=0;t=1']);
    expect(ask(limiter, 'uploads', [0])).toEqual(['"uploads";r=0;t=2']);
  });

  test('says after how many whole seconds to come, which is never before the reset', () => {
    const limiter = createRateLimiter({ ...RATES, uploads: 0.3 });
    for (let at = 0; at < 10_000; at += 50) {
      const { retryAfterSeconds, header } = limiter.take('a', 'uploads', at);
      if (retryAfterSeconds === null) continue;
      expect(retryAfterSeconds).toBe(Number(/t=(\d+)$/.exec(header)?.[1]));
      const later = createRateLimiter({ ...RATES, uploads: 0.3 });
      later.take('a', 'uploads', 0);
      expect(
        later.take('a', 'uploads', retryAfterSeconds * 1000 + at).retryAfterSeconds,
      ).toBeNull();
    }
  });

  test('names as its policy what it grants', () => {
    expect(createRateLimiter(RATES).policy).toEqual({
      reads: '"reads";q=2;w=1',
      writes: '"writes";q=1;w=1',
      uploads: '"uploads";q=1;w=2',
    });
  });

  test('stays empty however many others ask, as long as its key does too', () => {
    const limiter = createRateLimiter({ ...RATES, reads: 1 });
    limiter.take('busy', 'reads', 0);
    for (let n = 0; n < 25_000; n += 1) {
      limiter.take(`other-${n}`, 'reads', 0);
      if (n % 1000 !== 0) continue;
      expect(limiter.take('busy', 'reads', 0).retryAfterSeconds).not.toBeNull();
    }
    expect(limiter.take('other-0', 'reads', 0).retryAfterSeconds).toBeNull(); // long forgotten
  });

  test('of one process among several grants its share: together they grant the rate', () => {
    const four = [1, 2, 3, 4].map(() => createRateLimiter({ ...RATES, reads: 200 }, 4));
    expect(four[0]?.policy.reads).toBe('"reads";q=50;w=1');
    const taken = four.flatMap((one) =>
      ask(
        one,
        'reads',
        Array.from({ length: 100 }, () => 0),
      ),
    );
    expect(taken.filter((said) => !said.includes('again'))).toHaveLength(200);
  });
});

describe('a request', () => {
  let kit: Kit;
  beforeAll(async () => {
    kit = await openKit();
  });
  afterAll(() => kit.close());

  test('over the rate of its key is told when to come back, and leaves the others alone', async () => {
    const key = await kit.key();
    const limited = kit.withDeps({ limiter: kit.limiterOf({ reads: 1 }) });
    const first = await limited.ask('GET', '/v1/customers', { key });
    expect(first.headers.get('ratelimit-policy')).toBe('"reads";q=1;w=1');
    expect(first.headers.get('ratelimit')).toBe('"reads";r=0;t=1');
    const second = await limited.ask('GET', '/v1/customers', { key });
    expect(second).toMatchObject({ status: 429, body: { code: 'rate_limited' } });
    expect(second.headers.get('ratelimit')).toBe('"reads";r=0;t=1');
    expect(second.headers.get('retry-after')).toBe('1');
    const other = await limited.ask('GET', '/v1/customers', { key: await kit.key() });
    expect(other.status).toBe(200);
    const write = await limited.ask('POST', '/v1/api-keys', { key, body: {} });
    expect(write.status).toBe(422);
  });
});
