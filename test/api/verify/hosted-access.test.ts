import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { HOSTED } from '../../../api/verify/operations.ts';
import { OPERATIONS } from '../../../api/operations.ts';
import { examplePath } from '../../../api/openapi/parameters.ts';
import { openKit, type Kit } from '../kit/api-kit.ts';
import { COOKIE, type Holder, linkFor, ORIGIN, startedBy } from '../kit/holder.ts';
import { createdBy, form, picture } from '../kit/people.ts';

let kit: Kit;
let key: string;
let anna: Holder;
let bert: Holder;
beforeAll(async () => {
  kit = await openKit();
  key = await kit.key();
  [anna, bert] = [await someone(), await someone()];
});
afterAll(() => kit.close());

async function someone(): Promise<Holder> {
  const customer = await createdBy(kit, key);
  return startedBy(kit, await linkFor(kit, key, { customer }));
}

const ROUTES = HOSTED.map((one) => {
  const { method, path } = one.declaration;
  return [`${method.toUpperCase()} ${path}`, one] as const;
});
type Route = (typeof HOSTED)[number];

/** A request as our own page would send it, but for what the test changes. */
function asked({ by, declaration }: Route, more: Record<string, string | null>) {
  const { method, raw, example } = declaration;
  const own = { cookie: anna.cookie, origin: ORIGIN, 'x-csrf-token': anna.csrf };
  const all = { ...(by === 'session' ? own : { origin: ORIGIN }), ...more };
  const headers = Object.fromEntries(Object.entries(all).filter(([, value]) => value !== null));
  const path = examplePath(declaration, '').replace('//', `/${anna.token}/`);
  const whole = path.endsWith('/') ? `${path}${anna.token}` : path;
  const body = raw ? { form: form({ file: picture() }) } : { body: example };
  return [
    method.toUpperCase(),
    whole,
    { once: null, headers: headers as Record<string, string>, ...body },
  ] as const;
}

/** Each by an app of its own: an address has but ten guesses. */
const tried = async (route: Route, more: Record<string, string | null>) => {
  const [method, path, asking] = asked(route, more);
  const { status, body } = await kit.withDeps({}).ask(method, path, asking);
  return { status, code: (body as { code?: string } | undefined)?.code };
};

describe.each(ROUTES)('%s', (_name, route) => {
  const isWrite = route.declaration.method !== 'get';
  const isSession = route.by === 'session';

  test('takes no key, not even beside what opens it', async () => {
    const forbidden = { status: 403, code: 'forbidden' };
    for (const given of [{ authorization: `Bearer ${key}` }, { 'x-api-key': key }]) {
      expect(await tried(route, given)).toEqual(forbidden);
      expect(await tried(route, { ...given, cookie: null })).toEqual(forbidden);
    }
  });

  test('opens to nobody without a live session, and tells them nothing', async () => {
    if (!isSession) return;
    const unknown = `${COOKIE}=${'0'.repeat(43)}`;
    for (const cookie of [null, unknown, `vouch-verify=${anna.cookie.split('=')[1]}`, 'a=b']) {
      expect(await tried(route, { cookie })).toEqual({ status: 401, code: 'session_not_live' });
    }
  });

  test('writes only for our own page', async () => {
    if (!isWrite) return;
    const foreign = { status: 403, code: 'cross_site_request' };
    const wrong = [
      { origin: null },
      { origin: 'https://evil.example' },
      { origin: 'null' },
      { origin: `${ORIGIN}.evil.example` },
      { origin: null, 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
      { origin: 'https://evil.example', 'sec-fetch-site': 'same-origin' },
    ];
    for (const more of wrong)
      expect(await tried(route, more), JSON.stringify(more)).toEqual(foreign);
  });

  test('writes only with the token of its own session', async () => {
    if (!isWrite || !isSession) return;
    const foreign = { status: 403, code: 'cross_site_request' };
    for (const csrf of [null, '', 'x', bert.csrf]) {
      expect(await tried(route, { 'x-csrf-token': csrf })).toEqual(foreign);
    }
  });

  test('refuses what it does not know', async () => {
    if (!isSession) return;
    const [method, path, asking] = asked(route, {});
    const answer = await kit.ask(method, `${path}?colour=red`, asking);
    expect(answer.status).toBe(422);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(answer.headers.get('referrer-policy')).toBe('no-referrer');
  });
});

test('a page that sends no referrer is known by what its browser says of the site', async () => {
  const [, route] =
    ROUTES.find(([name]) => name.startsWith('POST') && name.endsWith('consents')) ?? [];
  if (!route) throw new Error('no such route');
  for (const origin of [null, 'null', ORIGIN]) {
    const { status } = await tried(route, { origin, 'sec-fetch-site': 'same-origin' });
    expect(status).toBe(201);
  }
});

test('a cookie opens no route of keys', async () => {
  for (const { declaration } of OPERATIONS) {
    const path = examplePath(declaration, 'cus_none');
    const headers = { cookie: anna.cookie, origin: ORIGIN, 'x-csrf-token': anna.csrf };
    const { status } = await kit.ask(declaration.method.toUpperCase(), path, { headers });
    expect(status, declaration.name).toBe(401);
  }
});

test('what one customer stages, another neither sees nor submits', async () => {
  const [one, other] = [await someone(), await someone()];
  await one.stage('passport');
  await other.stage('utility_bill');
  const seen = async (holder: Holder) => (await holder.ask('GET', '/verify/session')).body;
  expect(await seen(one)).toMatchObject({ documents: [{ type: 'passport' }] });
  expect(await seen(other)).toMatchObject({ documents: [{ type: 'utility_bill' }] });
  await other.ask('DELETE', '/verify/session/documents/passport');
  expect(await other.submit()).toMatchObject({ body: { documents: [{ type: 'utility_bill' }] } });
  expect(await seen(one)).toMatchObject({ documents: [{ type: 'passport' }] });
});

test('the session’s cookie is out of reach of scripts and other sites', async () => {
  const { token } = await someone();
  const ask = (by: Kit['ask']) =>
    by('POST', `/verify/${token}/start`, { headers: { origin: ORIGIN } });
  const said = (await ask(kit.ask)).headers.get('set-cookie') ?? '';
  expect(said).toMatch(
    /^__Host-vouch-verify=[0-9A-Za-z]{43}; Path=\/; Secure; HttpOnly; SameSite=Lax/,
  );
  expect(said).not.toContain(token);
  const hosted = { url: ORIGIN, isSecure: false };
  const plain = kit.withDeps({ settings: { ...kit.deps.settings, hosted } });
  const here = (await ask(plain.ask)).headers.get('set-cookie');
  expect(here).toMatch(/^vouch-verify=[0-9A-Za-z]{43}; Path=\/verify; HttpOnly; SameSite=Lax/);
});

test('a session ends by itself, and an eleventh device ends the first', async () => {
  const customer = await createdBy(kit, key);
  const given = await linkFor(kit, key, { customer });
  const first = await startedBy(kit, given);
  const at = (hours: number) =>
    kit.withDeps({ now: () => new Date(Date.now() + hours * 3_600_000).toISOString() });
  const read = { headers: { cookie: first.cookie } };
  expect((await at(11).ask('GET', '/verify/session', read)).status).toBe(200);
  expect((await at(13).ask('GET', '/verify/session', read)).status).toBe(401);
  for (let devices = 0; devices < 10; devices += 1) await startedBy(kit, given);
  expect((await kit.ask('GET', '/verify/session', read)).status).toBe(401);
});

test('ten wrong tokens a minute from one address, then none is looked up; sessions go on', async () => {
  const api = kit.withDeps({});
  const { token } = await someone();
  const look = (text: string) => api.ask('GET', `/verify/${text}`);
  for (let guess = 0; guess < 10; guess += 1) {
    expect((await look(String(guess).repeat(43))).status).toBe(404);
  }
  const limited = await look(token);
  expect(limited).toMatchObject({ status: 429, body: { code: 'rate_limited' } });
  expect(Number(limited.headers.get('retry-after'))).toBeGreaterThan(0);
  const path = '/verify/session';
  const read = (cookie: string) => api.ask('GET', path, { headers: { cookie } });
  expect((await read(anna.cookie)).status).toBe(200);
  expect((await read(`${COOKIE}=${'0'.repeat(43)}`)).status).toBe(429);
  expect((await kit.withDeps({}).ask('GET', `/verify/${token}`)).status).toBe(200);
});
