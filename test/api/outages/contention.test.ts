import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openKit, type Kit } from '../kit/api-kit.ts';
import { createdBy, form, picture } from '../kit/people.ts';

let kit: Kit;
let key: string;
beforeAll(async () => {
  kit = await openKit();
  key = await kit.key();
});
afterAll(() => kit.close());

/** Transactions of this database that Postgres ended because they waited for each other. */
async function deadlocks(): Promise<number> {
  await sql`SELECT pg_stat_force_next_flush()`.execute(kit.deps.store.database);
  const { rows } = await sql<{ n: number }>`SELECT deadlocks::integer AS n FROM pg_stat_database
    WHERE datname = current_database()`.execute(kit.deps.store.database);
  return rows[0]?.n ?? 0;
}

test('writers of one customer wait for each other in turn, never in a circle', async () => {
  const id = await createdBy(kit, key, { policy: 'manual' });
  const path = `/v1/customers/${id}`;
  const patch = (body: object) => kit.ask('PATCH', path, { key, body });
  const consent = { purpose: 'identity_verification', given: true, text_version: '1' };
  const writers = [
    (n: number) => patch({ locale: n % 2 ? 'fi' : 'sv', metadata: { turn: String(n) } }),
    (n: number) => patch({ metadata: { turn: String(n) } }),
    (n: number) => patch({ details: { email: `turn-${n}@example.com` }, locale: 'sv' }),
    () => kit.ask('GET', path, { key }),
    () => kit.ask('POST', `${path}/consents`, { key, body: { ...consent, language: 'sv' } }),
    (n: number) => kit.ask('POST', `${path}/${n % 2 ? 'lock' : 'unlock'}`, { key, body: {} }),
    () =>
      kit.ask('POST', `${path}/documents`, {
        key,
        form: form({ type: 'passport', front: picture() }),
      }),
  ];
  const statuses: number[] = [];
  for (let round = 0; round < 6; round += 1) {
    const answers = await Promise.all(writers.map((write) => write(round)));
    statuses.push(...answers.map(({ status }) => status));
  }
  expect(await deadlocks()).toBe(0);
  expect(statuses.filter((status) => status === 200).length).toBeGreaterThan(20);
});

test('of two changes on one ETag one is made, and of the other nothing', async () => {
  for (let round = 0; round < 5; round += 1) {
    const id = await createdBy(kit, key);
    const seen = await kit.ask('GET', `/v1/customers/${id}`, { key });
    const headers = { 'if-match': seen.headers.get('etag') ?? '' };
    const patch = (body: object) => kit.ask('PATCH', `/v1/customers/${id}`, { key, body, headers });
    const [whole, plain] = await Promise.all([
      patch({ details: { email: 'changed@example.com' }, metadata: { plan: 'whole' } }),
      patch({ metadata: { plan: 'plain' } }),
    ]);
    const won = [whole, plain].filter(({ status }) => status === 200);
    expect(won).toHaveLength(1);
    const lost = [whole, plain].find(({ status }) => status !== 200);
    expect(lost).toMatchObject({ status: 412, body: { code: 'version_mismatch' } });
    const { body } = await kit.ask('GET', `/v1/customers/${id}`, { key });
    const isWhole = whole.status === 200;
    expect(body).toMatchObject({
      version: isWhole ? 2 : 1,
      metadata: { plan: isWhole ? 'whole' : 'plain' },
      details: { email: isWhole ? 'changed@example.com' : 'anna@example.com' },
    });
  }
});

test('of two changes of the case on one version one is made', async () => {
  for (let round = 0; round < 3; round += 1) {
    const id = await createdBy(kit, key);
    const headers = { 'if-match': '"1"' };
    const patch = (level: string) =>
      kit.ask('PATCH', `/v1/customers/${id}`, { key, body: { level }, headers });
    const answers = await Promise.all([patch('basic'), patch('enhanced')]);
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 412]);
    const read = await kit.ask('GET', `/v1/customers/${id}`, { key });
    expect(read.body).toMatchObject({ version: 2 });
  }
});

test.each([
  { level: 'basic' },
  { details: { email: 'late@example.com' } },
  { level: 'basic', metadata: { plan: 'late' } },
])('an upload between the look and the case makes %j a 412', async (body) => {
  const id = await createdBy(kit, key, { policy: 'manual' });
  const path = `/v1/customers/${id}`;
  const seen = await kit.ask('GET', path, { key });
  const upload = async () => {
    const sent = form({ type: 'passport', front: picture() });
    expect((await kit.ask('POST', `${path}/documents`, { key, form: sent })).status).toBe(201);
  };
  const slow = kit.withDeps({
    engine: {
      ...kit.deps.engine,
      update: async (asked) => {
        await upload();
        return kit.deps.engine.update(asked);
      },
    },
  });
  const headers = { 'if-match': seen.headers.get('etag') ?? '' };
  const refused = await slow.ask('PATCH', path, { key, body, headers });
  expect(refused).toMatchObject({ status: 412, body: { code: 'version_mismatch' } });
  const after = await kit.ask('GET', path, { key });
  expect(after.body).toMatchObject({ level: 'standard', metadata: {} });
  expect(after.body).toMatchObject({ details: { email: 'anna@example.com' } });
});

test('a change of the case in between makes metadata on the version before it a 412', async () => {
  const id = await createdBy(kit, key);
  const path = `/v1/customers/${id}`;
  const body = { metadata: { plan: 'late' } };
  let between = false;
  const late = kit.withDeps({
    crash: (point) => {
      if (point === 'api.reserved') between = true;
    },
  });
  const { patched } = await kit.deps.store.database.transaction().execute(async (trx) => {
    await sql`SELECT FROM customer WHERE id = ${id} FOR NO KEY UPDATE`.execute(trx);
    const patched = late.ask('PATCH', path, { key, body, headers: { 'if-match': '"1"' } });
    await expect.poll(() => between).toBe(true);
    expect((await kit.ask('PATCH', path, { key, body: { level: 'basic' } })).status).toBe(200);
    return { patched };
  });
  expect(await patched).toMatchObject({ status: 412, body: { code: 'version_mismatch' } });
});

test('metadata that came in between leaves details alone: the 412 comes before them', async () => {
  const id = await createdBy(kit, key);
  const seen = await kit.ask('GET', `/v1/customers/${id}`, { key });
  const headers = { 'if-match': seen.headers.get('etag') ?? '' };
  let between = false;
  // The other change comes after this one looked, and before it does anything.
  const late = kit.withDeps({
    crash: (point) => {
      if (point === 'api.reserved') between = true;
    },
    engine: {
      ...kit.deps.engine,
      update: () => Promise.reject(new Error('the case was asked')),
    },
  });
  const body = { details: { email: 'late@example.com' }, metadata: { plan: 'late' } };
  const { patched } = await kit.deps.store.database.transaction().execute(async (trx) => {
    await sql`UPDATE customer SET locale = 'fi' WHERE id = ${id}`.execute(trx);
    const patched = late.ask('PATCH', `/v1/customers/${id}`, { key, body, headers });
    await expect.poll(() => between).toBe(true);
    return { patched };
  });
  expect(await patched).toMatchObject({ status: 412, body: { code: 'version_mismatch' } });
  const read = await kit.ask('GET', `/v1/customers/${id}`, { key });
  expect(read.body).toMatchObject({ version: 1, metadata: {}, locale: 'fi' });
});

test('a change that the case refuses leaves the ETag as it was', async () => {
  const id = await createdBy(kit, key);
  const seen = await kit.ask('GET', `/v1/customers/${id}`, { key });
  const etag = seen.headers.get('etag') ?? '';
  const patch = (body: object) =>
    kit.ask('PATCH', `/v1/customers/${id}`, { key, body, headers: { 'if-match': etag } });
  const same = await patch({ level: 'standard', metadata: { plan: 'red' } });
  expect(same).toMatchObject({ status: 409, body: { code: 'nothing_changed' } });
  const read = await kit.ask('GET', `/v1/customers/${id}`, { key });
  expect(read.headers.get('etag')).toBe(etag);
  expect(read.body).toMatchObject({ metadata: {} });
  expect((await patch({ level: 'basic', metadata: { plan: 'red' } })).status).toBe(200);
});
