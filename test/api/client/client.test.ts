import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createApp } from '../../../api/app.ts';
import { createVouchClient, type VouchClient } from '../../../api/client/client.ts';
import type { SendOptions } from '../../../api/client/send.ts';
import { bodyOf } from '../../journey/people.ts';
import { PEOPLE } from '../../specimens/people.ts';
import { type Kit, openKit } from '../kit/api-kit.ts';

const PASSPORT = {
  type: 'passport' as const,
  country: 'SE',
  front: { name: 'passport.png', bytes: readFileSync('test/specimens/files/passport-flat.png') },
};
const PERSON = bodyOf(PEOPLE.anna);
let kit: Kit;
let key: string;
beforeAll(async () => {
  kit = await openKit();
  key = await kit.key();
});
afterAll(() => kit.close());

/** A client whose requests go to the app, by way of what a test puts between. */
function clientVia(between: (real: typeof fetch) => typeof fetch = (real) => real): VouchClient {
  const app = createApp(kit.deps);
  const real: typeof fetch = async (input, init) =>
    app.request(input instanceof Request ? input.url : String(input), init);
  const options: SendOptions = { url: 'http://vouch.test', key, fetch: between(real) };
  return createVouchClient(options);
}

test('an app creates, submits, reads and goes through lists', async () => {
  const vouch = clientVia();
  const { id, requirements } = await vouch.post('/v1/customers', { body: PERSON });
  expect(requirements.currently_due).toEqual(['identity', 'address']);
  const { data, customer } = await vouch.submitDocuments(id, PASSPORT);
  expect(data).toMatchObject([{ type: 'passport', customer: id }]);
  const query = { expand: ['documents' as const, 'checks' as const] };
  const { version, documents } = await vouch.get('/v1/customers/{id}', { id, query });
  expect(version).toBeGreaterThanOrEqual(customer.version);
  expect(documents?.map((one) => one.id)).toEqual(data.map((one) => one.id));
  const second = await vouch.post('/v1/customers', { body: PERSON });
  const found: string[] = [];
  for await (const one of vouch.all('/v1/customers', { query: { limit: 1 } })) found.push(one.id);
  expect(found.toSorted()).toEqual([id, second.id].toSorted());
});

test('an answer that got lost is asked for again, and nothing is done twice', async () => {
  let lost = 0;
  const vouch = clientVia((real) => async (input, init) => {
    const response = await real(input, init);
    if (init?.method === 'POST' && lost++ < 2) throw new TypeError('the connection was cut');
    return response;
  });
  const { id } = await vouch.post('/v1/customers', { body: { ...PERSON, external_id: 'lost-1' } });
  expect(lost).toBe(3);
  const { data } = await vouch.get('/v1/customers', { query: { external_id: 'lost-1' } });
  expect(data.map((one) => one.id)).toEqual([id]);
});

test('what may pass is tried again after its Retry-After, what may not is thrown at once', async () => {
  const asked: number[] = [];
  const answers = [away('1'), away('0')];
  const vouch = clientVia((real) => async (input, init) => {
    asked.push(performance.now());
    return answers.shift() ?? real(input, init);
  });
  const { id } = await vouch.post('/v1/customers', { body: PERSON });
  expect(asked).toHaveLength(3);
  expect((asked[1] ?? 0) - (asked[0] ?? 0)).toBeGreaterThanOrEqual(990);
  asked.length = 0;
  const body = { details: { birth_date: 'soon' } };
  await expect(vouch.patch('/v1/customers/{id}', { id, body })).rejects.toMatchObject({
    name: 'VouchProblem',
    problem: {
      status: 422,
      code: 'validation_failed',
      errors: [{ pointer: '/details/birth_date' }],
    },
  });
  expect(asked).toHaveLength(1);
});

test('tries end: with the last problem, or at once when the wait would be too long', async () => {
  let asked = 0;
  const page = () => new Response('<html>', { status: 502, headers: { 'retry-after': '0' } });
  const vouch = clientVia(() => async () => ((asked += 1), page()));
  const problem = { status: 502, code: 'internal_error', request_id: 'none' };
  await expect(vouch.get('/v1/customers')).rejects.toMatchObject({ problem });
  expect(asked).toBe(5);
  const patient = clientVia(() => async () => ((asked += 1), away('3600')));
  await expect(patient.get('/v1/customers')).rejects.toMatchObject({ retryAfter: 3600 });
  expect(asked).toBe(6);
});

test('a key goes to one address: nothing is followed elsewhere', async () => {
  let said: RequestInit | undefined;
  const vouch = clientVia((real) => (input, init) => ((said = init), real(input, init)));
  await vouch.get('/v1/customers');
  expect(said?.redirect).toBe('error');
});

test('events come in order, without a gap, and those to come are waited for', async () => {
  const vouch = clientVia();
  const { id } = await vouch.post('/v1/customers', { body: PERSON });
  const ended = new AbortController();
  const seen: { sequence: number; type: string }[] = [];
  const listening = (async () => {
    for await (const event of vouch.events(id, { signal: ended.signal, wait: 5 })) {
      seen.push(event);
      if (event.type === 'customer.locked') ended.abort();
    }
  })();
  await expect.poll(() => seen.length).toBeGreaterThan(0);
  await vouch.post('/v1/customers/{id}/lock', { id, body: { reason: 'A question' } });
  await listening;
  expect(seen.map(({ sequence }) => sequence)).toEqual(seen.map((_, at) => at + 1));
  const from = seen.at(-1)?.sequence ?? 0;
  await vouch.post('/v1/customers/{id}/unlock', { id });
  for await (const event of vouch.events(id, { after: from })) {
    expect(event).toMatchObject({ sequence: from + 1, type: 'customer.unlocked' });
    break;
  }
});

test('who waits for no news asks once a second, and an end is heard meanwhile', async () => {
  let asked = 0;
  const vouch = clientVia((real) => (input, init) => ((asked += 1), real(input, init)));
  const { id } = await vouch.post('/v1/customers', { body: PERSON });
  const ended = new AbortController();
  setTimeout(() => ended.abort(), 1500);
  const startedAt = performance.now();
  const after = 1_000_000;
  for await (const event of vouch.events(id, { after, wait: 0, signal: ended.signal })) {
    expect(event).toBeNull(); // none is that far
  }
  expect(performance.now() - startedAt).toBeLessThan(1950);
  expect(asked - 1).toBe(2);
});

test('a form version guards a change', async () => {
  const vouch = clientVia();
  const { id, version } = await vouch.post('/v1/customers', { body: PERSON });
  const body = { locale: 'sv' };
  await vouch.patch('/v1/customers/{id}', { id, body, ifVersion: version });
  const stale = vouch.patch('/v1/customers/{id}', { id, body, ifVersion: version + 7 });
  await expect(stale).rejects.toMatchObject({ problem: { code: 'version_mismatch' } });
});

test('what the API does not take does not compile', () => {
  const wrong = (vouch: VouchClient) => [
    // @ts-expect-error no such route
    vouch.get('/v1/nothing', {}),
    // @ts-expect-error its id is missing
    vouch.get('/v1/customers/{id}', {}),
    // @ts-expect-error a level is a text
    vouch.post('/v1/customers', { body: { ...PERSON, level: 3 } }),
    // @ts-expect-error no such filter
    vouch.get('/v1/customers', { query: { shoe_size: 38 } }),
  ];
  expect(wrong).toBeTypeOf('function');
});

test('it carries nothing of the server', () => {
  const files = [
    'api/client/client.ts',
    ...readdirSync('api/client').map((file) => `api/client/${file}`),
  ];
  const values = files.flatMap((file) =>
    [
      ...readFileSync(file, 'utf8').matchAll(/^(?:import|export) (?!type)[^;]*from '([^']+)'/gm),
    ].map(([, from = '']) => from),
  );
  expect(values.filter((from) => !/^node:|^\.\/(client\/)?[a-z]+\.ts$/.test(from))).toEqual([]);
  const { exports } = JSON.parse(readFileSync('package.json', 'utf8')) as {
    exports: Record<string, Record<string, string>>;
  };
  expect(exports['./client']).toEqual({
    types: './dist/api/client/client.d.ts',
    default: './dist/api/client/client.js',
  });
});

function away(seconds: string): Response {
  return Response.json(
    { type: '', title: '', status: 503, code: 'engine_unavailable', request_id: 'req_1' },
    {
      status: 503,
      headers: { 'content-type': 'application/problem+json', 'retry-after': seconds },
    },
  );
}
