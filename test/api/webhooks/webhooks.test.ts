import { afterAll, beforeAll, expect, test } from 'vitest';
import { ENDPOINTS_MAX } from '../../../domain/webhooks/endpoint.ts';
import { signingKeys } from '../../../store/webhooks/secrets.ts';
import { readAllowedRanges } from '../../../platform/network/allowed-ranges.ts';
import { openKit, type Kit } from '../kit/api-kit.ts';

let kit: Kit;
let key: string;
beforeAll(async () => {
  kit = await openKit();
  key = await kit.key();
});
afterAll(() => kit.close());

const ROOT = '/v1/webhook-endpoints';
const URL_OK = 'https://hooks.example/vouch?tenant=1';

const create = (body: object = {}, more: object = {}) =>
  kit.ask('POST', ROOT, { key, body: { url: URL_OK, ...body }, ...more });

async function auditOf(id: string): Promise<string[]> {
  const rows = await kit.deps.store.database
    .selectFrom('audit_entry')
    .select('body')
    .where('body', 'like', `%"${id}"%`)
    .orderBy('n')
    .execute();
  return rows.map(({ body }) => (JSON.parse(body) as { action: string }).action);
}

test('an endpoint begins pending, in the key’s mode, with a secret that only its answer shows', async () => {
  const made = await create({ description: 'Shop', event_types: ['customer.status_changed'] });
  expect(made).toMatchObject({
    status: 201,
    body: { mode: 'test', state: 'pending', url: URL_OK, disabled_reason: null },
  });
  const secret = made.text('/secret');
  expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
  const read = await kit.ask('GET', `${ROOT}/${made.text('/id')}`, { key });
  expect(read.body).not.toHaveProperty('secret');
  const { rows } = await kit.deps.store.database
    .selectFrom('webhook_secret')
    .selectAll()
    .where('endpoint_id', '=', made.text('/id'))
    .execute()
    .then((found) => ({ rows: JSON.stringify(found) }));
  const plain = Buffer.from(secret.slice('whsec_'.length), 'base64');
  expect(rows).not.toContain(JSON.stringify(plain).slice(10, 60));
  expect(await auditOf(made.text('/id'))).toEqual([
    'webhook_endpoint.created',
    'webhook_secret.made',
    'webhook_secret.shown',
  ]);
});

test('the same request again, with its key, has the same endpoint and no secret', async () => {
  const first = await create({}, { once: 'register' });
  const again = await create({}, { once: 'register' });
  expect(again.headers.get('idempotent-replayed')).toBe('true');
  expect(first.text('/secret')).toMatch(/^whsec_/);
  expect(again.body).toEqual({ ...(first.body as object), secret: null });
  const id = first.text('/id');
  const rotate = () => kit.ask('POST', `${ROOT}/${id}/rotate`, { key, body: {}, once: 'rotate' });
  const rotated = await rotate();
  expect(rotated.text('/secret')).toMatch(/^whsec_/);
  expect((await rotate()).body).toEqual({ ...(rotated.body as object), secret: null });
  const shown = (await auditOf(id)).filter((one) => one === 'webhook_secret.shown');
  expect(shown).toHaveLength(2); // as often as an answer held one
});

test.each([
  ['http://hooks.example/', 'https'],
  ['https://10.0.0.1/', 'WEBHOOK_ALLOW_RANGES'],
  ['https://0xa.1/', 'WEBHOOK_ALLOW_RANGES'],
  ['https://[::1]/x#y', '#'],
  ['https://user@hooks.example/', 'user name'],
  ['https://hooks.example:444/', '8443'],
  ['https://deep.own.example/', 'WEBHOOK_REFUSED_HOSTS'],
  ['https://metadata.google.internal/', 'public name'],
  ['ftp://hooks.example/', 'https'],
  ['nonsense', 'URL'],
])('%s is not taken, and the answer says why: %s', async (url, why) => {
  const refused = await create({ url });
  expect(refused).toMatchObject({ status: 422, body: { code: 'validation_failed' } });
  expect((refused.body as { errors: object[] }).errors).toEqual([
    {
      pointer: '/url',
      code: 'address_not_taken',
      message: expect.stringContaining(why) as string,
    },
  ]);
});

test.each(['http://127.0.0.1:4000/', 'https://localhost/x'])(
  '%s is not taken outside of development, and the answer names the setting',
  async (url) => {
    const webhooks = { ...kit.deps.settings.webhooks, loopback: false };
    const served = kit.withDeps({ settings: { ...kit.deps.settings, webhooks } });
    const refused = await served.ask('POST', ROOT, { key, body: { url } });
    expect(refused.status).toBe(422);
    expect(refused.text('/errors/0/message')).toContain('WEBHOOK_LOOPBACK=on');
  },
);

test('an address of a range that the operator allows is taken, its neighbour is not', async () => {
  const allowed = readAllowedRanges('10.1.4.0/28');
  const webhooks = { ...kit.deps.settings.webhooks, ...(allowed ? { allowed } : {}) };
  const served = kit.withDeps({ settings: { ...kit.deps.settings, webhooks } });
  const ask = async (url: string) =>
    (await served.ask('POST', ROOT, { key, body: { url } })).status;
  expect(await ask('https://10.1.4.7/hooks')).toBe(201);
  expect(await ask('https://10.1.4.16/hooks')).toBe(422);
  expect(await ask('https://hooks.corp.internal/')).toBe(201); // judged where it is dialled
});

test('an unknown event type is refused, and so is an empty change', async () => {
  expect((await create({ event_types: ['customer.sneezed'] })).status).toBe(422);
  const id = (await create()).text('/id');
  expect((await kit.ask('PATCH', `${ROOT}/${id}`, { key, body: {} })).status).toBe(422);
});

test('a change is seen at once; a new address and enabling begin with a challenge', async () => {
  const id = (await create()).text('/id');
  const change = (body: object) => kit.ask('PATCH', `${ROOT}/${id}`, { key, body });
  const generation = async () =>
    kit.deps.store.database
      .selectFrom('webhook_endpoint')
      .select('generation')
      .where('id', '=', id)
      .executeTakeFirstOrThrow()
      .then((row) => row.generation);
  const named = await change({ description: 'New', event_types: ['decision.made'] });
  expect(named.body).toMatchObject({ description: 'New', event_types: ['decision.made'] });
  expect(await generation()).toBe(1);
  expect((await change({ event_types: null })).body).toMatchObject({ event_types: null });
  await change({ url: 'https://other.example:8443/' });
  expect(await generation()).toBe(2);
  expect((await change({ enabled: false })).body).toMatchObject({
    state: 'disabled',
    disabled_reason: 'by_operator',
  });
  expect((await change({ enabled: true })).body).toMatchObject({ state: 'pending' });
  expect(await generation()).toBe(3);
  expect((await change({ url: 'https://10.1.2.3/' })).status).toBe(422);
  expect((await auditOf(id)).filter((one) => one === 'webhook_endpoint.changed')).toHaveLength(5);
});

test('rotation keeps the old secrets for their overlap, the new one first, three at most', async () => {
  const made = await create();
  const id = made.text('/id');
  const rotate = (body: object) => kit.ask('POST', `${ROOT}/${id}/rotate`, { key, body });
  const shown = (text: string) => Buffer.from(text.slice('whsec_'.length), 'base64');
  const { database, keys } = kit.deps.store;
  const at = (seconds: number) => new Date(Date.now() + seconds * 1000).toISOString();
  const next = (await rotate({ overlap_seconds: 100 })).text('/secret');
  const [first, second] = [shown(made.text('/secret')), shown(next)];
  expect(await signingKeys(database, keys, { endpoint: id, now: at(0) })).toEqual([second, first]);
  expect(await signingKeys(database, keys, { endpoint: id, now: at(101) })).toEqual([second]);
  const third = shown((await rotate({ overlap_seconds: 0 })).text('/secret'));
  expect(await signingKeys(database, keys, { endpoint: id, now: at(1) })).toEqual([third]);
  for (let turn = 0; turn < 5; turn += 1) await rotate({});
  expect(await signingKeys(database, keys, { endpoint: id, now: at(1) })).toHaveLength(3);
  expect((await rotate({ overlap_seconds: 604_801 })).status).toBe(422);
  expect(await auditOf(id)).toContain('webhook_secret.rotated');
});

test('a deleted endpoint is as if it had never been, its secrets included', async () => {
  const id = (await create()).text('/id');
  const gone = await kit.ask('DELETE', `${ROOT}/${id}`, { key });
  expect(gone).toMatchObject({ status: 200, body: { id, deleted: true } });
  for (const path of ['', '/deliveries', '/queues']) {
    expect((await kit.ask('GET', `${ROOT}/${id}${path}`, { key })).status).toBe(404);
  }
  const { database, keys } = kit.deps.store;
  const now = new Date().toISOString();
  expect(await signingKeys(database, keys, { endpoint: id, now })).toEqual([]);
  expect(await auditOf(id)).toContain('webhook_endpoint.deleted');
});

test('a live key sees no endpoint of a test key', async () => {
  const id = (await create()).text('/id');
  const live = await kit.key({ mode: 'live' });
  expect((await kit.ask('GET', `${ROOT}/${id}`, { key: live })).status).toBe(404);
  const body = { enabled: false };
  expect((await kit.ask('PATCH', `${ROOT}/${id}`, { key: live, body })).status).toBe(404);
  expect((await kit.ask('DELETE', `${ROOT}/${id}`, { key: live })).status).toBe(404);
  expect((await kit.ask('GET', ROOT, { key: live })).body).toMatchObject({ data: [] });
});

test('who may only look changes nothing', async () => {
  const id = (await create()).text('/id');
  const auditor = await kit.key({ role: 'auditor' });
  expect((await kit.ask('GET', `${ROOT}/${id}`, { key: auditor })).status).toBe(200);
  const writes = [
    ['PATCH', '', { enabled: false }],
    ['DELETE', '', undefined],
    ['POST', '/rotate', {}],
    ['POST', '/replay', { customer: 'cus_1', from_sequence: 0 }],
  ] as const;
  for (const [method, path, body] of writes) {
    const refused = await kit.ask(method, `${ROOT}/${id}${path}`, { key: auditor, body });
    expect(refused).toMatchObject({ status: 403, body: { code: 'forbidden' } });
  }
  expect((await kit.ask('GET', `${ROOT}/${id}`, { key })).body).toMatchObject({ state: 'pending' });
});

test('what was never meant for an endpoint cannot be replayed or sent again', async () => {
  const id = (await create()).text('/id');
  const body = { customer: 'cus_none', from_sequence: 1 };
  expect((await kit.ask('POST', `${ROOT}/${id}/replay`, { key, body })).status).toBe(404);
  const resend = `${ROOT}/${id}/deliveries/dlv_none/resend`;
  expect((await kit.ask('POST', resend, { key })).status).toBe(404);
});

test('the list is paged, the newest first, and there is an end to it', async () => {
  const other = await openKit();
  try {
    const own = await other.key();
    const ids: string[] = [];
    for (let n = 0; n < ENDPOINTS_MAX; n += 1) {
      const made = await other.ask('POST', ROOT, { key: own, body: { url: URL_OK } });
      ids.unshift(made.text('/id'));
    }
    const full = await other.ask('POST', ROOT, { key: own, body: { url: URL_OK } });
    expect(full).toMatchObject({ status: 409, body: { code: 'endpoints_too_many' } });
    const seen: string[] = [];
    let next: string | null = '';
    while (next !== null) {
      const after: string = next === '' ? '' : `&after=${encodeURIComponent(next)}`;
      const { body } = await other.ask('GET', `${ROOT}?limit=20${after}`, { key: own });
      const page = body as { data: { id: string }[]; next: string | null };
      seen.push(...page.data.map(({ id }) => id));
      next = page.next;
    }
    expect(seen).toHaveLength(ENDPOINTS_MAX);
    expect(new Set(seen)).toEqual(new Set(ids));
  } finally {
    await other.close();
  }
});
