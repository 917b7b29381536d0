import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { openKit, type Kit } from '../../kit/api-kit.ts';
import type { Answered } from '../../kit/caller.ts';
import { createdBy, form, newCustomer, picture } from '../../kit/people.ts';

let kit: Kit;
let key: string;
beforeAll(async () => {
  kit = await openKit();
  key = await kit.key();
});
afterAll(() => kit.close());

const create = (once: string | null, body: unknown = newCustomer(), by = key): Promise<Answered> =>
  kit.ask('POST', '/v1/customers', { key: by, once, body });

test.each<[string, string | null]>([
  ['missing', null],
  ['with a space in it', 'a b'],
  ['too long', 'x'.repeat(256)],
])('a key that is %s is refused where one is needed', async (_what, once) => {
  expect(await create(once)).toMatchObject({
    status: 400,
    body: { code: 'idempotency_key_missing' },
  });
});

test('the same key and request gets the first answer again, whatever happened since', async () => {
  const once = randomUUID();
  const body = newCustomer();
  const first = await create(once, body);
  await kit.ask('POST', `/v1/customers/${first.text('/id')}/lock`, { key, body: {} });
  const again = await create(once, body);
  expect(again).toMatchObject({ status: 201, body: first.body });
  expect(again.headers.get('idempotent-replayed')).toBe('true');
  expect(first.headers.get('idempotent-replayed')).toBeNull();
});

test('quoted or bare, and in another order of fields, it is the same request', async () => {
  const once = randomUUID();
  const { level, details } = newCustomer();
  const first = await create(once, { level, details });
  const again = await create(`"${once}"`, { details, level });
  expect(again.body).toEqual(first.body);
});

test('the same key with another body is refused', async () => {
  const once = randomUUID();
  await create(once);
  const other = await create(once, newCustomer({ level: 'basic' }));
  expect(other).toMatchObject({ status: 422, body: { code: 'idempotency_key_reused' } });
});

test('a key’s successor repeats what the key began, and nothing runs anew', async () => {
  const [once, body] = [randomUUID(), newCustomer()];
  const old = await kit.key();
  const first = await create(once, body, old);
  const path = `/v1/api-keys/${old.split('_')[2]}/rotate`;
  const next = await kit.ask('POST', path, { key: old, body: { overlap_seconds: 0 } });
  const again = await create(once, body, next.text('/key'));
  expect(again).toMatchObject({ status: 201, body: first.body });
  expect(again.headers.get('idempotent-replayed')).toBe('true');
  const other = await create(once, newCustomer({ level: 'basic' }), next.text('/key'));
  expect(other).toMatchObject({ status: 422, body: { code: 'idempotency_key_reused' } });
});

test('another app’s key with the same Idempotency-Key finds nothing', async () => {
  const once = randomUUID();
  const first = await create(once);
  const other = await create(once, newCustomer(), await kit.key());
  expect(other.status).toBe(201);
  expect(other.text('/id')).not.toBe(first.text('/id'));
});

test('twenty at once with one key make one customer; those who come too early are told to wait', async () => {
  const once = randomUUID();
  const body = newCustomer({ external_id: `race-${once}` });
  const answers = await Promise.all(Array.from({ length: 20 }, () => create(once, body)));
  const made = answers.filter(({ status }) => status === 201);
  const early = answers.filter(({ status }) => status === 409);
  expect(made.length).toBeGreaterThan(0);
  expect(made.length + early.length).toBe(20);
  expect(new Set(made.map((one) => one.text('/id'))).size).toBe(1);
  for (const one of early) {
    expect(one.body).toMatchObject({ code: 'idempotency_in_progress' });
    expect(one.headers.get('retry-after')).toBe('1');
  }
  const found = await kit.ask('GET', `/v1/customers?external_id=race-${once}`, { key });
  expect((found.body as { data: unknown[] }).data).toHaveLength(1);
});

test('a refusal of the case is kept with its key; one of the schema is not', async () => {
  const id = await createdBy(kit, key);
  const once = randomUUID();
  const path = `/v1/customers/${id}/unlock`;
  const refused = await kit.ask('POST', path, { key, once, body: {} });
  expect(refused).toMatchObject({ status: 409, body: { code: 'not_locked' } });
  await kit.ask('POST', `/v1/customers/${id}/lock`, { key, body: {} });
  const again = await kit.ask('POST', path, { key, once, body: {} });
  expect(again).toMatchObject({ status: 409, body: refused.body });
  expect(again.headers.get('idempotent-replayed')).toBe('true');

  const bad = randomUUID();
  expect((await create(bad, { level: 'standard' })).status).toBe(422);
  expect((await create(bad)).status).toBe(201);
});

test('a run that failed can be asked for at once: the same ids, no second customer', async () => {
  const once = randomUUID();
  const body = newCustomer({ external_id: `lapsed-${once}` });
  const crash = vi.fn((name: string) => {
    if (name === 'api.started') throw new Error('the process died here');
  });
  const dying = kit.withDeps({ crash });
  const died = await dying.ask('POST', '/v1/customers', { key, once, body });
  expect(died).toMatchObject({ status: 500, body: { code: 'internal_error' } });
  const again = await create(once, body);
  expect(again).toMatchObject({ status: 201, body: { external_id: `lapsed-${once}` } });
  const found = await kit.ask('GET', `/v1/customers?external_id=lapsed-${once}`, { key });
  expect((found.body as { data: { id: string }[] }).data).toMatchObject([
    { id: again.text('/id') },
  ]);
});

test('a run whose process is gone is taken over with the same ids once its lease has lapsed', async () => {
  const once = randomUUID();
  const body = newCustomer({ external_id: `gone-${once}` });
  const start = vi.fn(() => new Promise<never>(() => {})); // as after kill -9: no answer, no release
  const gone = kit.withDeps({ engine: { ...kit.deps.engine, start } });
  void gone.ask('POST', '/v1/customers', { key, once, body });
  await vi.waitFor(() => expect(start).toHaveBeenCalled());
  expect(await create(once, body)).toMatchObject({
    status: 409,
    body: { code: 'idempotency_in_progress' },
  });
  const later = kit.withDeps({ now: () => new Date(Date.now() + 31_000).toISOString() });
  const again = await later.ask('POST', '/v1/customers', { key, once, body });
  expect(again.status).toBe(201);
  expect(start).toHaveBeenCalledWith(
    expect.objectContaining({ facts: expect.objectContaining({ customer: again.text('/id') }) }),
  );
});

test('a change that was accepted before the answer was lost happens once', async () => {
  const id = await createdBy(kit, key);
  const once = randomUUID();
  const body = { details: { email: 'new@example.com' } };
  let passes = 0;
  const dying = kit.withDeps({
    crash: (name) => {
      if (name === 'api.accepted' && ++passes === 1) throw new Error('the process died here');
    },
  });
  expect((await dying.ask('PATCH', `/v1/customers/${id}`, { key, once, body })).status).toBe(500);
  const again = await dying.ask('PATCH', `/v1/customers/${id}`, { key, once, body });
  expect(again).toMatchObject({
    status: 200,
    body: { version: 2, details: { email: 'new@example.com' } },
  });
});

test('a form with the same files is the same request, whatever its boundary', async () => {
  const id = await createdBy(kit, key);
  const once = randomUUID();
  const front = picture();
  const submit = () =>
    kit.ask('POST', `/v1/customers/${id}/documents`, {
      key,
      once,
      form: form({ type: 'passport', country: 'SE', front }),
    });
  const first = await submit();
  expect(first.status).toBe(201);
  expect((await submit()).body).toEqual(first.body);
  const other = await kit.ask('POST', `/v1/customers/${id}/documents`, {
    key,
    once,
    form: form({ type: 'passport', country: 'SE', front: picture() }),
  });
  expect(other).toMatchObject({ status: 422, body: { code: 'idempotency_key_reused' } });
});

test('kept answers are sealed: the row holds no word of the customer', async () => {
  const once = randomUUID();
  await create(once, newCustomer({}, { family_name: 'Canarybird' }));
  const rows = await kit.deps.store.database
    .selectFrom('idempotency')
    .selectAll()
    .where('key', '=', once)
    .execute();
  expect(rows).toMatchObject([{ state: 'finished', status: 201 }]);
  expect(JSON.stringify(rows)).not.toContain('Canarybird');
  expect(Buffer.from(rows[0]?.body ?? '').includes('Canarybird')).toBe(false);
});
