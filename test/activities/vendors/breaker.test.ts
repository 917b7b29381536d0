import { expect, test } from 'vitest';
import { type BreakerState, createBreaker } from '../../../activities/vendors/breaker.ts';
import { vendorFault } from '../../../activities/vendors/vendor-fault.ts';
import type { VendorFaultKind } from '../../../domain/policy/vendors.ts';

function scene() {
  let now = 0;
  const told: BreakerState[] = [];
  const breaker = createBreaker(
    { faultsMax: 3, restMs: 1000 },
    { nowMs: () => now, onState: (state) => told.push(state) },
  );
  let calls = 0;
  const meets = (kind: VendorFaultKind, after: number | null = null) =>
    breaker
      .run(() => {
        calls += 1;
        return Promise.reject(vendorFault(kind, after));
      })
      .catch((error: { kind: string }) => error.kind);
  const works = () =>
    breaker
      .run(() => Promise.resolve((calls += 1)))
      .then(
        () => 'answered',
        (error: { kind: string }) => error.kind,
      );
  return { breaker, told, meets, works, calls: () => calls, pass: (ms: number) => (now += ms) };
}

test('it opens after faults in a row, spares the vendor, and lets one call find out', async () => {
  const one = scene();
  await one.meets('server_error');
  await one.works();
  for (const kind of ['timed_out', 'unreachable', 'malformed'] as const) await one.meets(kind);
  expect(one.breaker.state()).toBe('open');
  expect(await one.works()).toBe('breaker_open');
  expect(one.calls()).toBe(5);
  one.pass(1000);
  expect(one.breaker.state()).toBe('half_open');
  const [first, second] = await Promise.all([one.works(), one.works()]);
  expect([first, second]).toEqual(['answered', 'breaker_open']);
  expect(one.breaker.state()).toBe('closed');
  expect(one.told).toEqual(['open', 'half_open', 'closed']);
});

test('it opens again at once where the one call fails', async () => {
  const one = scene();
  for (let at = 0; at < 3; at += 1) await one.meets('server_error');
  one.pass(1000);
  expect(await one.meets('server_error')).toBe('server_error');
  expect(await one.works()).toBe('breaker_open');
});

test('a vendor that says no is not sick; one that asks for time is given it, an hour at most', async () => {
  const one = scene();
  for (let at = 0; at < 9; at += 1) await one.meets('refused');
  expect(one.breaker.state()).toBe('closed');
  await one.meets('rate_limited', 5000);
  one.pass(4999);
  expect(await one.works()).toBe('breaker_open');
  one.pass(1);
  expect(await one.works()).toBe('answered');
  await one.meets('rate_limited', 99 * 3_600_000);
  one.pass(3_600_000);
  expect(await one.works()).toBe('answered');
});
