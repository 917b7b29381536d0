import { expect, test } from 'vitest';
import { createRateLimiter } from '../../api/rate.ts';
import { Refusal } from '../../domain/refusal.ts';

const RATES = { reads: 2, writes: 1, uploads: 0.5 };

test('a key has one second’s worth of requests at once, then one each time its rate allows', () => {
  const limiter = createRateLimiter(RATES);
  expect(limiter.take('a', 'reads', 0)).toBe('"reads";r=1;t=1');
  expect(limiter.take('a', 'reads', 0)).toBe('"reads";r=0;t=1');
  expect(() => limiter.take('a', 'reads', 0)).toThrow(Refusal);
  expect(() => limiter.take('a', 'reads', 499)).toThrow(Refusal);
  expect(limiter.take('a', 'reads', 500)).toBe('"reads";r=0;t=1');
});

test('keys and classes do not take from each other', () => {
  const limiter = createRateLimiter(RATES);
  limiter.take('a', 'writes', 0);
  expect(() => limiter.take('a', 'writes', 0)).toThrow(Refusal);
  expect(limiter.take('b', 'writes', 0)).toBe('"writes";r=0;t=1');
  expect(limiter.take('a', 'uploads', 0)).toBe('"uploads";r=0;t=1');
});

test('a refusal says after how many whole seconds the next request is taken', () => {
  const limiter = createRateLimiter(RATES);
  limiter.take('a', 'uploads', 0);
  const refused = catchRefusal(() => limiter.take('a', 'uploads', 0));
  expect(refused).toMatchObject({ code: 'rate_limited', retryAfterSeconds: 2 });
  expect(limiter.take('a', 'uploads', 2000)).toBe('"uploads";r=0;t=1');
});

function catchRefusal(task: () => unknown): unknown {
  try {
    return task();
  } catch (error) {
    return error;
  }
}
