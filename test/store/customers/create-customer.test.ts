import { afterAll, beforeAll, expect, test } from 'vitest';
import { createCustomer } from '../../../store/customers/create-customer.ts';
import { listCustomersWithoutCaseUnscoped } from '../../../store/customers/customers-without-case.ts';
import { newId } from '../../../platform/new-id.ts';
import {
  APP,
  DETAILS,
  freshStore,
  makeCase,
  makeCustomer,
  saveCase,
  openTestCase,
  T0,
  type TestStore,
} from '../kit/make.ts';

let store: TestStore;
beforeAll(async () => {
  store = await freshStore();
});
afterAll(() => store.end());

test('the opening names facts without personal data, policy, time and who asked', async () => {
  const opening = await makeCustomer(store);
  expect(opening).toEqual({
    facts: {
      customer: opening.facts.customer,
      mode: 'test',
      level: 'standard',
      country: 'SE',
      detailsVersion: 1,
      present: [
        'given_names',
        'family_name',
        'birth_date',
        'nationality',
        'email',
        'phone',
        'address',
      ],
    },
    policy: { name: 'standard', version: 1 },
    openedAt: T0,
    actor: APP,
  });
});

test('the same id again gives the first opening, with one version, one audit entry', async () => {
  const first = await makeCustomer(store);
  const id = first.facts.customer;
  const again = await makeCustomer(store, { id, at: '2028-01-01T00:00:00.000Z', level: 'basic' });
  expect(again).toEqual(first);
  const versions = await store.database
    .selectFrom('details_version')
    .selectAll()
    .where('customer_id', '=', id)
    .execute();
  const entries = await store.database
    .selectFrom('audit_entry')
    .select('body')
    .where('chain', '=', id)
    .execute();
  expect(versions).toHaveLength(1);
  expect(entries.map(({ body }) => (JSON.parse(body) as { action: string }).action)).toEqual([
    'customer.created',
  ]);
});

test('an external id is taken once in its mode, also by racers; the other mode does not show it', async () => {
  const externalId = newId('customer');
  const tries = await Promise.allSettled(
    [1, 2, 3, 4].map(() => makeCustomer(store, { externalId })),
  );
  expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  for (const one of tries) {
    if (one.status === 'rejected') expect(one.reason).toMatchObject({ code: 'external_id_taken' });
  }
  await makeCustomer(store, { externalId, mode: 'live' });
});

/** The customers that have a key, of those named. */
async function withKey(ids: readonly string[]): Promise<string[]> {
  const rows = await store.keysDatabase
    .selectFrom('customer_key')
    .select('customer_id')
    .where('customer_id', 'in', ids)
    .execute();
  return rows.map((row) => row.customer_id);
}

test('of a refused customer no key is left, and those who were made keep theirs', async () => {
  const externalId = newId('customer');
  const ids = [1, 2, 3, 4, 5, 6].map(() => newId('customer'));
  const tries = await Promise.allSettled(ids.map((id) => makeCustomer(store, { id, externalId })));
  const made = ids.filter((_, n) => tries[n]?.status === 'fulfilled');
  expect(made).toHaveLength(1);
  expect(await withKey(ids)).toEqual(made);
  await expect(store.keys.open(made[0] ?? '')).resolves.toBeDefined();
});

test('two runs of one request race to one customer, whose key stays', async () => {
  for (let round = 0; round < 5; round += 1) {
    const [id, externalId] = [newId('customer'), newId('customer')];
    const runs = [1, 2, 3, 4].map(() => makeCustomer(store, { id, externalId }));
    const openings = await Promise.all(runs);
    for (const one of openings) expect(one).toEqual(openings[0]);
    expect(await withKey([id])).toEqual([id]);
  }
});

test('a customer without a key is not stored: nothing is kept in plain text', async () => {
  const id = newId('customer');
  const input = {
    id,
    mode: 'test' as const,
    externalId: null,
    locale: 'en',
    metadata: {},
    details: DETAILS,
    level: 'basic',
    policy: { name: 'standard', version: 1 },
    at: T0,
  };
  const stored = createCustomer(store.database, store.keys, APP, input);
  await expect(stored).rejects.toMatchObject({ code: 'key_destroyed' });
  expect(
    await store.database.selectFrom('customer').selectAll().where('id', '=', id).execute(),
  ).toEqual([]);
});

test('no detail stands readable in any column', async () => {
  const { facts } = await makeCustomer(store);
  const rows = await Promise.all([
    store.database.selectFrom('customer').selectAll().where('id', '=', facts.customer).execute(),
    store.database
      .selectFrom('details_version')
      .selectAll()
      .where('customer_id', '=', facts.customer)
      .execute(),
    store.database
      .selectFrom('lookup')
      .selectAll()
      .where('customer_id', '=', facts.customer)
      .execute(),
    store.database
      .selectFrom('audit_entry')
      .selectAll()
      .where('chain', '=', facts.customer)
      .execute(),
  ]);
  const text = JSON.stringify(rows, (_, value: unknown) =>
    typeof value === 'object' && value !== null && 'type' in value && value.type === 'Buffer'
      ? Buffer.from(value as unknown as Buffer).toString('latin1')
      : value,
  );
  for (const secret of [
    'Anna',
    'Eriksson',
    '1974',
    'example',
    '4670',
    'Storgatan',
    'Uppsala',
    'gold',
  ]) {
    expect(text.toLowerCase()).not.toContain(secret.toLowerCase());
  }
});

test('a customer without a case is what the reconciler is given, until the case is recorded', async () => {
  const opening = await makeCustomer(store, { at: '2026-01-01T00:00:00.000Z' });
  await makeCase(store, { at: '2026-01-01T00:00:00.000Z' });
  const late = { createdBefore: '2026-06-01T00:00:00.000Z', limit: 10 };
  expect(await listCustomersWithoutCaseUnscoped(store.database, late)).toMatchObject([{ opening }]);
  const early = { createdBefore: '2025-12-31T00:00:00.000Z', limit: 10 };
  expect(await listCustomersWithoutCaseUnscoped(store.database, early)).toEqual([]);
  await saveCase(store, openTestCase(opening));
  expect(await listCustomersWithoutCaseUnscoped(store.database, late)).toEqual([]);
});
