import { afterAll, beforeAll, expect, test } from 'vitest';
import { openKit, type Kit } from '../kit/api-kit.ts';
import { createdBy, form, newCustomer, picture } from '../kit/people.ts';

let kit: Kit;
let key: string;
beforeAll(async () => {
  kit = await openKit();
  key = await kit.key();
});
afterAll(() => kit.close());

const address = (more: object) => ({ address: { city: 'Lund', country: 'SE', ...more } });

test.each<[string, Record<string, unknown>, string, string]>([
  ['a day that is none', { birth_date: '1974-02-31' }, '/details/birth_date', 'not_a_date'],
  ['a birth in the future', { birth_date: '2999-01-01' }, '/details/birth_date', 'in_the_future'],
  ['a birth too long ago', { birth_date: '1066-10-14' }, '/details/birth_date', 'not_plausible'],
  ['an unknown country', address({ country: 'XX' }), '/details/address/country', 'unknown_country'],
  [
    'a country in small letters',
    address({ country: 'se' }),
    '/details/address/country',
    'unknown_country',
  ],
  ['a phone that is none', { phone: '0701234567' }, '/details/phone', 'not_e164'],
  ['an e-mail that is none', { email: 'anna' }, '/details/email', 'not_an_email'],
  ['an unknown field', { shoe_size: 38 }, '/details/shoe_size', 'unknown_field'],
  ['a field deep down', address({ floor: 3 }), '/details/address/floor', 'unknown_field'],
  ['no family name', { family_name: undefined }, '/details/family_name', 'required'],
  ['a number as a name', { family_name: 7 }, '/details/family_name', 'wrong_type'],
  ['an endless name', { family_name: 'x'.repeat(201) }, '/details/family_name', 'too_long'],
  ['control characters', { family_name: 'A\u0000B' }, '/details/family_name', 'control_character'],
  [
    'an amount in words',
    { expected_monthly_amount: 'much' },
    '/details/expected_monthly_amount',
    'not_an_amount',
  ],
])('%s is refused at its place, without its value', async (_what, details, pointer, code) => {
  const refused = await kit.ask('POST', '/v1/customers', { key, body: newCustomer({}, details) });
  expect(refused).toMatchObject({ status: 422, body: { code: 'validation_failed' } });
  expect(refused.body).toMatchObject({ errors: [{ pointer, code }] });
  for (const value of Object.values(details)) {
    if (typeof value === 'string') expect(refused.bytes.toString()).not.toContain(value);
  }
});

const keys = Object.fromEntries(Array.from({ length: 21 }, (_, n) => [`key${n}`, 'x']));
test.each<[string, Record<string, unknown>, string, string]>([
  [
    'an e-mail as external id',
    { external_id: 'anna@example.com' },
    '/external_id',
    'looks_like_an_email',
  ],
  ['too much metadata', { metadata: keys }, '/metadata', 'too_many'],
  ['a locale that is none', { locale: 'swedish please' }, '/locale', 'unknown_locale'],
  ['an unknown field', { colour: 'red' }, '/colour', 'unknown_field'],
])('a creation with %s is refused at its place', async (_what, more, pointer, code) => {
  const refused = await kit.ask('POST', '/v1/customers', { key, body: newCustomer(more) });
  expect(refused).toMatchObject({ status: 422, body: { errors: [{ pointer, code }] } });
});

test.each<[string, Record<string, unknown>, string]>([
  ['policy', { policy: 'unheard-of' }, 'policy_unknown'],
  ['level', { level: 'heroic' }, 'level_unknown'],
])('an unknown %s is refused by its own code', async (_what, more, code) => {
  const refused = await kit.ask('POST', '/v1/customers', { key, body: newCustomer(more) });
  expect(refused).toMatchObject({ status: 422, body: { code } });
});

test('ICAO’s specimen state is there for test customers alone', async () => {
  const live = await kit.key({ mode: 'live' });
  const body = newCustomer({}, { nationality: 'UTO' });
  expect((await kit.ask('POST', '/v1/customers', { key, body })).status).toBe(201);
  expect(await kit.ask('POST', '/v1/customers', { key: live, body })).toMatchObject({
    status: 422,
    body: { errors: [{ code: 'unknown_country' }] },
  });
});

test.each<[string, { body?: unknown; headers?: Record<string, string> }, number, string]>([
  ['JSON that is cut off', { body: '{"level": "stand' }, 400, 'malformed_request'],
  ['a body that is empty', { body: '' }, 400, 'malformed_request'],
  [
    'another media type',
    { body: 'a=b', headers: { 'content-type': 'text/plain' } },
    415,
    'media_type_not_supported',
  ],
  [
    'a body over 1 MiB',
    { body: JSON.stringify({ x: 'x'.repeat(1024 * 1024) }) },
    413,
    'payload_too_large',
  ],
])('%s is refused before it is read as a customer', async (_what, asked, status, code) => {
  const refused = await kit.ask('POST', '/v1/customers', { key, ...asked });
  expect(refused).toMatchObject({ status, body: { code } });
});

test.each<[string, string, string, string]>([
  ['an unknown parameter', '?colour=red', '/query/colour', 'unknown_parameter'],
  ['a parameter given twice', '?limit=1&limit=2', '/query/limit', 'repeated_parameter'],
  ['a limit beyond the limit', '?limit=101', '/query/limit', 'not_in_range'],
  ['a status that is none', '?status=happy', '/query/status', 'not_in_list'],
  ['an instant that is none', '?created_after=yesterday', '/query/created_after', 'not_an_instant'],
])('a list with %s is refused', async (_what, query, pointer, code) => {
  const refused = await kit.ask('GET', `/v1/customers${query}`, { key });
  expect(refused).toMatchObject({ status: 422, body: { errors: [{ pointer, code }] } });
});

test('details, level and confirmation are asked for one at a time', async () => {
  const id = await createdBy(kit, key);
  const body = { level: 'basic', confirmed: true };
  expect(await kit.ask('PATCH', `/v1/customers/${id}`, { key, body })).toMatchObject({
    status: 422,
    body: { errors: [{ pointer: '/confirmed', code: 'one_at_a_time' }] },
  });
  expect(await kit.ask('PATCH', `/v1/customers/${id}`, { key, body: {} })).toMatchObject({
    status: 422,
    body: { errors: [{ pointer: '', code: 'nothing_asked' }] },
  });
});

test('a submission over 60 MiB is refused while it is read', async () => {
  const id = await createdBy(kit, key);
  const huge = new File([new Uint8Array(61 * 1024 * 1024)], 'a.jpg', { type: 'image/jpeg' });
  const refused = await kit.ask('POST', `/v1/customers/${id}/documents`, {
    key,
    form: form({ type: 'passport', front: huge }),
  });
  expect(refused).toMatchObject({ status: 413, body: { code: 'payload_too_large' } });
});

test.each<[string, File, number, string]>([
  ['empty', new File([], 'a.jpg', { type: 'image/jpeg' }), 422, 'file_empty'],
  [
    'over 10 MiB',
    new File([new Uint8Array(10 * 1024 * 1024 + 1)], 'a.jpg'),
    413,
    'payload_too_large',
  ],
  [
    'HTML named .jpg',
    new File(['<html>'], 'a.jpg', { type: 'image/jpeg' }),
    415,
    'file_type_mismatch',
  ],
])('a file that is %s leaves no trace', async (_what, front, status, code) => {
  const id = await createdBy(kit, key);
  const path = `/v1/customers/${id}/documents`;
  const refused = await kit.ask('POST', path, { key, form: form({ type: 'passport', front }) });
  expect(refused).toMatchObject({ status, body: { code, errors: [{ pointer: '/front' }] } });
  const { database } = kit.deps.store;
  expect(
    await database.selectFrom('upload').where('customer_id', '=', id).selectAll().execute(),
  ).toEqual([]);
  expect((await kit.ask('GET', path, { key })).body).toMatchObject({ data: [] });
});

test('a submission of another media type is refused', async () => {
  const id = await createdBy(kit, key);
  const refused = await kit.ask('POST', `/v1/customers/${id}/documents`, {
    key,
    body: 'x',
    headers: { 'content-type': 'image/jpeg' },
  });
  expect(refused).toMatchObject({ status: 415, body: { code: 'media_type_not_supported' } });
});

test('a submission after the case was closed is refused, and nothing is left of it', async () => {
  const id = await createdBy(kit, key);
  await kit.ask('POST', `/v1/customers/${id}/close`, { key, body: {} });
  const refused = await kit.ask('POST', `/v1/customers/${id}/documents`, {
    key,
    form: form({ type: 'passport', front: picture() }),
  });
  expect(refused).toMatchObject({ status: 409, body: { code: 'case_closed' } });
  expect((await kit.ask('GET', `/v1/customers/${id}/documents`, { key })).body).toMatchObject({
    data: [],
  });
});

test('a document that no requirement asks for is refused by its own code', async () => {
  const id = await createdBy(kit, key, { level: 'basic' });
  const refused = await kit.ask('POST', `/v1/customers/${id}/documents`, {
    key,
    form: form({ type: 'utility_bill', front: picture() }),
  });
  expect(refused).toMatchObject({ status: 409, body: { code: 'document_not_asked' } });
});

test.each(['cus_unknown', 'cus_%00', 'nonsense', 'cus_../x'])(
  'the id %s is nobody’s',
  async (id) => {
    const answer = await kit.ask('GET', `/v1/customers/${encodeURIComponent(id)}`, { key });
    expect(answer).toMatchObject({ status: 404, body: { code: 'not_found' } });
  },
);

test('a method that a path does not serve is told which it does', async () => {
  const refused = await kit.ask('DELETE', '/v1/customers', { key });
  expect(refused).toMatchObject({ status: 405, body: { code: 'method_not_allowed' } });
  expect(refused.headers.get('allow')).toBe('POST, GET');
});

test('a path of its own is no object of that id, whatever the method', async () => {
  const refused = await kit.ask('GET', '/v1/customers/search', { key });
  expect(refused).toMatchObject({ status: 405, body: { code: 'method_not_allowed' } });
  expect(refused.headers.get('allow')).toBe('POST');
  const other = await kit.ask('PUT', '/v1/customers/cus_unknown', { key });
  expect(other.headers.get('allow')).toBe('GET, PATCH');
});

test.each([
  ['/v1/customers/{id}/events?after=2147483648', 422, 'validation_failed'],
  ['/v1/policies/standard/versions/2147483648', 404, 'not_found'],
  ['/v1/policies/standard/versions/234913449739103687455801344', 404, 'not_found'],
])('a number that no row can have is refused: %s', async (path, status, code) => {
  const id = await createdBy(kit, key);
  const refused = await kit.ask('GET', path.replace('{id}', id), { key });
  expect(refused).toMatchObject({ status, body: { code } });
});

test('an empty Idempotency-Key is refused, also where none is needed', async () => {
  const id = await createdBy(kit, key);
  const path = `/v1/customers/${id}/lock`;
  const refused = await kit.ask('POST', path, { key, body: {}, once: '' });
  expect(refused).toMatchObject({ status: 400, body: { code: 'idempotency_key_missing' } });
});

test('a reason that is none is refused, also of an app, who needs none', async () => {
  const headers = { 'vouch-reason': 'curiosity' };
  const refused = await kit.ask('POST', '/v1/customers', { key, headers, body: newCustomer() });
  expect(refused).toMatchObject({ status: 422 });
  expect(refused.body).toMatchObject({ errors: [{ pointer: '/headers/vouch-reason' }] });
});
