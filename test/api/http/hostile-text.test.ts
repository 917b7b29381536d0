import { afterAll, beforeAll, expect, test } from 'vitest';
import { createApp } from '../../../api/app.ts';
import { openKit, type Kit } from '../kit/api-kit.ts';
import { createdBy, form, newCustomer, picture } from '../kit/people.ts';

let kit: Kit;
let key: string;
let admin: string;
let id: string;
beforeAll(async () => {
  kit = await openKit();
  key = await kit.key();
  admin = await kit.key({ role: 'admin' });
  id = await createdBy(kit, key);
});
afterAll(() => kit.close());

const BAD: [string, string][] = [
  ['a NUL', 'a\u0000b'],
  ['half of a surrogate pair', 'a\ud800b'],
];
const FRONT = Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 16, 74, 70, 73, 70, 0]).toString('base64');

test.each(BAD)(
  '%s in the challenge of a JSON submission is refused at its place',
  async (_, bad) => {
    const document = { type: 'selfie', frames: [FRONT], step: [0], challenge: bad };
    const body = { documents: [document] };
    const refused = await kit.ask('POST', `/v1/customers/${id}/documents`, { key, body });
    expect(refused).toMatchObject({ status: 422, body: { code: 'validation_failed' } });
    const pointer = '/documents/0/challenge';
    expect(refused.body).toMatchObject({ errors: [{ pointer, code: 'control_character' }] });
  },
);

test('a NUL in the challenge of a form is refused at its place', async () => {
  const sent = form({
    type: 'selfie',
    challenge: 'a\u0000b',
    'frames[0]': picture(),
    'step[0]': '0',
  });
  const refused = await kit.ask('POST', `/v1/customers/${id}/documents`, { key, form: sent });
  expect(refused).toMatchObject({ status: 422, body: { errors: [{ pointer: '/challenge' }] } });
});

test('a NUL in the name of a file makes the form malformed', async () => {
  const boundary = 'edge';
  const lines = [
    `--${boundary}`,
    'Content-Disposition: form-data; name="type"',
    '',
    'passport',
    `--${boundary}`,
    'Content-Disposition: form-data; name="front"; filename="a\u0000.jpg"',
    '',
    Buffer.from(FRONT, 'base64').toString('latin1'),
    `--${boundary}--`,
    '',
  ];
  const refused = await createApp(kit.deps).request(`/v1/customers/${id}/documents`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${key}`,
      'idempotency-key': 'nul-in-a-name',
      'content-type': `multipart/form-data; boundary=${boundary}`,
    },
    body: Buffer.from(lines.join('\r\n'), 'latin1'),
  });
  expect(refused.status).toBe(400);
  expect(await refused.json()).toMatchObject({ code: 'malformed_request' });
});

test.each<[string, string, unknown, string]>([
  ['POST', '/v1/customers', { ...newCustomer(), locale: 'BAD' }, '/locale'],
  ['POST', '/v1/customers', { ...newCustomer(), policy: 'BAD' }, '/policy'],
  ['POST', '/v1/customers', { ...newCustomer(), metadata: { plan: 'BAD' } }, '/metadata/plan'],
  ['POST', '/v1/customers', { ...newCustomer(), metadata: { BAD: 'x' } }, '/metadata'],
  ['POST', '/v1/customers/{id}/lock', { reason: 'BAD' }, '/reason'],
  ['POST', '/v1/webhook-endpoints', { url: 'https://a.example/BAD' }, '/url'],
  ['POST', '/v1/customers/search', { phone: 'BAD' }, '/phone'],
])('%s %s: what no column holds is refused in any field', async (method, path, body, pointer) => {
  for (const [, bad] of BAD) {
    const sent = JSON.stringify(body).replaceAll('BAD', JSON.stringify(bad).slice(1, -1));
    const as = path.startsWith('/v1/webhook') ? admin : key;
    const asked = { key: as, body: sent, headers: { 'content-type': 'application/json' } };
    const refused = await kit.ask(method, path.replace('{id}', id), asked);
    expect(refused).toMatchObject({ status: 422, body: { code: 'validation_failed' } });
    expect(refused.body).toMatchObject({ errors: [{ pointer, code: 'control_character' }] });
  }
});

test.each([
  ['/v1/customers?external_id=a%00b', 422],
  ['/v1/customers?after=a%00b', 422],
  ['/v1/customers?%00=b', 422],
  ['/v1/customers/a%00b', 404],
  ['/v1/policies/a%00b/versions/1', 404],
  ['/v1/customers?created_after=0000-01-01T00:00:00Z', 422],
  ['/v1/customers?created_before=0000-12-31T00:00:00Z', 422],
  ['/v1/customers?created_before=9999-12-31T23:59:59Z', 200],
  ['/v1/customers?created_before=+275760-09-13T00:00:00Z', 422],
])('%s is answered with %i', async (path, status) => {
  expect((await kit.ask('GET', path, { key })).status).toBe(status);
});

test('an Idempotency-Key of other letters is refused', async () => {
  for (const once of ['a b', '\u00e9', 'x'.repeat(256)]) {
    const refused = await kit.ask('POST', '/v1/customers', { key, once, body: newCustomer() });
    expect(refused).toMatchObject({ status: 400, body: { code: 'idempotency_key_missing' } });
  }
});

test('a version that no row can have is refused in a body', async () => {
  const body = { filter: { policy_version: 2 ** 31 } };
  const move = '/v1/policies/standard/versions/1/move';
  expect((await kit.ask('POST', move, { key: admin, body })).status).toBe(422);
  const simulated = { ...body, version: 1 };
  const path = '/v1/policies/standard/simulate';
  expect((await kit.ask('POST', path, { key: admin, body: simulated })).status).toBe(422);
});

test('a level that is a property of every object is none', async () => {
  const body = { level: 'constructor' };
  const refused = await kit.ask('PATCH', `/v1/customers/${id}`, { key, body });
  expect(refused).toMatchObject({ status: 422, body: { errors: [{ pointer: '/level' }] } });
  const read = await kit.ask('GET', `/v1/customers/${id}`, { key });
  expect(read.body).toMatchObject({ level: 'standard', status: 'approval_pending' });
});
