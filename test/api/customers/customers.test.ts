import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openKit, type Kit } from '../kit/api-kit.ts';
import { createdBy, newCustomer } from '../kit/people.ts';

let kit: Kit;
let key: string;
beforeAll(async () => {
  kit = await openKit();
  key = await kit.key();
});
afterAll(() => kit.close());

test('a creation opens the case and says what is due', async () => {
  const body = newCustomer({ external_id: 'user-42', locale: 'sv-SE', metadata: { plan: 'gold' } });
  const made = await kit.ask('POST', '/v1/customers', { key, body });
  expect(made.status).toBe(201);
  expect(made.body).toMatchObject({
    object: 'customer',
    external_id: 'user-42',
    status: 'approval_pending',
    status_reason: 'collecting',
    level: 'standard',
    policy: { name: 'standard', version: 3 },
    requirements: { currently_due: ['identity', 'address'], satisfied: ['details'] },
    details: { family_name: 'Eriksson', address: { city: 'Uppsala', line2: null } },
    metadata: { plan: 'gold' },
    locale: 'sv-SE',
    version: 1,
    mode: 'test',
    screening: 'not_run',
    verified_at: null,
  });
  expect(made.headers.get('etag')).toMatch(/^"1-[0-9a-f]{12}"$/);
  expect(made.headers.get('cache-control')).toBe('no-store');
});

test('what was acknowledged is there at the next read, details opened and audited', async () => {
  const id = await createdBy(kit, key);
  const read = await kit.ask('GET', `/v1/customers/${id}`, { key });
  expect(read.body).toMatchObject({ id, version: 1, details: { given_names: 'Anna Maria' } });
  const actions = await auditOf(id);
  expect(actions).toContain('customer.created');
  expect(actions).toContain('details.revealed');
});

test('without the scope the details are bullets, and nothing is opened', async () => {
  const id = await createdBy(kit, key);
  const narrow = await kit.key({ scopes: ['customers:read'] });
  const read = await kit.ask('GET', `/v1/customers/${id}`, { key: narrow });
  expect(read.body).toMatchObject({
    details: { family_name: '••••', address: { city: '••••', country: 'SE' } },
    metadata: {},
  });
  expect(read.body).not.toHaveProperty('risk');
  expect(await auditOf(id)).not.toContain('details.revealed');
});

test('an external id is one customer’s alone, and of the other nothing is left', async () => {
  await createdBy(kit, key, { external_id: 'taken-1' });
  const keys = () =>
    kit.deps.store.keysDatabase
      .selectFrom('customer_key')
      .select('customer_id')
      .orderBy('customer_id')
      .execute();
  const before = await keys();
  const again = await kit.ask('POST', '/v1/customers', {
    key,
    body: newCustomer({ external_id: 'taken-1' }),
  });
  expect(again).toMatchObject({ status: 409, body: { code: 'external_id_taken' } });
  expect(await keys()).toEqual(before);
  const found = await kit.ask('GET', '/v1/customers?external_id=taken-1', { key });
  expect(found.body).toMatchObject({ data: [{ external_id: 'taken-1' }], next: null });
});

test('pages follow each other without gap or repetition, newest first', async () => {
  const own = await kit.key({ mode: 'live' });
  const ids = [];
  for (let n = 0; n < 5; n += 1) ids.unshift(await createdBy(kit, own));
  const seen: string[] = [];
  for (let after = ''; ;) {
    const page = await kit.ask('GET', `/v1/customers?limit=2${after}`, { key: own });
    const { data, next } = page.body as { data: { id: string }[]; next: string | null };
    seen.push(...data.map(({ id }) => id));
    if (next === null) break;
    after = `&after=${encodeURIComponent(next)}`;
  }
  expect(seen).toEqual(ids);
});

test('a cursor of another list, or a forged one, is refused', async () => {
  await createdBy(kit, key);
  await createdBy(kit, key);
  const page = await kit.ask('GET', '/v1/customers?limit=1', { key });
  const next = encodeURIComponent(page.text('/next'));
  for (const query of [
    `after=${next}&status=active`,
    `after=${next.slice(0, -4)}AAAA`,
    'after=x',
  ]) {
    const refused = await kit.ask('GET', `/v1/customers?limit=1&${query}`, { key });
    expect(refused).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: '/query/after', code: 'cursor_not_valid' }] },
    });
  }
});

test('the filter by risk is for readers of findings alone', async () => {
  const narrow = await kit.key({ scopes: ['customers:read'] });
  const refused = await kit.ask('GET', '/v1/customers?risk=high', { key: narrow });
  expect(refused).toMatchObject({ status: 403, body: { code: 'forbidden' } });
  expect((await kit.ask('GET', '/v1/customers?risk=low', { key })).status).toBe(200);
});

test('a new address moves the details version; the rest of the details stays', async () => {
  const id = await createdBy(kit, key);
  const address = { line1: 'Nygatan 2', city: 'Lund', postal_code: '222 20', country: 'SE' };
  const changed = await kit.ask('PATCH', `/v1/customers/${id}`, {
    key,
    body: { details: { address } },
  });
  expect(changed.body).toMatchObject({
    version: 2,
    details: { family_name: 'Eriksson', address: { line1: 'Nygatan 2', city: 'Lund' } },
  });
  const same = await kit.ask('PATCH', `/v1/customers/${id}`, {
    key,
    body: { details: { address } },
  });
  expect(same).toMatchObject({ status: 409, body: { code: 'nothing_changed' } });
});

test('an outdated If-Match is refused and changes nothing', async () => {
  const id = await createdBy(kit, key);
  const ask = (version: string, level: string) =>
    kit.ask('PATCH', `/v1/customers/${id}`, {
      key,
      body: { level },
      headers: { 'if-match': version },
    });
  expect(await ask('"1"', 'enhanced')).toMatchObject({ status: 200, body: { level: 'enhanced' } });
  expect(await ask('"1"', 'basic')).toMatchObject({
    status: 412,
    body: { code: 'version_mismatch' },
  });
  const read = await kit.ask('GET', `/v1/customers/${id}`, { key });
  expect(read.body).toMatchObject({ level: 'enhanced', version: 2 });
});

test('of a list in If-Match the newest version guards', async () => {
  const id = await createdBy(kit, key);
  const read = await kit.ask('GET', `/v1/customers/${id}`, { key });
  const etag = read.headers.get('etag') ?? '';
  const ask = (list: string, level: string) =>
    kit.ask('PATCH', `/v1/customers/${id}`, {
      key,
      body: { level },
      headers: { 'if-match': list },
    });
  const listed = await ask(`"0-aaaaaaaa", W/${etag}`, 'enhanced');
  expect(listed).toMatchObject({ status: 200, body: { level: 'enhanced' } });
  expect(await ask(`"0-aaaaaaaa", ${etag}`, 'basic')).toMatchObject({ status: 412 });
});

test('a compressed body is refused by that name, a name of nothing to see at its place', async () => {
  const body = newCustomer();
  const packed = await kit.ask('POST', '/v1/customers', {
    key,
    body: gzipSync(JSON.stringify(body)).toString('latin1'),
    headers: { 'content-encoding': 'gzip' },
  });
  expect(packed).toMatchObject({ status: 415, body: { code: 'media_type_not_supported' } });
  expect(packed.text('/detail')).toContain('gzip');
  const details = { ...body.details, given_names: '\u200b\u2800' };
  const unseen = await kit.ask('POST', '/v1/customers', { key, body: { ...body, details } });
  expect(unseen).toMatchObject({ status: 422, body: { code: 'validation_failed' } });
  expect((unseen.body as { errors: object[] }).errors).toEqual([
    expect.objectContaining({ pointer: '/details/given_names' }),
  ]);
});

test('metadata and locale change without the case', async () => {
  const id = await createdBy(kit, key);
  const body = { metadata: { plan: 'silver' }, locale: 'fi' };
  const changed = await kit.ask('PATCH', `/v1/customers/${id}`, { key, body });
  expect(changed.body).toMatchObject({ metadata: { plan: 'silver' }, locale: 'fi', version: 1 });
  expect(await auditOf(id)).toEqual(
    expect.arrayContaining(['customer.metadata_changed', 'customer.locale_changed']),
  );
});

test('an If-Match of an earlier ETag guards metadata too, which moves no version', async () => {
  const id = await createdBy(kit, key);
  const seen = await kit.ask('GET', `/v1/customers/${id}`, { key });
  const etag = seen.headers.get('etag') ?? '';
  const ask = (tag: string, plan: string) =>
    kit.ask('PATCH', `/v1/customers/${id}`, {
      key,
      body: { metadata: { plan } },
      headers: { 'if-match': tag },
    });
  const changed = await ask(etag, 'silver');
  expect(changed).toMatchObject({ status: 200, body: { version: 1 } });
  expect(await ask(etag, 'gold')).toMatchObject({
    status: 412,
    body: { code: 'version_mismatch' },
  });
  const answers = await Promise.all(
    ['a', 'b', 'c'].map((plan) => ask(changed.headers.get('etag') ?? '', plan)),
  );
  expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 412, 412]);
  expect(await ask('"1"', 'red')).toMatchObject({ status: 200 });
});

test('lock, unlock, close and reopen move the status, each with its audit entry', async () => {
  const id = await createdBy(kit, key);
  const verb = (word: string, body: object = { reason: 'asked by phone' }) =>
    kit.ask('POST', `/v1/customers/${id}/${word}`, { key, body });
  expect((await verb('lock')).body).toMatchObject({
    status: 'locked',
    status_reason: 'locked_by_operator',
  });
  expect(await verb('lock')).toMatchObject({ status: 409, body: { code: 'already_locked' } });
  expect((await verb('unlock')).body).toMatchObject({ status: 'approval_pending' });
  expect((await verb('close', { withdrawn: true })).body).toMatchObject({
    status_reason: 'closed',
  });
  expect((await verb('reopen')).body).toMatchObject({ status: 'approval_pending' });
  const events = await kit.ask('GET', `/v1/customers/${id}/events`, { key });
  const { data } = events.body as { data: { type: string; sequence: number }[] };
  expect(data.map(({ type }) => type)).toEqual(
    expect.arrayContaining([
      'customer.locked',
      'customer.unlocked',
      'customer.closed',
      'customer.reopened',
    ]),
  );
  expect(data.map(({ sequence }) => sequence)).toEqual(data.map((_, n) => n + 1));
});

test('a long poll answers as soon as something happens', async () => {
  const id = await createdBy(kit, key);
  const all = await kit.ask('GET', `/v1/customers/${id}/events`, { key });
  const last = (all.body as { data: { sequence: number }[] }).data.at(-1)?.sequence ?? 0;
  const waiting = kit.ask('GET', `/v1/customers/${id}/events?after=${last}&wait=10`, { key });
  const startedAt = performance.now();
  await kit.ask('POST', `/v1/customers/${id}/lock`, { key, body: {} });
  expect((await waiting).body).toMatchObject({
    data: [{ type: 'customer.locked', sequence: last + 1 }, { type: 'customer.status_changed' }],
  });
  expect(performance.now() - startedAt).toBeLessThan(5000);
});

async function auditOf(customer: string): Promise<string[]> {
  const rows = await kit.deps.store.database
    .selectFrom('audit_entry')
    .select('body')
    .where('chain', '=', customer)
    .orderBy('n')
    .execute();
  return rows.map(({ body }) => (JSON.parse(body) as { action: string }).action);
}
