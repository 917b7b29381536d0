import { createHmac } from 'node:crypto';
import { WebhookEventVerifier } from '@onfido/api';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createApp } from '../../../api/app.ts';
import { STANDARD_1 } from '../../../domain/policy/built-in-policies.ts';
import { policyBody } from '../../../api/routes/policies/body.ts';
import { connect } from '../../../store/db/database.ts';
import { isStale } from '../../../store/vendors/read-callback.ts';
import { callbackBody } from '../../support/fake-onfido/server.ts';
import { openKit, type Kit } from '../kit/api-kit.ts';

const TOKEN = 'a webhook token';
let kit: Kit;
beforeAll(async () => {
  kit = await openKit();
});
afterAll(() => kit.close());

const signed = (raw: string, token = TOKEN) =>
  createHmac('sha256', token).update(raw).digest('hex');

interface Sent {
  raw?: string;
  signature?: string;
  type?: string;
  vendor?: string;
  deps?: Partial<Kit['deps']>;
}

async function send({ raw = callbackBody('check-1'), ...more }: Sent): Promise<Response> {
  const { signature = signed(raw), type = 'application/json', vendor = 'onfido' } = more;
  const app = createApp({ ...kit.deps, ...more.deps });
  const headers = { 'content-type': type, 'x-sha2-signature': signature };
  return app.request(`/v1/vendor-callbacks/${vendor}`, { method: 'POST', headers, body: raw });
}

const kept = async (reference: string) =>
  kit.deps.store.database
    .selectFrom('vendor_callback')
    .select(['event_id', 'state'])
    .where('reference', '=', reference)
    .execute();
const codeOf = async (response: Response) => ((await response.json()) as { code: string }).code;

test('a signed callback is kept once, whatever number of times it comes, with one entry', async () => {
  const raw = callbackBody('check-twice');
  const all = await Promise.all([1, 2, 3, 4].map(() => send({ raw })));
  expect(all.map(({ status }) => status)).toEqual([204, 204, 204, 204]);
  expect(all[0]?.headers.get('x-request-id')).toMatch(/^req_/);
  expect(await kept('check-twice')).toMatchObject([{ state: 'received' }]);
  const { rows } = await sql`SELECT 1 FROM audit_entry
    WHERE body LIKE '%vendor_callback.received%check-twice%'`.execute(kit.deps.store.database);
  expect(rows).toHaveLength(1);
  await send({ raw: callbackBody('check-twice', '2027-01-03T12:00:00Z') });
  expect(await kept('check-twice')).toHaveLength(2);
});

test('what we take for signed is what the vendor’s own client takes for signed', async () => {
  const raw = callbackBody('check-client');
  const verifier = new WebhookEventVerifier(TOKEN);
  expect(verifier.readPayload(Buffer.from(raw), signed(raw)).payload?.object?.id).toBe(
    'check-client',
  );
  expect((await send({ raw })).status).toBe(204);
  expect(() => verifier.readPayload(Buffer.from(`${raw} `), signed(raw))).toThrow('Invalid');
  expect((await send({ raw: `${raw} `, signature: signed(raw) })).status).toBe(401);
});

test('the token of before signs too, while it is being replaced', async () => {
  const raw = callbackBody('check-before');
  const signature = signed(raw, 'the token of before');
  expect((await send({ raw, signature })).status).toBe(204);
});

describe('forged', () => {
  const raw = callbackBody('check-forged');
  test.each([
    ['with another token', signed(raw, 'guessed')],
    ['with the signature of other bytes', signed(callbackBody('check-1'))],
    ['with half a signature', signed(raw).slice(0, 32)],
    ['with no signature', ''],
    ['with no hex', 'z'.repeat(64)],
  ])('%s: 401, and nothing is kept or parsed', async (_, signature) => {
    for (const body of [raw, 'no json at all']) {
      const answer = await send({ raw: body, signature });
      expect(answer.status).toBe(401);
      expect(await codeOf(answer)).toBe('unauthenticated');
    }
    expect(await kept('check-forged')).toEqual([]);
  });

  test('again and again: 429, which takes nothing from who signs', async () => {
    const deps = { limiter: kit.limiterOf({ writes: 2 }) };
    const statuses: number[] = [];
    for (let at = 0; at < 4; at += 1) {
      statuses.push((await send({ raw, signature: signed(raw, 'guessed'), deps })).status);
    }
    expect(statuses.filter((status) => status === 429).length).toBeGreaterThan(0);
    expect((await send({ raw: callbackBody('check-other'), deps })).status).toBe(204);
  });
});

test('what is signed and of no check of ours is answered, and not kept', async () => {
  const texts = [
    '[]',
    'null',
    '{"payload":{}}',
    '{"payload":{"resource_type":"report","object":{"id":"r"}}}',
    '{"payload":{"resource_type":"check","object":{"id":"a b"}}}',
    'cut {',
  ];
  for (const raw of texts) expect((await send({ raw })).status).toBe(204);
  const count = kit.deps.metrics.meters;
  expect(await count.text()).toMatch(
    /vouch_vendor_callbacks_total\{vendor="onfido",result="not_ours"\} 6/,
  );
});

test('too large, of another type, to a vendor that is not there, by another method', async () => {
  expect((await send({ raw: `"${'x'.repeat(70_000)}"` })).status).toBe(413);
  expect((await send({ type: 'text/plain' })).status).toBe(415);
  expect((await send({ vendor: 'acme' })).status).toBe(404);
  const { settings } = kit.deps;
  const none = { settings: { ...settings, vendors: [] } };
  expect((await send({ deps: none })).status).toBe(404);
  const silent = { settings: { ...settings, callbackSecrets: {} } };
  expect((await send({ deps: silent })).status).toBe(404);
  const got = await createApp(kit.deps).request('/v1/vendor-callbacks/onfido');
  expect([404, 405]).toContain(got.status);
});

test('with Postgres away it is not answered as kept, so that the vendor sends it again', async () => {
  const database = connect('postgresql://nobody@127.0.0.1:1/none');
  try {
    const deps = { store: { ...kit.deps.store, database } };
    const answer = await send({ raw: callbackBody('check-away'), deps });
    expect(answer.status).toBe(503);
    expect(answer.headers.get('retry-after')).not.toBeNull();
  } finally {
    await database.destroy();
  }
});

test('a vendor’s clock may differ by five minutes; one that tells no time is not asked for it', () => {
  const now = '2027-01-02T12:00:00.000Z';
  expect(isStale('2027-01-02T11:55:00.000Z', now)).toBe(false);
  expect(isStale('2027-01-02T11:54:59.999Z', now)).toBe(true);
  expect(isStale('2027-01-02T12:05:00.001Z', now)).toBe(true);
  expect(isStale(null, now)).toBe(false);
});

test('a policy names a vendor that is set up, and shows where it does; no other', async () => {
  const { object: _, version: __, ...rules } = policyBody(STANDARD_1);
  const body = { ...rules, name: 'outside', vendors: { identity_reading: 'onfido' } };
  const key = await kit.key();
  const made = await kit.ask('POST', '/v1/policies', { key, body });
  expect(made.status).toBe(201);
  expect(made.body).toMatchObject({ vendors: { identity_reading: 'onfido' } });
  const more = { ...body, vendors: { ...body.vendors, identity_match: 'onfido' } };
  expect((await kit.ask('POST', '/v1/policies', { key, body: more })).status).toBe(201);
  const path = '/v1/policies/outside/versions/2/difference?from=1';
  expect((await kit.ask('GET', path, { key })).body).toMatchObject({
    changes: [{ pointer: '/vendors/identity_match', from: null, to: 'onfido' }],
  });
  const alone = kit.withDeps({ settings: { ...kit.deps.settings, vendors: [] } });
  const refused = await alone.ask('POST', '/v1/policies', { key, body });
  expect(refused.body).toMatchObject({
    errors: [{ pointer: '/vendors/identity_reading', code: 'vendor_not_set_up' }],
  });
  const wrong = { ...body, vendors: { address_match: 'onfido' } };
  const told = await kit.ask('POST', '/v1/policies', { key, body: wrong });
  expect(told.body).toMatchObject({ errors: [{ pointer: '/vendors/address_match' }] });
});
