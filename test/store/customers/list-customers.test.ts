import { afterAll, beforeAll, expect, test } from 'vitest';
import { shiftMs } from '../../../domain/time.ts';
import { changeLocale, changeMetadata } from '../../../store/customers/change-customer.ts';
import { getCustomerInScope } from '../../../store/customers/get-customer.ts';
import { type CustomerFilters, listCustomers } from '../../../store/customers/list-customers.ts';
import { type CustomerSearch, searchCustomers } from '../../../store/customers/search-customers.ts';
import { revealDetails } from '../../../store/details/reveal-details.ts';
import { stageDetails } from '../../../store/details/stage-details.ts';
import { registerIdentityNumber } from '../../../store/findings/register-identity-number.ts';
import {
  APP,
  BERT,
  DETAILS,
  freshStore,
  happens,
  LIVE,
  makeCase,
  saveCase,
  T0,
  TEST,
  type TestCase,
  type TestStore,
} from '../kit/make.ts';

let store: TestStore;
const made: TestCase[] = [];
beforeAll(async () => {
  store = await freshStore();
  for (let index = 0; index < 7; index += 1) {
    const level = index % 2 === 0 ? 'basic' : 'standard';
    const at = shiftMs(T0, index < 2 ? 0 : index * 1000); // two share an instant: the id decides
    made.push(await makeCase(store, { externalId: `user-${index}`, level, at }));
  }
  await saveCase(store, happens(made[3] as TestCase, { kind: 'locked', actor: APP, reason: null }));
  await makeCase(store, { mode: 'live', externalId: 'user-0' });
});
afterAll(() => store.end());

const ids = async (filters: CustomerFilters) =>
  (await listCustomers(store.database, TEST, filters, { limit: 100 })).items.map(({ id }) => id);
const customers = (...indexes: number[]) => indexes.map((index) => made[index]?.customer);

test('paging by keyset gives every customer of the mode once, newest first', async () => {
  const seen: string[] = [];
  let after: { at: string; id: string } | undefined;
  for (let page = 0; page < 10; page += 1) {
    const listed = await listCustomers(store.database, TEST, {}, { limit: 2, after });
    seen.push(...listed.items.map(({ id }) => id));
    if (!listed.next) break;
    after = listed.next;
  }
  expect(seen).toHaveLength(7);
  expect(seen.slice(0, 5)).toEqual(customers(6, 5, 4, 3, 2));
  expect(new Set(seen.slice(5))).toEqual(new Set(customers(0, 1)));
});

test('each filter gives what it names', async () => {
  expect(await ids({ externalId: 'user-4' })).toEqual(customers(4));
  expect(await ids({ status: 'locked' })).toEqual(customers(3));
  expect(await ids({ statusReason: 'locked_by_operator' })).toEqual(customers(3));
  expect(await ids({ level: 'standard' })).toEqual([...customers(5, 3), ...customers(1)]);
  expect(await ids({ risk: 'high' })).toEqual([]);
  expect(await ids({ createdAfter: shiftMs(T0, 4500) })).toEqual(customers(6, 5));
  expect(await ids({ createdBefore: shiftMs(T0, 2500) })).toHaveLength(3);
  expect(await ids({ updatedAfter: shiftMs(T0, 10_000) })).toEqual(customers(3));
  expect(await ids({ status: 'locked', level: 'basic' })).toEqual([]);
});

const search = (one: CustomerSearch, scope: typeof TEST | typeof LIVE = TEST) =>
  store.database
    .transaction()
    .execute((trx) =>
      searchCustomers(trx, store.keys, BERT, scope, { search: one, limit: 25, at: T0 }),
    );

test('a customer is found by e-mail, phone, name with birth date, however it is typed', async () => {
  const details = {
    ...DETAILS,
    email: 'only@one.example',
    phone: '+46709999999',
    familyName: 'Önly',
  };
  const { customer } = await makeCase(store, { details });
  const named = {
    field: 'name_birth_date' as const,
    givenNames: 'anna maria',
    familyName: 'O\u0308NLY',
    birthDate: '1974-08-12',
  };
  for (const one of [
    { field: 'email' as const, value: ' ONLY@one.EXAMPLE ' },
    { field: 'phone' as const, value: '+46 70 999 99 99' },
    named,
  ]) {
    expect((await search(one)).map(({ id }) => id)).toEqual([customer]);
    expect(await search(one, LIVE)).toEqual([]);
  }
  expect(await search({ ...named, birthDate: '1974-08-13' })).toEqual([]);
});

test('a document number finds the customer; the entry of the search holds the blind index, not the number', async () => {
  const { customer } = await makeCase(store);
  const document = {
    customer,
    document: 'doc_1',
    mode: 'test' as const,
    country: 'SE',
    number: 'ZX 777 888',
    isCertain: true,
    at: T0,
  };
  await registerIdentityNumber(store.database, store.keys, APP, document);
  const found = await search({ field: 'identity_number', country: 'SE', number: 'zx777888' });
  expect(found.map(({ id }) => id)).toEqual([customer]);
  const entries = await store.database
    .selectFrom('audit_entry')
    .select('body')
    .where('chain', 'like', 'sys/%')
    .execute();
  const bodies = entries.map(({ body }) => body).join();
  expect(bodies).toContain('"action":"customer.searched"');
  expect(bodies).not.toMatch(/zx.?777|only@/i);
});

test('staged details are found and shown only once the case took them', async () => {
  const one = await makeCase(store);
  const details = { ...DETAILS, email: 'new@mail.example' };
  const staged = await store.database
    .transaction()
    .execute((trx) =>
      stageDetails(trx, store.keys, APP, TEST, { customer: one.customer, details, at: T0 }),
    );
  expect(staged).toEqual({ version: 2 });
  const reveal = () =>
    store.database.transaction().execute((trx) =>
      revealDetails(trx, store.keys, BERT, TEST, {
        customer: one.customer,
        at: T0,
        request: 'req_9',
      }),
    );
  expect(await search({ field: 'email', value: 'new@mail.example' })).toEqual([]);
  expect(await reveal()).toEqual({ version: 1, details: DETAILS, metadata: { plan: 'gold' } });
  const taken = happens(one, {
    kind: 'details_changed',
    actor: APP,
    from: 1,
    to: 2,
    changed: ['email'],
    present: one.state.present,
    country: 'SE',
  });
  await saveCase(store, taken);
  expect((await search({ field: 'email', value: 'new@mail.example' })).map(({ id }) => id)).toEqual(
    [one.customer],
  );
  expect((await reveal()).details.email).toBe('new@mail.example');
  const entries = await store.database
    .selectFrom('audit_entry')
    .select('body')
    .where('chain', '=', one.customer)
    .execute();
  const reveals = entries
    .map(({ body }) => JSON.parse(body) as Record<string, unknown>)
    .filter(({ action }) => action === 'details.revealed');
  expect(reveals).toHaveLength(2);
  expect(reveals[1]).toMatchObject({ actor: BERT, request: 'req_9', data: { version: 2 } });
});

test('of versions staged at once each has its own number', async () => {
  const { customer } = await makeCase(store);
  const stage = () =>
    store.database
      .transaction()
      .execute((trx) =>
        stageDetails(trx, store.keys, APP, TEST, { customer, details: DETAILS, at: T0 }),
      );
  const versions = await Promise.all([stage(), stage(), stage(), stage()]);
  expect(new Set(versions.map(({ version }) => version))).toEqual(new Set([2, 3, 4, 5]));
});

test('labels and locale change with an audit entry each, and not from another mode', async () => {
  const { customer: id } = await makeCase(store);
  const { database, keys } = store;
  await database.transaction().execute(async (trx) => {
    await changeMetadata(trx, keys, APP, TEST, { id, metadata: { plan: 'red' }, at: T0 });
    await changeLocale(trx, APP, TEST, { id, locale: 'de', at: T0 });
  });
  expect((await getCustomerInScope(database, TEST, id)).locale).toBe('de');
  const entries = await database
    .selectFrom('audit_entry')
    .select('body')
    .where('chain', '=', id)
    .orderBy('n')
    .execute();
  const bodies = entries.map(({ body }) => JSON.parse(body) as Record<string, unknown>).slice(-2);
  expect(bodies[0]).toMatchObject({
    action: 'customer.metadata_changed',
    detail: expect.stringMatching(/^sha256:/) as string,
  });
  expect(bodies[1]).toMatchObject({ action: 'customer.locale_changed', from: 'sv-SE', to: 'de' });
  const fromLive = database
    .transaction()
    .execute((trx) => changeLocale(trx, APP, LIVE, { id, locale: 'fr', at: T0 }));
  await expect(fromLive).rejects.toMatchObject({ code: 'not_found' });
});
