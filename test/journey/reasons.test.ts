import { afterAll, beforeAll, expect, test } from 'vitest';
import { PEOPLE, type Person } from '../specimens/people.ts';
import { type Client, type Customer, itemOf, type Upload } from './client.ts';
import { billOf, bodyOf, newPerson, passportOf, specimen } from './people.ts';
import { type Product, startProduct } from './product.ts';

let product: Product;
let app: Client;
beforeAll(async () => {
  product = await startProduct();
  app = await product.client();
});
afterAll(() => product.stop());

/** Sends one document and returns the customer once nothing runs any more. */
async function findingDraft(id: string, upload: Upload): Promise<Customer> {
  await app.submit(id, upload);
  return app.rest(id);
}

/** A customer whose proof of address is accepted, which later documents must not change. */
async function settled(person: Person): Promise<string> {
  const { id } = await app.create(bodyOf(person));
  const customer = await findingDraft(id, await billOf(person));
  expect(itemOf(customer, 'address').state).toBe('satisfied');
  return id;
}

/**
 * Checks that another document for only this requirement makes the customer active, without the other
 * requirement being asked for again.
 */
async function mends(id: string, upload: Upload): Promise<Customer> {
  const before = await app.read(id);
  const kept = before.documents?.filter(({ state }) => state === 'accepted') ?? [];
  await app.submit(id, upload);
  const after = await app.reach(id, 'active/verified');
  expect(after.documents).toEqual(expect.arrayContaining(kept));
  expect(after.documents).toHaveLength((before.documents?.length ?? 0) + 1);
  return after;
}

test.concurrent('a passport photographed at an angle is read and satisfies', async () => {
  const { anna } = PEOPLE;
  const { id } = await app.create(bodyOf(anna, { level: 'basic' }));
  await app.submit(id, specimen('passport-angle.jpg'));
  const { checks = [] } = await app.reach(id, 'active/verified');
  expect(new Set(checks.map(({ outcome }) => outcome))).toEqual(new Set(['pass']));
  const all = await app.ask('GET', `/v1/customers/${id}/checks`);
  const { data } = all.body as { data: Required<typeof checks> };
  const readings = data.find(({ kind }) => kind === 'identity_reading')?.finding?.readings ?? [];
  const read = Object.fromEntries(readings.map(({ field, value }) => [field, value]));
  expect(Object.values(read)).toEqual(
    expect.arrayContaining([anna.documentNumber, anna.birthDate, anna.expiresOn]),
  );
}, 60_000);

const REJECTED: [string, string[], (person: Person) => Promise<Upload>][] = [
  [
    'an expired one',
    ['document_expired'],
    (person) => passportOf({ ...person, issuedOn: '2019-06-04', expiresOn: '2024-06-03' }),
  ],
  [
    'another person’s',
    ['birth_date_mismatch', 'name_mismatch'],
    () => passportOf({ ...PEOPLE.chloe, documentNumber: '17FV20981' }),
  ],
];

test.concurrent.each(REJECTED)(
  'a passport, %s: rejected for %j, mended by a passport alone',
  async (_, codes, upload) => {
    const person = newPerson();
    const id = await settled(person);
    const rejected = await findingDraft(id, await upload(person));
    expect(rejected.status_reason).toBe('resubmission_required');
    const identity = itemOf(rejected, 'identity');
    expect(identity).toMatchObject({ state: 'currently_due', attempts: 1, attempts_left: 2 });
    expect(identity.codes.toSorted()).toEqual(codes);
    expect(identity.errors.every(({ disposition }) => disposition === 'retry')).toBe(true);
    await mends(id, await passportOf(newPerson()));
  },
  90_000,
);

test.concurrent('a blurred passport asks for another picture, which is no failed attempt', async () => {
  const person = newPerson();
  const id = await settled(person);
  const blurred = await findingDraft(id, await passportOf(person, { shot: { blur: 7 } }));
  const identity = itemOf(blurred, 'identity');
  expect(identity).toMatchObject({ state: 'currently_due', attempts: 0, attempts_left: 3 });
  expect(identity.codes).toContain('image_blurred');
  await mends(id, await passportOf(person));
}, 90_000);

test.concurrent('a wrong check digit: another picture, then a person; never a rejection', async () => {
  const person = newPerson();
  const id = await settled(person);
  const first = await findingDraft(
    id,
    await passportOf(person, { defect: 'number_digit', seed: 1 }),
  );
  const identity = itemOf(first, 'identity');
  expect(identity).toMatchObject({ state: 'currently_due', attempts: 0 });
  expect(identity.codes).toContain('document_unreadable');
  const second = await findingDraft(
    id,
    await passportOf(person, { defect: 'number_digit', seed: 2 }),
  );
  expect(itemOf(second, 'identity')).toMatchObject({ state: 'in_review', attempts: 0 });
  expect(`${second.status}/${second.status_reason}`).toBe('approval_pending/in_review');
  expect(second.decisions?.filter(({ outcome }) => outcome === 'reject')).toEqual([]);
  await mends(id, await passportOf(person));
}, 120_000);

test.concurrent('an old bill is rejected for its age alone, and a new bill mends it', async () => {
  const person = newPerson();
  const { id } = await app.create(bodyOf(person));
  const read = await findingDraft(id, await passportOf(person));
  expect(itemOf(read, 'identity').state).toBe('satisfied');
  const rejected = await findingDraft(id, await billOf(person, { daysOld: 150 }));
  expect(itemOf(rejected, 'address')).toMatchObject({
    state: 'currently_due',
    attempts_left: 2,
    codes: ['address_document_too_old'],
  });
  await mends(id, await billOf(person));
}, 90_000);
