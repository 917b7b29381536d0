import { afterAll, beforeAll, expect, test } from 'vitest';
import { shiftMs } from '../../../domain/time.ts';
import { type BeginInput, beginIdempotent } from '../../../store/idempotency/begin-idempotent.ts';
import {
  finishIdempotent,
  forgetIdempotent,
  openAnswer,
  releaseIdempotent,
} from '../../../store/idempotency/finish-idempotent.ts';
import { newId } from '../../../platform/new-id.ts';
import { freshStore, T0, type TestStore } from '../kit/make.ts';

let store: TestStore;
beforeAll(async () => {
  store = await freshStore();
});
afterAll(() => store.end());

let serial = 0;
function request(more: Partial<BeginInput> = {}): BeginInput {
  serial += 1;
  return {
    principal: 'key_1',
    method: 'POST',
    path: '/v1/customers',
    key: `k${serial}`,
    fingerprint: 'f',
    updateId: `u${serial}`,
    ids: { customer: `cus_${serial}` },
    now: T0,
    ...more,
  };
}
const begin = (input: BeginInput) => beginIdempotent(store.database, input);
const ANSWER = { owner: 'system', status: 201, body: '{"id":"canary"}', headers: { etag: '1' } };

test('a new key is run with the ids of the request', async () => {
  const input = request();
  expect(await begin(input)).toEqual({
    state: 'mine',
    ids: input.ids,
    updateId: input.updateId,
    lease: 1,
    again: false,
  });
});

test('of twenty at once one runs and the others are told so', async () => {
  const input = request();
  const begun = await Promise.all(Array.from({ length: 20 }, () => begin(input)));
  expect(begun.filter(({ state }) => state === 'mine')).toHaveLength(1);
  expect(begun.filter(({ state }) => state === 'running')).toHaveLength(19);
});

test('a finished answer is given again as it was, sealed at rest', async () => {
  const customer = newId('customer');
  await store.keys.createCustomerKey(customer);
  const input = request();
  await begin(input);
  const held = { ...input, lease: 1 };
  expect(
    await finishIdempotent(store.database, store.keys, held, { ...ANSWER, owner: customer }),
  ).toBe(true);
  const again = await begin(input);
  if (again.state !== 'finished') throw new Error(again.state);
  expect(again.answer).toMatchObject({ owner: customer, status: 201, headers: { etag: '1' } });
  expect(again.answer.body.includes('canary')).toBe(false);
  expect(await openAnswer(store.keys, input, again.answer)).toBe(ANSWER.body);
  await expect(openAnswer(store.keys, request(), again.answer)).rejects.toThrow();
});

test('the same key with another request is refused, running or finished', async () => {
  const input = request();
  await begin(input);
  expect((await begin({ ...input, fingerprint: 'g' })).state).toBe('other_request');
  await finishIdempotent(store.database, store.keys, { ...input, lease: 1 }, ANSWER);
  expect((await begin({ ...input, fingerprint: 'g' })).state).toBe('other_request');
});

test.each([
  ['principal', 'key_2'],
  ['method', 'PATCH'],
  ['path', '/v1/other'],
])('the same key under another %s is another key', async (field, value) => {
  const input = request();
  await begin(input);
  expect((await begin({ ...input, [field]: value })).state).toBe('mine');
});

test('a lapsed lease is taken over once, with the first run’s ids, and the first run may not finish', async () => {
  const input = request();
  await begin(input);
  const later = {
    ...input,
    now: shiftMs(T0, 30_000),
    ids: { customer: 'cus_other' },
    updateId: 'other',
  };
  expect((await begin({ ...later, now: shiftMs(T0, 29_999) })).state).toBe('running');
  const begun = await Promise.all(Array.from({ length: 8 }, () => begin(later)));
  const mine = begun.filter(({ state }) => state === 'mine');
  expect(mine).toEqual([
    { state: 'mine', ids: input.ids, updateId: input.updateId, lease: 2, again: true },
  ]);
  expect(await finishIdempotent(store.database, store.keys, { ...input, lease: 1 }, ANSWER)).toBe(
    false,
  );
  expect(await finishIdempotent(store.database, store.keys, { ...input, lease: 2 }, ANSWER)).toBe(
    true,
  );
});

test('a lapsed lease is not taken over by another request', async () => {
  const input = request();
  await begin(input);
  const other = { ...input, fingerprint: 'g', now: shiftMs(T0, 60_000) };
  expect((await begin(other)).state).toBe('other_request');
});

test('a released key is run again at once, a forgotten one anew', async () => {
  const input = request();
  await begin(input);
  await releaseIdempotent(store.database, { ...input, lease: 1 });
  expect(await begin(input)).toMatchObject({ state: 'mine', lease: 2, again: true });
  await forgetIdempotent(store.database, { ...input, lease: 1 });
  expect((await begin(input)).state).toBe('running');
  await forgetIdempotent(store.database, { ...input, lease: 2 });
  expect(await begin({ ...input, fingerprint: 'g' })).toMatchObject({
    state: 'mine',
    again: false,
  });
});

test('after a day the key is new', async () => {
  const input = request();
  await begin(input);
  await finishIdempotent(store.database, store.keys, { ...input, lease: 1 }, ANSWER);
  const day = 24 * 3_600_000;
  expect((await begin({ ...input, now: shiftMs(T0, day - 1) })).state).toBe('finished');
  expect((await begin({ ...input, now: shiftMs(T0, day), fingerprint: 'g' })).state).toBe('mine');
});

test('a row with the fingerprint of an earlier release is of the same request', async () => {
  const former = request({ fingerprint: 'former', leaseMs: 1000 });
  await begin(former);
  const again = { ...former, fingerprint: 'now', before: ['former'] };
  expect(await begin(again)).toEqual({ state: 'running' });
  expect(await begin({ ...again, before: ['another'] })).toEqual({ state: 'other_request' });
  const lapsed = { ...again, updateId: 'u-now', ids: {}, now: shiftMs(T0, 2000) };
  expect(await begin({ ...lapsed, before: [] })).toEqual({ state: 'other_request' });
  const { ids, updateId } = former;
  expect(await begin(lapsed)).toMatchObject({ state: 'mine', ids, updateId, again: true });
});
