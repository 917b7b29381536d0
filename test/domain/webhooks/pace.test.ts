import { expect, test } from 'vitest';
import { judgeTry, STANDARD_PACE, type Tried } from '../../../domain/webhooks/pace.ts';

const HOUR = 3_600_000;
const judge = (more: Partial<Tried>, jitter = 0) =>
  judgeTry(
    { code: 500, retryAfterMs: null, tries: 1, random01: 0.5, ...more },
    { ...STANDARD_PACE, jitter },
  );

test.each([200, 201, 204, 299])('%i is taken', (code) => {
  expect(judge({ code })).toEqual({ kind: 'delivered' });
});

test.each([null, 100, 199, 300, 301, 308, 400, 404, 500, 503])('%s is tried again', (code) => {
  expect(judge({ code })).toEqual({ kind: 'again', delayMs: 5000, restMs: null });
});

test('the pauses are those of the design: ten tries in 75 hours', () => {
  const pauses = Array.from({ length: 9 }, (_, n) => judge({ tries: n + 1 }));
  const seconds = pauses.map((one) => (one.kind === 'again' ? one.delayMs / 1000 : -1));
  expect(seconds).toEqual([5, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400]);
  expect(seconds.reduce((sum, one) => sum + one, 0) / 3600).toBeCloseTo(75.6, 1);
  expect(judge({ tries: 10 })).toEqual({ kind: 'used_up' });
});

test('a pause varies by a fifth', () => {
  expect(judge({ random01: 0 }, 0.2)).toMatchObject({ delayMs: 4000 });
  expect(judge({ random01: 1 }, 0.2)).toMatchObject({ delayMs: 6000 });
});

test('Retry-After lengthens a pause, at most to an hour, and never shortens it', () => {
  expect(judge({ retryAfterMs: 60_000 })).toMatchObject({ delayMs: 60_000 });
  expect(judge({ retryAfterMs: 9 * HOUR })).toMatchObject({ delayMs: HOUR });
  expect(judge({ tries: 9, retryAfterMs: 1000 })).toMatchObject({ delayMs: 24 * HOUR });
});

test('429, 502 and 504 let the endpoint rest; 410 ends it, even on its last try', () => {
  for (const code of [429, 502, 504]) expect(judge({ code })).toMatchObject({ restMs: 5000 });
  expect(judge({ code: 429, retryAfterMs: 90_000 })).toMatchObject({ restMs: 90_000 });
  expect(judge({ code: 410, tries: 10 })).toEqual({ kind: 'gone' });
});
