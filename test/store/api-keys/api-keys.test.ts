import { setTimeout } from 'node:timers/promises';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { SYSTEM } from '../../../domain/access/access.ts';
import { shift } from '../../../domain/time.ts';
import { createApiKey, type NewApiKey } from '../../../store/api-keys/create-api-key.ts';
import { hashOfKey, idOfKey, newKeyId, newKeyText } from '../../../store/api-keys/key-text.ts';
import { listApiKeysUnscoped } from '../../../store/api-keys/list-api-keys.ts';
import { revokeApiKey } from '../../../store/api-keys/revoke-api-key.ts';
import { rotateApiKey } from '../../../store/api-keys/rotate-api-key.ts';
import { createKeyVerifier } from '../../../store/api-keys/verify-api-key.ts';
import { freshStore, T0, type TestStore } from '../kit/make.ts';

let store: TestStore;
beforeAll(async () => {
  store = await freshStore();
});
afterAll(() => store.end());

const NEW: NewApiKey = {
  name: 'shop',
  mode: 'test',
  role: 'app',
  scopes: ['customers:read'],
  holder: null,
  at: T0,
  expiresAt: shift(T0, { days: 400 }),
};
async function create(more: Partial<NewApiKey> = {}) {
  const made = await store.database
    .transaction()
    .execute((trx) => createApiKey(trx, SYSTEM, { ...NEW, ...more }));
  return { id: made.id, text: made.key.reveal(), made };
}
const at = (now: string) => createKeyVerifier(store.database, { now: () => Date.parse(now) });

test('a key has its form, is shown once and stored as a hash', async () => {
  const { id, text, made } = await create({ mode: 'live' });
  expect(text).toMatch(/^vk_live_[0-9A-Za-z]{12}_[0-9A-Za-z]{49}$/);
  expect(idOfKey(text)).toBe(id);
  expect(`${String(made.key)} ${JSON.stringify(made)}`).not.toContain(text.slice(21));
  const row = await store.database
    .selectFrom('api_key')
    .selectAll()
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  expect(row.hash).toEqual(hashOfKey(text));
  expect(JSON.stringify(row)).not.toContain(text.slice(21));
});

test('a verified key tells mode, scopes and actor', async () => {
  const { id, text } = await create({
    role: 'reviewer',
    holder: 'anna',
    scopes: ['reviews:write'],
  });
  expect(await at(T0).verify(text)).toEqual({
    id,
    app: id,
    mode: 'test',
    scopes: ['reviews:write'],
    actor: { kind: 'key', id, role: 'reviewer', holder: 'anna' },
  });
});

test('a typing error, another secret, another mode and an unknown id are no key', async () => {
  const { text } = await create();
  const other = (await create()).text;
  const verifier = at(T0);
  const swapped = `${text.slice(0, 21)}${other.slice(21)}`;
  for (const wrong of [
    text.slice(0, -1),
    `${text}0`,
    swapped,
    text.replace('test', 'live'),
    '',
    'vk_test_',
    other.toUpperCase(),
  ]) {
    expect(await verifier.verify(wrong)).toBeNull();
  }
  expect(await verifier.verify(text)).not.toBeNull();
});

test('another secret with a right checksum under a known id is refused', async () => {
  const { id } = await create();
  const forged = newKeyText('test', newKeyId());
  await store.database
    .insertInto('api_key')
    .values({
      ...(await store.database
        .selectFrom('api_key')
        .selectAll()
        .where('id', '=', id)
        .executeTakeFirstOrThrow()),
      id: forged.id,
      scopes: [],
      created_by: '{}',
      agreed_by: null,
    })
    .execute();
  expect(idOfKey(forged.text)).toBe(forged.id);
  expect(await at(T0).verify(forged.text)).toBeNull();
});

test('an expired key is refused from its instant on', async () => {
  const expiresAt = shift(T0, { days: 1 });
  const { text } = await create({ expiresAt });
  expect(await at('2027-01-11T08:59:59.999Z').verify(text)).not.toBeNull();
  expect(await at(expiresAt).verify(text)).toBeNull();
});

test('a revocation holds within a second, also where the key was just used', async () => {
  const { id, text } = await create();
  const verifier = at(T0);
  expect(await verifier.verify(text)).not.toBeNull();
  await store.database.transaction().execute((trx) => revokeApiKey(trx, SYSTEM, { id, at: T0 }));
  expect(await at(T0).verify(text)).toBeNull();
  await setTimeout(1050);
  expect(await verifier.verify(text)).toBeNull();
});

test('the last use is noted', async () => {
  const { id, text } = await create();
  await at('2027-01-10T10:00:00.000Z').verify(text);
  const used = async () =>
    (await listApiKeysUnscoped(store.database)).find((key) => key.id === id)?.lastUsedAt;
  for (let tries = 0; tries < 50 && !(await used()); tries += 1) await setTimeout(20);
  expect(await used()).toBe('2027-01-10T10:00:00.000Z');
});

test.each<[string, Partial<NewApiKey>]>([
  ['a person’s role without a holder', { role: 'reviewer' }],
  ['an app with a holder', { holder: 'anna' }],
  ['a second spelling of a person', { role: 'admin', holder: 'Anna' }],
  ['a space behind a person', { role: 'admin', holder: 'anna ' }],
  ['a Cyrillic likeness of a person', { role: 'admin', holder: '\u0430nna' }],
  ['a life of more than 400 days', { expiresAt: shift(T0, { days: 401 }) }],
  ['a life that is over', { expiresAt: T0 }],
])('a key with %s is refused', async (_, more) => {
  await expect(create(more)).rejects.toMatchObject({ code: 'validation_failed' });
});

test('a key that is being revoked gets no successor: the rotation waits and finds it ended', async () => {
  const { id: app } = await create();
  const { id } = await create({ app });
  const { database } = store;
  await database.transaction().execute((trx) => revokeApiKey(trx, SYSTEM, { id: app, at: T0 }));
  const revoking = await database.startTransaction().execute();
  await revokeApiKey(revoking, SYSTEM, { id, at: T0 });
  const asks = { id, newId: newKeyId(), overlapSeconds: 60, at: T0, expiresAt: NEW.expiresAt };
  const rotation = database
    .transaction()
    .execute((trx) => rotateApiKey(trx, SYSTEM, { mode: 'test' }, asks));
  const refused = expect(rotation).rejects.toMatchObject({ code: 'api_key_not_live' });
  const waiting = sql`SELECT 1 FROM pg_stat_activity
    WHERE datname = current_database() AND wait_event_type = 'Lock'`;
  await expect.poll(async () => (await waiting.execute(database)).rows.length).toBe(1);
  await revoking.commit().execute();
  await refused;
  expect((await listApiKeysUnscoped(database)).filter((key) => key.app === app)).toHaveLength(2);
});

test('making and revoking leave entries, without the key', async () => {
  const { id, text } = await create();
  await store.database.transaction().execute((trx) => revokeApiKey(trx, SYSTEM, { id, at: T0 }));
  const rows = await store.database
    .selectFrom('audit_entry')
    .select('body')
    .where('body', 'like', `%${id}%`)
    .orderBy('n')
    .execute();
  const bodies = rows.map(({ body }) => JSON.parse(body) as { action: string });
  expect(bodies.map(({ action }) => action)).toEqual(['api_key.created', 'api_key.revoked']);
  expect(JSON.stringify(bodies)).not.toContain(text.slice(21));
});
