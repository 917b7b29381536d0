import { afterAll, beforeAll, expect, test } from 'vitest';
import { SYSTEM } from '../../../domain/access/access.ts';
import { registerIdentityNumber } from '../../../store/findings/register-identity-number.ts';
import { newId } from '../../../platform/new-id.ts';
import { openKit, type Kit } from '../kit/api-kit.ts';
import type { Answered } from '../kit/caller.ts';
import { createdBy, newCustomer } from '../kit/people.ts';

let kit: Kit;
let key: string;
let berit: string;
const PERSON = { given_names: 'Berit', family_name: 'Sjögren', birth_date: '1980-02-29' };
const CONTACT = { email: 'berit@only.example', phone: '+46701112233' };
beforeAll(async () => {
  kit = await openKit();
  key = await kit.key();
  const made = await kit.ask('POST', '/v1/customers', {
    key,
    body: newCustomer({}, { ...PERSON, ...CONTACT }),
  });
  berit = made.text('/id');
  await createdBy(kit, key);
  const { database, keys } = kit.deps.store;
  await registerIdentityNumber(database, keys, SYSTEM, {
    customer: berit,
    document: newId('document'),
    mode: 'test',
    country: 'SE',
    number: 'ZX 777 888',
    isCertain: true,
    at: new Date().toISOString(),
  });
});
afterAll(() => kit.close());

const search = (body: unknown, by = key) =>
  kit.ask('POST', '/v1/customers/search', { key: by, body });
const idsOf = ({ body }: Answered) => (body as { data: { id: string }[] }).data.map(({ id }) => id);

test.each([
  ['e-mail, however it is typed', { email: ' BERIT@Only.example ' }],
  ['phone', { phone: CONTACT.phone }],
  ['name with birth date', { person: { ...PERSON, family_name: 'SJO\u0308GREN' } }],
  ['document number, whatever separates it', { document: { country: 'SE', number: 'zx777-888' } }],
])('a customer is found by %s', async (_what, asked) => {
  const found = await search(asked);
  expect(found.status).toBe(200);
  expect(idsOf(found)).toEqual([berit]);
  expect(JSON.stringify(found.body)).not.toMatch(/Sjögren|berit@|112233/); // a list opens nothing
});

test('another birth date, another country or the other mode finds nobody', async () => {
  const live = await kit.key({ mode: 'live' });
  expect(idsOf(await search({ person: { ...PERSON, birth_date: '1980-03-01' } }))).toEqual([]);
  expect(idsOf(await search({ document: { country: 'NO', number: 'ZX777888' } }))).toEqual([]);
  expect(idsOf(await search({ email: CONTACT.email }, live))).toEqual([]);
});

test('details that are no longer in force are not found', async () => {
  const id = await createdBy(kit, key, {}); // of the same name as others: by a phone of its own
  const moved = { details: { phone: '+46709998877' } };
  await kit.ask('PATCH', `/v1/customers/${id}`, { key, body: moved });
  expect(idsOf(await search({ phone: '+46709998877' }))).toEqual([id]);
  await kit.ask('PATCH', `/v1/customers/${id}`, {
    key,
    body: { details: { phone: '+46709998866' } },
  });
  expect(idsOf(await search({ phone: '+46709998877' }))).toEqual([]);
});

test.each([
  ['nothing', {}, ''],
  ['two things at once', { email: CONTACT.email, phone: CONTACT.phone }, ''],
  ['a birth date alone', { person: { birth_date: PERSON.birth_date } }, '/person/family_name'],
  ['a field of no list', { name: 'Berit' }, '/name'],
])('%s is no search', async (_what, asked, pointer) => {
  const refused = await search(asked);
  expect(refused).toMatchObject({ status: 422, body: { code: 'validation_failed' } });
  const { errors } = refused.body as { errors: { pointer: string }[] };
  expect(errors.map((one) => one.pointer)).toContain(pointer);
});

test('a search has its entry, without a word of what was searched', async () => {
  await search({ email: CONTACT.email });
  const rows = await kit.deps.store.database
    .selectFrom('audit_entry')
    .select('body')
    .where('body', 'like', '%customer.searched%')
    .execute();
  expect(rows.length).toBeGreaterThan(0);
  expect(JSON.stringify(rows)).not.toMatch(/berit|sjögren|1980-02-29|777[^0-9a-f]?888/i);
});

test('a key that may not read details may not look by them', async () => {
  const narrow = await kit.key({ scopes: ['customers:read', 'customers:write'] });
  expect(await search({ email: CONTACT.email }, narrow)).toMatchObject({ status: 403 });
});
