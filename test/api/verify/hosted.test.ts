import { afterAll, beforeAll, expect, test } from 'vitest';
import { openKit, type Kit } from '../kit/api-kit.ts';
import { COOKIE, type Holder, linkFor, ORIGIN, startedBy } from '../kit/holder.ts';
import { createdBy, picture, reaches } from '../kit/people.ts';

let kit: Kit;
let key: string;
beforeAll(async () => {
  kit = await openKit();
  key = await kit.key();
});
afterAll(() => kit.close());

async function held(more: Record<string, unknown> = {}): Promise<Holder & { customer: string }> {
  const customer = await createdBy(kit, key, more);
  return { customer, ...(await startedBy(kit, await linkFor(kit, key, { customer }))) };
}
const staged = async (holder: Holder) => {
  const { body } = await holder.ask('GET', '/verify/session');
  return (body as { documents: { type: string; pages: { place: string; bytes: number }[] }[] })
    .documents;
};
const documentsOf = async (customer: string) => {
  const read = await kit.ask('GET', `/v1/customers/${customer}/documents`, { key });
  return (read.body as { data: { id: string; type: string; state: string }[] }).data;
};
const blobsOf = async () => {
  const ids: string[] = [];
  for await (const { id } of kit.deps.store.blobs.list()) ids.push(id);
  return ids;
};
const entries = async (customer: string, action: string) => {
  const rows = kit.deps.store.database.selectFrom('audit_entry').select('body');
  const bodies = (await rows.where('chain', '=', customer).orderBy('n').execute()).map(
    ({ body }) => JSON.parse(body) as { action: string; actor: { kind: string } },
  );
  return bodies.filter((one) => one.action === action);
};

test('pages are kept one by one, survive a reload, and are submitted together', async () => {
  const holder = await held();
  const asked = await holder.ask('GET', '/verify/session');
  expect(asked.body).toMatchObject({
    state: 'open',
    mode: 'test',
    requirements: expect.arrayContaining([
      expect.objectContaining({ requirement: 'identity', state: 'currently_due' }),
    ]),
    documents: [],
  });
  expect((await holder.stage('passport')).status).toBe(200);
  expect((await holder.stage('utility_bill')).status).toBe(200);
  const named = { body: { country: 'SE' } };
  await holder.ask('PUT', '/verify/session/documents/passport', named);
  expect(await staged(holder)).toMatchObject([
    { type: 'passport', country: 'SE', missing: [], pages: [{ place: 'front' }] },
    { type: 'utility_bill', country: null, pages: [{ place: 'front' }] },
  ]);
  expect(await documentsOf(holder.customer)).toEqual([]);
  const submitted = await holder.submit();
  expect(submitted).toMatchObject({ status: 201, body: { object: 'submission' } });
  const documents = await documentsOf(holder.customer);
  expect(documents.map(({ type }) => type).toSorted()).toEqual(['passport', 'utility_bill']);
  await reaches(kit, key, { customer: holder.customer, reason: 'verified' });
  const [staging] = await entries(holder.customer, 'page.staged');
  expect(staging?.actor.kind).toBe('link');
  expect(await entries(holder.customer, 'link.completed')).toHaveLength(1);
});

test('the case is told in one update that the customer herself sent them', async () => {
  const holder = await held();
  await holder.stage('passport');
  await holder.stage('utility_bill');
  await holder.submit();
  const path = `/v1/customers/${holder.customer}/events?limit=100`;
  const { data } = (await kit.ask('GET', path, { key })).body as {
    data: { type: string; actor: object; at: string }[];
  };
  const received = data.filter(({ type }) => type === 'document.received');
  const actor = { kind: 'link', id: holder.link };
  expect(received).toMatchObject([{ actor }, { actor }]);
  expect(new Set(received.map(({ at }) => at)).size).toBe(1);
});

test('the same page again is no second one, another file replaces it, and nothing is left over', async () => {
  const holder = await held();
  const before = await blobsOf();
  const file = picture();
  for (let tries = 0; tries < 3; tries += 1) {
    expect((await holder.stage('passport', 'front', file)).status).toBe(200);
  }
  expect(await entries(holder.customer, 'page.staged')).toHaveLength(1);
  await Promise.all([holder.stage('passport'), holder.stage('passport')]);
  expect(await staged(holder)).toMatchObject([{ pages: [{ place: 'front' }] }]);
  const kept = (await blobsOf()).filter((id) => !before.includes(id));
  expect(kept).toHaveLength(1);
  const quota = await kit.deps.store.database
    .selectFrom('quota')
    .select('files')
    .where('customer_id', '=', holder.customer)
    .executeTakeFirst();
  expect(quota?.files).toBe(1);
});

test('a page, and a document, is taken away', async () => {
  const holder = await held();
  await holder.stage('national_id');
  await holder.stage('national_id', 'back');
  const path = '/verify/session/documents/national_id';
  const less = await holder.ask('DELETE', `${path}/pages/back`);
  expect(less.body).toMatchObject({ pages: [{ place: 'front' }], missing: ['back'] });
  expect((await holder.ask('DELETE', `${path}/pages/back`)).body).toEqual(less.body);
  await holder.ask('DELETE', path);
  expect(await staged(holder)).toEqual([]);
  expect(await entries(holder.customer, 'page.removed')).toHaveLength(1);
});

test('a missing side is named, costs no attempt and loses nothing', async () => {
  const holder = await held();
  expect(await holder.submit()).toMatchObject({
    status: 422,
    body: { errors: [{ pointer: '/documents', code: 'required' }] },
  });
  await holder.stage('national_id', 'front');
  await holder.stage('utility_bill');
  const errors = [{ pointer: '/documents/national_id/back', code: 'required' }];
  expect(await holder.submit()).toMatchObject({ status: 422, body: { errors } });
  expect(await documentsOf(holder.customer)).toEqual([]);
  await holder.stage('national_id', 'back');
  expect((await holder.submit()).status).toBe(201);
  expect(await documentsOf(holder.customer)).toHaveLength(2);
});

test('what the case refuses is told, and can be put right', async () => {
  const holder = await held();
  await holder.stage('passport');
  await holder.stage('residence_permit');
  await holder.stage('residence_permit', 'back');
  const refused = await holder.submit();
  expect(refused).toMatchObject({ status: 409, body: { code: 'document_not_asked' } });
  await holder.ask('DELETE', '/verify/session/documents/residence_permit');
  expect((await holder.submit()).status).toBe(201);
  expect(await documentsOf(holder.customer)).toMatchObject([{ type: 'passport' }]);
});

test('after a refusal another picture is the one that the case gets', async () => {
  const holder = await held();
  await holder.stage('passport');
  await holder.stage('residence_permit');
  await holder.stage('residence_permit', 'back');
  expect((await holder.submit()).status).toBe(409);
  const better = picture();
  await holder.stage('passport', 'front', better);
  await holder.ask('DELETE', '/verify/session/documents/residence_permit');
  expect((await holder.submit()).status).toBe(201);
  const { store } = kit.deps;
  const uploads = store.database.selectFrom('upload').select(['blob_id', 'digest']);
  const rows = await uploads.where('customer_id', '=', holder.customer).execute();
  expect(rows).toHaveLength(1);
  const [{ blob_id: id, digest } = { blob_id: '', digest: '' }] = rows;
  const opened = await store.blobs.open({ customer: holder.customer, id });
  expect(opened).toEqual(Buffer.from(await better.arrayBuffer()));
  const read = await kit.ask('GET', `/v1/customers/${holder.customer}/documents`, { key });
  expect(read.body).toMatchObject({ data: [{ pages: [{ digest }] }] });
});

test('two submissions at once, and one more afterwards, are one', async () => {
  const holder = await held();
  await holder.stage('passport');
  const both = await Promise.all([holder.submit(), holder.submit()]);
  const statuses = both.map(({ status }) => status);
  expect(statuses).toContain(201);
  for (const { status, body } of both) {
    if (status !== 201) expect(body).toMatchObject({ code: 'idempotency_in_progress' });
  }
  const again = await holder.submit();
  expect(again.headers.get('idempotent-replayed')).toBe('true');
  expect(again.body).toEqual(both.find(({ status }) => status === 201)?.body);
  expect(await documentsOf(holder.customer)).toHaveLength(1);
  expect(await entries(holder.customer, 'document.uploaded')).toHaveLength(1);
});

test('a submission that nobody knows the outcome of stands still until it is sent again', async () => {
  const holder = await held();
  await holder.stage('passport');
  let dies = true;
  const crash = (name: string) => {
    if (name === 'api.accepted' && dies) throw new Error('the process ended here');
  };
  const dying = kit.withDeps({ crash });
  const { cookie, csrf } = holder;
  const headers = { cookie, origin: ORIGIN, 'x-csrf-token': csrf };
  const path = '/verify/session/submit';
  expect((await dying.ask('POST', path, { headers })).status).toBe(500);
  dies = false;
  const session = await holder.ask('GET', '/verify/session');
  expect(session.body).toMatchObject({ state: 'submitting' });
  const blocked = await holder.stage('passport');
  expect(blocked).toMatchObject({ status: 409, body: { code: 'submission_running' } });
  expect((await holder.submit()).status).toBe(201);
  expect(await documentsOf(holder.customer)).toHaveLength(1);
});

test('a link that was completed, revoked, expired or never there is one answer', async () => {
  const [done, ended] = [await held(), await held()];
  await done.stage('passport');
  await done.submit();
  const path = `/v1/customers/${ended.customer}/links/${ended.link}`;
  await kit.ask('DELETE', path, { key });
  const late = await held();
  await kit.deps.store.database
    .updateTable('link')
    .set({ created_at: '2020-01-01T00:00:00.000Z', expires_at: '2020-01-02T00:00:00.000Z' })
    .where('id', '=', late.link)
    .execute();
  const own = ['x-request-id'];
  const shown = async (asking: ReturnType<Kit['ask']>) => {
    const { status, headers, bytes } = await asking;
    const kept = [...headers].filter(([name]) => !own.includes(name));
    return { status, kept, text: bytes.toString().replaceAll(/req_\w+/g, 'req') };
  };
  const tokens = [done, ended, late].map(({ token }) => token);
  const nothing = ['0'.repeat(43), 'nonsense'];
  for (const method of ['GET', 'POST']) {
    const suffix = method === 'GET' ? '' : '/start';
    const headers = { origin: ORIGIN };
    const all = [];
    for (const token of [...tokens, ...nothing]) {
      const fresh = kit.withDeps({}); // an address has but ten guesses
      all.push(await shown(fresh.ask(method, `/verify/${token}${suffix}`, { headers })));
    }
    expect(all[0]).toMatchObject({ status: 404 });
    for (const one of all) expect(one).toEqual(all[0]);
  }
  const cookies = [done, ended, late].map(({ cookie }) => cookie);
  const sessions = [];
  for (const cookie of [...cookies, `${COOKIE}=${'0'.repeat(43)}`, 'other=1']) {
    const fresh = kit.withDeps({});
    sessions.push(await shown(fresh.ask('GET', '/verify/session', { headers: { cookie } })));
  }
  expect(sessions[0]).toMatchObject({ status: 401 });
  for (const one of sessions) expect(one).toEqual(sessions[0]);
});

test('mail scanners use nothing up', async () => {
  const customer = await createdBy(kit, key);
  const { link, token } = await linkFor(kit, key, { customer });
  for (const method of ['GET', 'HEAD', 'GET', 'HEAD']) {
    const looked = await kit.ask(method, `/verify/${token}?utm_source=mail`);
    expect(looked.status).toBe(200);
    expect(looked.headers.get('set-cookie')).toBeNull();
    expect(looked.headers.get('cache-control')).toBe('no-store');
  }
  const holder = await startedBy(kit, { link, token });
  expect((await holder.stage('passport')).status).toBe(200);
  // Another device continues where this one was.
  const other = await startedBy(kit, { link, token });
  expect(await staged(other)).toHaveLength(1);
});
