import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { SCOPES } from '../../../domain/access/access.ts';
import { shift } from '../../../domain/time.ts';
import { createKeyVerifier } from '../../../store/api-keys/verify-api-key.ts';
import { findReviewer } from '../../../store/reviews/assign-review.ts';
import { openKit, type Kit } from '../kit/api-kit.ts';

let kit: Kit;
let anna: string;
let bert: string;
beforeAll(async () => {
  kit = await openKit();
  anna = await kit.key({ role: 'admin', holder: 'anna' });
  bert = await kit.key({ role: 'admin', holder: 'bert' });
});
afterAll(() => kit.close());

const make = (key: string, more: object) =>
  kit.ask('POST', '/v1/api-keys', { key, body: { name: 'new', mode: 'test', ...more } });
const agree = (key: string, id: string) => kit.ask('POST', `/v1/api-keys/${id}/agree`, { key });
const rotate = (key: string, id: string) =>
  kit.ask('POST', `/v1/api-keys/${id}/rotate`, { key, body: { overlap_seconds: 0 } });
const now = () => new Date().toISOString();
/** As of now, past the second for which the API may keep an answer. */
const opens = async (key: string) =>
  (await createKeyVerifier(kit.deps.store.database, Date).verify(key)) !== null;
const idOf = (key: string) => key.split('_')[2] ?? '';

async function actionsOf(id: string): Promise<string[]> {
  const { rows } = await sql<{ action: string }>`SELECT body::jsonb ->> 'action' AS action
    FROM audit_entry WHERE body::jsonb ->> 'object' = ${id} ORDER BY chain, n`.execute(
    kit.deps.store.database,
  );
  return rows.map(({ action }) => action);
}

async function listed(state: string): Promise<string[]> {
  const page = await kit.ask('GET', `/v1/api-keys?limit=100&state=${state}`, { key: anna });
  return (page.body as { data: { id: string }[] }).data.map(({ id }) => id);
}

/** What an administrator may not do, and so gives to nobody alone. */
const BEYOND = [
  { role: 'app', scopes: ['customers:read_details'] },
  { role: 'app', scopes: ['customers:read', 'decisions:write'] },
  { role: 'app', scopes: ['audit:read', 'findings:read'] },
  { role: 'reviewer', holder: 'carla', scopes: ['reviews:write'] },
  { role: 'auditor', holder: 'carla', scopes: ['customers:read'] },
  // A second person of her own making would be the second administrator.
  { role: 'admin', holder: 'carla', scopes: ['keys:manage'] },
];

test.each(BEYOND)('%o opens nothing until another administrator agrees', async (wish) => {
  const made = await make(anna, wish);
  expect(made).toMatchObject({ status: 201, body: { state: 'pending', agreement: {} } });
  const [id, key] = [made.text('/id'), made.text('/key')];
  expect(made.text('/agreement/until')).toBe(shift(made.text('/created_at'), { days: 7 }));
  expect(await opens(key)).toBe(false);
  expect(await kit.ask('GET', '/v1/stats', { key })).toMatchObject({ status: 401 });
  expect(await listed('pending')).toContain(id);
  expect(await listed('live')).not.toContain(id);

  const agreed = await agree(bert, id);
  const by = { kind: 'admin', id: 'bert' };
  expect(agreed).toMatchObject({ status: 200, body: { state: 'live', agreement: {} } });
  expect(agreed.body).toMatchObject({ agreement: { agreed_by: by } });
  expect(await opens(key)).toBe(true);
  expect(await listed('pending')).not.toContain(id);
  expect(await listed('live')).toContain(id);
  expect(await actionsOf(id)).toEqual(['api_key.created', 'api_key.agreed']);
  expect(await agree(bert, id)).toMatchObject({ body: { code: 'api_key_not_pending' } });
});

test('what its giver may do by itself needs nobody else', async () => {
  const made = await make(anna, { scopes: ['webhooks:manage', 'keys:manage', 'policies:manage'] });
  expect(made).toMatchObject({ status: 201, body: { state: 'live', agreement: null } });
  expect(await opens(made.text('/key'))).toBe(true);
  expect(await agree(bert, made.text('/id'))).toMatchObject({ status: 409 });
  const shop = await kit.key();
  const less = await make(shop, { scopes: ['customers:read', 'decisions:write'] });
  expect(less.body).toMatchObject({ state: 'live', agreement: null });
});

test('neither its maker, by whichever key, nor its holder agrees; an app and an auditor may not', async () => {
  const wish = { role: 'reviewer', holder: 'bert', scopes: ['reviews:write'] };
  const id = (await make(anna, wish)).text('/id');
  const same = { status: 409, body: { code: 'same_person' } };
  const second = await kit.key({ role: 'admin', holder: 'anna' });
  for (const by of [anna, second, bert]) expect(await agree(by, id)).toMatchObject(same);
  for (const role of ['app', 'auditor', 'senior_reviewer'] as const) {
    const { status } = await agree(await kit.key({ role }), id);
    expect(status).toBe(role === 'senior_reviewer' ? 404 : 403);
  }
  expect(await actionsOf(id)).not.toContain('api_key.agreed');
  expect(await agree(await kit.key({ role: 'admin' }), id)).toMatchObject({ status: 200 });
});

test('who could not give it cannot agree to it', async () => {
  const id = (await make(anna, { scopes: ['customers:read_details'] })).text('/id');
  const scopes = SCOPES.filter((scope) => scope !== 'customers:read_details');
  const narrow = await kit.key({ role: 'admin', scopes });
  expect(await agree(narrow, id)).toMatchObject({ status: 403, body: { code: 'forbidden' } });
});

test('the wall in the database: no agreement of the maker or of the holder', async () => {
  const wish = { role: 'reviewer', holder: 'carla', scopes: ['reviews:write'] };
  const id = (await make(anna, wish)).text('/id');
  for (const holder of ['anna', 'carla']) {
    const by = JSON.stringify({ kind: 'key', id: 'x', role: 'admin', holder });
    const forged = kit.deps.store.database
      .updateTable('api_key')
      .set({ agreed_at: now(), agreed_by: by })
      .where('id', '=', id)
      .execute();
    await expect(forged).rejects.toThrow('api_key_agreement_check');
  }
});

test('after a week without an agreement it has expired, and nobody can agree any more', async () => {
  const made = await make(anna, { scopes: ['customers:read_details'] });
  const id = made.text('/id');
  const { database } = kit.deps.store;
  await database.updateTable('api_key').set({ agree_until: now() }).where('id', '=', id).execute();
  expect(await listed('expired')).toContain(id);
  expect(await listed('pending')).not.toContain(id);
  expect(await agree(bert, id)).toMatchObject({ body: { code: 'api_key_not_pending' } });
  expect(await opens(made.text('/key'))).toBe(false);
});

test('a pending key can be revoked, and then not be agreed to', async () => {
  const id = (await make(anna, { scopes: ['customers:read_details'] })).text('/id');
  const ended = await kit.ask('DELETE', `/v1/api-keys/${id}`, { key: bert });
  expect(ended).toMatchObject({ status: 200, body: { state: 'revoked' } });
  expect(await agree(bert, id)).toMatchObject({ body: { code: 'api_key_not_pending' } });
});

test('nobody is assigned a review by a key that opens nothing', async () => {
  const scopes = ['customers:read', 'reviews:write', 'decisions:write'];
  const id = (await make(anna, { role: 'reviewer', holder: 'nina', scopes })).text('/id');
  const asked = { holder: 'nina', audience: 'all', now: now() } as const;
  const find = () => findReviewer(kit.deps.store.database, { mode: 'test' }, asked);
  expect(await find()).toBe(false);
  await agree(bert, id);
  expect(await find()).toBe(true);
});

test('a successor that shows an administrator what is beyond her waits too; the old key goes on', async () => {
  const old = await kit.key({ role: 'reviewer', holder: 'dora' });
  const made = await rotate(anna, idOf(old));
  expect(made).toMatchObject({ status: 201, body: { state: 'pending', holder: 'dora' } });
  const [id, next] = [made.text('/id'), made.text('/key')];
  expect([await opens(old), await opens(next)]).toEqual([true, false]);
  // One at a time: what waits counts.
  expect(await rotate(bert, idOf(old))).toMatchObject({ body: { code: 'api_key_rotating' } });
  expect(await rotate(bert, id)).toMatchObject({ body: { code: 'api_key_not_live' } });
  expect(await agree(anna, id)).toMatchObject({ body: { code: 'same_person' } });
  expect((await agree(bert, id)).status).toBe(200);
  expect([await opens(old), await opens(next)]).toEqual([false, true]);
  const [asked, done] = [await actionsOf(idOf(old)), await actionsOf(id)];
  expect(asked).toEqual(expect.arrayContaining(['api_key.rotation_asked', 'api_key.rotated']));
  expect(done).toEqual(['api_key.created', 'access.refused', 'api_key.agreed']);
});

test('a key renews itself alone: its successor is shown to who has it already', async () => {
  const shop = await kit.key();
  const made = await rotate(shop, idOf(shop));
  expect(made.body).toMatchObject({ state: 'live', agreement: null });
  expect([await opens(shop), await opens(made.text('/key'))]).toEqual([false, true]);
  const own = await rotate(anna, idOf(anna));
  expect(own.body).toMatchObject({ state: 'live', holder: 'anna' });
  anna = own.text('/key');
});

test('many who agree and rotate at once end in one key', async () => {
  const old = await kit.key({ role: 'reviewer', holder: 'eva' });
  const waits = await rotate(anna, idOf(old));
  const asked = await Promise.all([
    ...[1, 2, 3].map(() => agree(bert, waits.text('/id'))),
    ...[1, 2, 3].map(() => rotate(bert, idOf(old))),
  ]);
  expect(asked.filter(({ status }) => status < 300)).toHaveLength(1);
  expect(asked.every(({ status }) => status === 200 || status === 409)).toBe(true);
  expect([await opens(old), await opens(waits.text('/key'))]).toEqual([false, true]);
});
