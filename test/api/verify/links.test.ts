import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { shift } from '../../../domain/time.ts';
import { openKit, type Kit } from '../kit/api-kit.ts';
import type { Asked } from '../kit/caller.ts';
import { createdBy } from '../kit/people.ts';

let kit: Kit;
let key: string;
beforeAll(async () => {
  kit = await openKit();
  key = await kit.key();
});
afterAll(() => kit.close());

const make = (customer: string, asked: Asked = {}) =>
  kit.ask('POST', `/v1/customers/${customer}/links`, { key, body: {}, ...asked });
const list = async (customer: string) =>
  (await kit.ask('GET', `/v1/customers/${customer}/links`, { key })).body as {
    data: { id: string; state: string }[];
  };
const actionsOf = async (customer: string) => {
  const { database } = kit.deps.store;
  const entries = database.selectFrom('audit_entry').select('body').where('chain', '=', customer);
  return (await entries.orderBy('n').execute()).map(({ body }) => {
    const { action, object, reasons } = JSON.parse(body) as Record<string, unknown>;
    return { action, object, reasons };
  });
};

test('a link lives for a day, shows its URL once, and is in the customer’s trail', async () => {
  const customer = await createdBy(kit, key);
  const once = randomUUID();
  const made = await make(customer, { once });
  expect(made).toMatchObject({ status: 201, body: { object: 'link', customer, state: 'open' } });
  expect(made.text('/url')).toMatch(/^https:\/\/verify\.example\/verify\/[0-9A-Za-z]{43}$/);
  expect(made.text('/expires_at')).toBe(shift(made.text('/created_at'), { days: 1 }));
  const again = await make(customer, { once });
  expect(again.headers.get('idempotent-replayed')).toBe('true');
  expect(again.body).toEqual({ ...(made.body as object), url: null });
  const id = made.text('/id');
  expect((await list(customer)).data.map((one) => one.id)).toEqual([id]);
  const created = { action: 'link.created', object: id, reasons: undefined };
  expect(await actionsOf(customer)).toContainEqual(created);
});

test('only a hash of the token is at rest', async () => {
  const made = await make(await createdBy(kit, key));
  const token = made.text('/url').split('/').at(-1) ?? '';
  const row = await kit.deps.store.database
    .selectFrom('link')
    .selectAll()
    .where('id', '=', made.text('/id'))
    .executeTakeFirstOrThrow();
  expect(row.token_hash).toHaveLength(32);
  expect(JSON.stringify(row)).not.toContain(token);
});

test('an end is taken up to the customer’s deadline, and not beyond', async () => {
  const customer = await createdBy(kit, key);
  const read = await kit.ask('GET', `/v1/customers/${customer}/requirements`, { key });
  const deadline = read.text('/current_deadline');
  const made = await make(customer, { body: { expires_at: deadline } });
  expect(made.text('/expires_at')).toBe(deadline);
  const beyond = [shift(deadline, { seconds: 1 }), kit.deps.now(), '2020-01-01T00:00:00Z'];
  for (const expires_at of beyond) {
    const refused = await make(customer, { body: { expires_at } });
    const errors = [{ pointer: '/expires_at', code: 'not_in_range' }];
    expect(refused).toMatchObject({ status: 422, body: { errors } });
  }
  expect((await list(customer)).data).toHaveLength(1);
});

test('a link is revoked once; another customer’s is not there', async () => {
  const [customer, other] = [await createdBy(kit, key), await createdBy(kit, key)];
  const link = (await make(customer)).text('/id');
  const end = (of: string) => kit.ask('DELETE', `/v1/customers/${of}/links/${link}`, { key });
  expect((await end(other)).status).toBe(404);
  const ended = await end(customer);
  expect(ended).toMatchObject({ status: 200, body: { state: 'revoked' } });
  expect((await end(customer)).body).toEqual(ended.body);
  const revoked = (await actionsOf(customer)).filter(({ action }) => action === 'link.revoked');
  expect(revoked).toHaveLength(1);
});

test('a person gives a reason, which is kept', async () => {
  const customer = await createdBy(kit, key);
  const reviewer = await kit.key({ role: 'reviewer' });
  expect((await make(customer, { key: reviewer })).status).toBe(422);
  const headers = { 'vouch-reason': 'customer_request' };
  const made = await make(customer, { key: reviewer, headers });
  expect(made).toMatchObject({ status: 201, body: { created_by: { kind: 'reviewer' } } });
  const entry = { action: 'link.created', object: made.text('/id'), reasons: ['customer_request'] };
  expect(await actionsOf(customer)).toContainEqual(entry);
});

test('a case that takes nothing any more gets no link', async () => {
  const customer = await createdBy(kit, key);
  await kit.ask('POST', `/v1/customers/${customer}/close`, { key, body: { withdrawn: true } });
  expect(await make(customer)).toMatchObject({ status: 409, body: { code: 'case_closed' } });
});

test('without an address for customers no link is made', async () => {
  const settings = { ...kit.deps.settings, hosted: null };
  const customer = await createdBy(kit, key);
  const path = `/v1/customers/${customer}/links`;
  const refused = await kit.withDeps({ settings }).ask('POST', path, { key, body: {} });
  expect(refused).toMatchObject({ status: 409, body: { code: 'hosted_not_configured' } });
});
