import { afterAll, beforeAll, expect, test } from 'vitest';
import { createCustomer } from '../../../store/customers/create-customer.ts';
import { listCustomersWithoutCaseUnscoped } from '../../../store/customers/customers-without-case.ts';
import { newId } from '../../../store/new-id.ts';
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
} from '../make.ts';

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
  expect(await listCustomersWithoutCaseUnscoped(store.database, late)).toEqual([opening]);
  const early = { createdBefore: '2025-12-31T00:00:00.000Z', limit: 10 };
  expect(await listCustomersWithoutCaseUnscoped(store.database, early)).toEqual([]);
  await saveCase(store, openTestCase(opening));
  expect(await listCustomersWithoutCaseUnscoped(store.database, late)).toEqual([]);
});
