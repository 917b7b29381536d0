import { afterAll, beforeAll, expect, test } from 'vitest';
import { BUILT_IN_POLICIES, STANDARD_1 } from '../../domain/policy/built-in-policies.ts';
import { SYSTEM } from '../../domain/access/access.ts';
import { listConsents, recordConsent } from '../../store/consents/consents.ts';
import { newId } from '../../platform/new-id.ts';
import {
  findPolicy,
  getNewestPolicy,
  getPolicy,
  listPolicies,
} from '../../store/policies/get-policy.ts';
import { publishPolicy, publishBuiltIn } from '../../store/policies/put-policy.ts';
import { APP, freshStore, LIVE, makeCase, T0, TEST, type TestStore } from './kit/make.ts';

let store: TestStore;
beforeAll(async () => {
  store = await freshStore();
  await Promise.all([1, 2, 3].map(() => publishBuiltIn(store.database, BUILT_IN_POLICIES, T0)));
});
afterAll(() => store.end());

test('what ships is published once, however many processes start at once', async () => {
  expect(
    (await listPolicies(store.database, TEST))
      .map(({ name, version }) => `${name}@${version}`)
      .sort(),
  ).toEqual(BUILT_IN_POLICIES.map(({ name, version }) => `${name}@${version}`).sort());
  expect(await getPolicy(store.database, { name: 'standard', version: 1 })).toEqual(STANDARD_1);
  const entries = await store.database
    .selectFrom('audit_entry')
    .select('body')
    .where('body', 'like', '%policy.published%')
    .execute();
  expect(entries).toHaveLength(BUILT_IN_POLICIES.length);
});

test('a published version never changes', async () => {
  const changed = { ...STANDARD_1, minimumAge: 16 };
  const published = store.database
    .transaction()
    .execute((trx) => publishPolicy(trx, SYSTEM, { policy: changed, mode: 'live', at: T0 }));
  await expect(published).rejects.toMatchObject({ code: 'policy_version_taken' });
  expect((await getPolicy(store.database, { name: 'standard', version: 1 })).minimumAge).toBe(18);
});

test('a number that an operator took stays theirs when one ships under it', async () => {
  const name = 'ours';
  const policy = { ...STANDARD_1, name, minimumAge: 21 };
  const input = { policy, mode: 'live' as const, at: T0 };
  await store.database.transaction().execute((trx) => publishPolicy(trx, APP, input));
  const shipped = [
    { ...STANDARD_1, name },
    { ...STANDARD_1, name, version: 2 },
  ];
  const left = await publishBuiltIn(store.database, shipped, T0);
  expect(left).toEqual([{ name, version: 1 }]);
  expect(await getPolicy(store.database, { name, version: 1 })).toEqual(policy);
  expect((await getNewestPolicy(store.database, LIVE, name)).version).toBe(2);
});

test('an operator who owns the number of the newest shipped rules keeps it, and their rules', async () => {
  const name = 'house';
  const own = { ...STANDARD_1, name, version: 3, minimumAge: 21 };
  const input = { policy: own, mode: 'live' as const, at: T0 };
  await store.database.transaction().execute((trx) => publishPolicy(trx, APP, input));
  const shipped = BUILT_IN_POLICIES.filter((one) => one.name === 'standard').map((one) => ({
    ...one,
    name,
  }));
  expect(shipped.map(({ version }) => version)).toContain(3);
  for (let times = 0; times < 2; times += 1) {
    expect(await publishBuiltIn(store.database, shipped, T0)).toEqual([{ name, version: 3 }]);
  }
  expect(await getNewestPolicy(store.database, LIVE, name)).toEqual(own);
  expect((await getPolicy(store.database, { name, version: 2 })).version).toBe(2);
});

test('the latest version is taken unless one is named; an unknown one is refused', async () => {
  const next = { ...STANDARD_1, name: 'quick', version: 2, minimumAge: 21 };
  await store.database.transaction().execute(async (trx) => {
    await publishPolicy(trx, SYSTEM, { policy: { ...next, version: 1 }, mode: 'live', at: T0 });
    await publishPolicy(trx, SYSTEM, { policy: next, mode: 'live', at: T0 });
  });
  expect((await getNewestPolicy(store.database, LIVE, 'quick')).version).toBe(2);
  expect((await getPolicy(store.database, { name: 'quick', version: 1 })).version).toBe(1);
  const unknown = { code: 'policy_unknown' };
  const third = getPolicy(store.database, { name: 'quick', version: 3 });
  await expect(third).rejects.toMatchObject(unknown);
  await expect(getNewestPolicy(store.database, TEST, 'none')).rejects.toMatchObject(unknown);
});

test('what was published for tests serves test customers alone', async () => {
  const trial = { ...STANDARD_1, name: 'trial', version: 2, minimumAge: 1 };
  await store.database.transaction().execute(async (trx) => {
    await publishPolicy(trx, APP, { policy: { ...trial, version: 1 }, mode: 'live', at: T0 });
    await publishPolicy(trx, APP, { policy: trial, mode: 'test', at: T0 });
  });
  const versions = async (scope: typeof TEST | typeof LIVE) =>
    (await listPolicies(store.database, scope))
      .filter(({ name }) => name === 'trial')
      .map(({ version }) => version);
  expect([await versions(TEST), await versions(LIVE)]).toEqual([[2, 1], [1]]);
  expect((await getNewestPolicy(store.database, LIVE, 'trial')).version).toBe(1);
  expect((await getNewestPolicy(store.database, TEST, 'trial')).version).toBe(2);
  expect(await findPolicy(store.database, LIVE, trial)).toBeUndefined();
  const sandbox = getNewestPolicy(store.database, LIVE, 'sandbox');
  await expect(sandbox).rejects.toMatchObject({ code: 'policy_unknown' });
});

test('a consent and its withdrawal are kept in order, once each, with an entry', async () => {
  const { customer } = await makeCase(store);
  const base = { customer, purpose: 'face_biometrics' as const, textVersion: 'v3', language: 'sv' };
  const given = { ...base, id: newId('consent'), given: true, at: T0 };
  const refused = { ...base, id: newId('consent'), given: false, at: '2027-01-11T00:00:00.000Z' };
  const record = (one: typeof given, scope: typeof TEST | typeof LIVE = TEST) =>
    store.database.transaction().execute((trx) => recordConsent(trx, APP, scope, one));
  await record(given);
  await record(given);
  await record(refused);
  expect(await listConsents(store.database, TEST, customer)).toEqual([given, refused]);
  expect(await listConsents(store.database, LIVE, customer)).toEqual([]);
  await expect(record(given, LIVE)).rejects.toMatchObject({ code: 'not_found' });
  const entries = await store.database
    .selectFrom('audit_entry')
    .select('body')
    .where('chain', '=', customer)
    .execute();
  expect(entries.filter(({ body }) => body.includes('consent.recorded'))).toHaveLength(2);
});
