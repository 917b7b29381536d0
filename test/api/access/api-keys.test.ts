import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { SCOPES } from '../../../domain/access/access.ts';
import { shift } from '../../../domain/time.ts';
import { createKeyVerifier } from '../../../store/api-keys/verify-api-key.ts';
import { openKit, type Kit } from '../kit/api-kit.ts';

let kit: Kit;
let app: string;
beforeAll(async () => {
  kit = await openKit();
  app = await kit.key();
});
afterAll(() => kit.close());

const SHOP = { name: 'shop', mode: 'test', scopes: ['customers:read', 'keys:manage'] };
const make = (key: string, more: object = {}) =>
  kit.ask('POST', '/v1/api-keys', { key, body: { ...SHOP, ...more } });
const rotate = (key: string, id: string, body: object = {}) =>
  kit.ask('POST', `/v1/api-keys/${id}/rotate`, { key, body });
const agree = (key: string, id: string) =>
  kit.ask('POST', `/v1/api-keys/${id}/agree`, { key, body: undefined });
const statusOf = async (key: string) => (await kit.ask('GET', '/v1/customers', { key })).status;
/** As of now, past the second for which the API may keep an answer. */
const opens = async (key: string, atMs = Date.now()) =>
  (await createKeyVerifier(kit.deps.store.database, { now: () => atMs }).verify(key)) !== null;
const idOf = (key: string) => key.split('_')[2] ?? '';
const daysOn = (days: number) => shift(new Date().toISOString(), { days });

async function entriesOf(id: string): Promise<string[]> {
  const rows = await kit.deps.store.database
    .selectFrom('audit_entry')
    .select('body')
    .where('body', 'like', `%"object":"${id}"%`)
    .orderBy('n')
    .execute();
  return rows.map(({ body }) => (JSON.parse(body) as { action: string }).action);
}

describe('a new key', () => {
  test('is shown once, opens what it says for a year, and leaves its entry', async () => {
    const made = await make(app);
    expect(made).toMatchObject({
      status: 201,
      body: { ...SHOP, role: 'app', holder: null, state: 'live', app: made.text('/id') },
    });
    expect(await statusOf(made.text('/key'))).toBe(200);
    const days = Date.parse(made.text('/expires_at')) - Date.parse(made.text('/created_at'));
    expect(days / 86_400_000).toBe(365);
    expect(made.text('/created_by/id')).toBe(idOf(app));
    expect(await entriesOf(made.text('/id'))).toEqual(['api_key.created']);
    const listed = await kit.ask('GET', '/v1/api-keys', { key: app });
    expect(listed.bytes.toString()).toContain(made.text('/id'));
    expect(listed.bytes.toString()).not.toContain(made.text('/key').slice(21));
  });

  test('is in no repeated answer, and nowhere in what is kept of the first', async () => {
    const asked = { key: app, body: SHOP, once: 'the-same' };
    const first = await kit.ask('POST', '/v1/api-keys', asked);
    const again = await kit.ask('POST', '/v1/api-keys', asked);
    expect(again.headers.get('idempotent-replayed')).toBe('true');
    expect(again.body).toEqual({ ...(first.body as object), key: null });
    expect(await statusOf(first.text('/key'))).toBe(200);
  });

  test.each([
    ['a scope that the maker has not', { scopes: ['customers:read', 'findings:read'] }],
    ['another role', { role: 'reviewer', holder: 'bert' }],
    ['live customers, by a test key', { mode: 'live' }],
  ])('does not give %s', async (_, more) => {
    const scopes = SCOPES.filter((scope) => scope !== 'findings:read');
    const key = await kit.key({ scopes });
    expect(await make(key, more)).toMatchObject({ status: 403, body: { code: 'forbidden' } });
  });

  test('of a person is given by an admin, to somebody else', async () => {
    const admin = await kit.key({ role: 'admin', holder: 'anna' });
    const reviewer = { role: 'reviewer', scopes: ['customers:read', 'reviews:write'] };
    const given = await make(admin, { ...reviewer, holder: 'bert' });
    expect(given).toMatchObject({ status: 201, body: { role: 'reviewer', holder: 'bert' } });
    expect((await agree(await kit.key({ role: 'admin' }), given.text('/id'))).status).toBe(200);
    expect((await kit.ask('GET', '/v1/reviews', { key: given.text('/key') })).status).toBe(200);
    for (const role of ['reviewer', 'admin']) {
      const own = await make(admin, { ...reviewer, role, holder: 'anna' });
      expect(own).toMatchObject({ status: 409, body: { code: 'same_person' } });
    }
  });

  test.each([
    ['no person for a person’s role', { role: 'reviewer' }, '/holder', 'required'],
    ['a person for an app', { holder: 'bert' }, '/holder', 'not_taken'],
    ['a second spelling of a person', { role: 'admin', holder: 'Bert' }, '/holder', 'not_a_holder'],
    ['no scope at all', { scopes: [] }, '/scopes', 'too_few'],
    ['the system’s role', { role: 'system' }, '/role', 'not_in_list'],
    ['a life that is over', { expires_at: '2020-01-01T00:00:00Z' }, '/expires_at', 'not_in_range'],
    ['more than 400 days', { expires_at: daysOn(401) }, '/expires_at', 'not_in_range'],
  ])('is refused with %s', async (_, more, pointer, code) => {
    const key = await kit.key({ role: 'admin' });
    const refused = await make(key, more);
    expect(refused.status).toBe(422);
    expect(refused.body).toMatchObject({ errors: [{ pointer, code }] });
  });
});

describe('a rotation', () => {
  test('keeps the rights; for the overlap both keys open, then the new one alone', async () => {
    const old = await make(app);
    const made = await rotate(app, old.text('/id'), { overlap_seconds: 3600 });
    expect(made).toMatchObject({ status: 201, body: { ...SHOP, app: old.text('/id') } });
    const hour = Date.now() + 3_600_000;
    expect(await opens(old.text('/key'), hour - 10_000)).toBe(true);
    expect(await opens(old.text('/key'), hour)).toBe(false);
    expect(await opens(made.text('/key'), hour)).toBe(true);
    expect(await entriesOf(old.text('/id'))).toEqual(['api_key.created', 'api_key.rotated']);
    expect(await entriesOf(made.text('/id'))).toEqual(['api_key.created']);
  });

  test('leaves at most two live keys, however many ask at once', async () => {
    const first = (await make(app)).text('/id');
    const asked = await Promise.all([1, 2, 3, 4, 5].map(() => rotate(app, first)));
    const refused = asked.filter(({ status }) => status === 409);
    expect(refused).toHaveLength(4);
    const second = asked.find(({ status }) => status === 201)?.text('/id') ?? '';
    expect(await rotate(app, second)).toMatchObject({ body: { code: 'api_key_rotating' } });
    await kit.ask('DELETE', `/v1/api-keys/${first}`, { key: app });
    expect(await rotate(app, first)).toMatchObject({ body: { code: 'api_key_not_live' } });
    expect(await rotate(app, second)).toMatchObject({ status: 201, body: { app: first } });
  });

  test('with no overlap ends the old key at once, and its answer is not repeated whole', async () => {
    const old = await make(app);
    const path = `/v1/api-keys/${old.text('/id')}/rotate`;
    const asked = { key: app, body: { overlap_seconds: 0 }, once: 'rotation' };
    const made = await kit.ask('POST', path, asked);
    expect(await opens(old.text('/key'))).toBe(false);
    const again = await kit.ask('POST', path, asked);
    expect(again).toMatchObject({ status: 201, body: { id: made.text('/id'), key: null } });
  });

  test('does not prolong a key that would have ended before, and no overlap passes a week', async () => {
    const soon = shift(new Date().toISOString(), { seconds: 600 });
    const old = await make(app, { expires_at: soon });
    await rotate(app, old.text('/id'), { overlap_seconds: 604_800 });
    const listed = await kit.ask('GET', '/v1/api-keys', { key: app });
    const { data } = listed.body as { data: { id: string; expires_at: string }[] };
    expect(data.find(({ id }) => id === old.text('/id'))?.expires_at).toBe(soon);
    expect((await rotate(app, idOf(app), { overlap_seconds: 604_801 })).status).toBe(422);
  });

  test('ends when the key before would have ended, unless another end is asked for', async () => {
    const soon = shift(new Date().toISOString(), { seconds: 600 });
    const old = await make(app, { expires_at: soon });
    const next = await rotate(app, old.text('/id'), { overlap_seconds: 0 });
    expect(next.body).toMatchObject({ expires_at: soon });
    const refused = await rotate(app, next.text('/id'), { expires_at: daysOn(401) });
    expect(refused.body).toMatchObject({ errors: [{ pointer: '/expires_at' }] });
    const later = daysOn(399);
    const longer = await rotate(app, next.text('/id'), { expires_at: later });
    expect(longer).toMatchObject({ status: 201, body: { expires_at: later } });
  });

  test('of one’s own key lengthens no person’s life: another admin does', async () => {
    const admin = await kit.key({ role: 'admin', holder: 'carla' });
    const own = await rotate(admin, idOf(admin), { expires_at: daysOn(30) });
    expect(own).toMatchObject({ status: 409, body: { code: 'same_person' } });
    const other = await kit.key({ role: 'admin', holder: 'dagny' });
    const given = await rotate(other, idOf(admin), { expires_at: daysOn(30) });
    expect(given).toMatchObject({ status: 201, body: { holder: 'carla', state: 'pending' } });
    const mine = await kit.key();
    expect(await rotate(mine, idOf(mine), { expires_at: daysOn(30) })).toMatchObject({
      status: 201,
    });
  });

  test('hands nobody a key that opens more than theirs; their own they may renew', async () => {
    const admin = await kit.key({ role: 'admin', holder: 'anna' });
    expect(await rotate(app, idOf(admin))).toMatchObject({ status: 403 });
    const narrow = await kit.key({ scopes: ['keys:manage'] });
    expect(await rotate(narrow, idOf(app))).toMatchObject({ status: 403 });
    expect(await rotate(narrow, idOf(narrow))).toMatchObject({ status: 201 });
    expect(await rotate(admin, idOf(admin))).toMatchObject({ body: { holder: 'anna' } });
  });
});

describe('whoever may see keys', () => {
  test('sees those of their mode: a live key all, a test key no live one', async () => {
    const live = await kit.key({ mode: 'live' });
    for (const [method, path] of [
      ['DELETE', ''],
      ['POST', '/rotate'],
    ] as const) {
      const body = method === 'POST' ? {} : undefined;
      const hidden = `/v1/api-keys/${idOf(live)}${path}`;
      expect((await kit.ask(method, hidden, { key: app, body })).status).toBe(404);
    }
    const seen = async (key: string) =>
      (await kit.ask('GET', '/v1/api-keys?limit=100', { key })).bytes.toString();
    expect(await seen(live)).toContain(idOf(app));
    expect(await seen(app)).not.toContain(idOf(live));
  });

  test('an auditor reads and changes nothing; a revocation holds, twice told', async () => {
    const auditor = await kit.key({ role: 'auditor' });
    const doomed = await kit.key();
    const path = `/v1/api-keys/${idOf(doomed)}`;
    expect((await kit.ask('GET', '/v1/api-keys', { key: auditor })).status).toBe(200);
    expect((await kit.ask('DELETE', path, { key: auditor })).status).toBe(403);
    for (const _ of [1, 2]) {
      const ended = await kit.ask('DELETE', path, { key: app });
      expect(ended).toMatchObject({ status: 200, body: { state: 'revoked' } });
    }
    expect(await opens(doomed)).toBe(false);
    expect(await entriesOf(idOf(doomed))).toEqual([
      'api_key.created',
      'access.refused',
      'api_key.revoked',
    ]);
  });

  test('pages through them by state, newest first', async () => {
    const key = await kit.key({ scopes: ['keys:manage', 'customers:read'] });
    const ids = [];
    for (const _ of [1, 2, 3]) ids.unshift((await make(key)).text('/id'));
    const first = await kit.ask('GET', '/v1/api-keys?state=live&limit=2', { key });
    const next = `/v1/api-keys?state=live&limit=2&after=${first.text('/next')}`;
    const second = await kit.ask('GET', next, { key });
    const found = [first, second].flatMap(({ body }) => (body as { data: { id: string }[] }).data);
    expect(found.slice(0, 3).map(({ id }) => id)).toEqual(ids);
    const ended = await kit.ask('GET', '/v1/api-keys?state=expired', { key });
    for (const { state } of (ended.body as { data: { state: string }[] }).data) {
      expect(state).toBe('expired');
    }
    const other = `/v1/api-keys?state=revoked&after=${first.text('/next')}`;
    expect((await kit.ask('GET', other, { key })).status).toBe(422);
  });
});
