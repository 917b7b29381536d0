import { afterAll, beforeAll, expect, test } from 'vitest';
import type { CheckAnswer } from '../../../domain/checks/checks.ts';
import type { RunChecks } from '../../../domain/case/round.ts';
import { openKit, type Kit } from '../kit/api-kit.ts';
import type { Answered } from '../kit/caller.ts';
import { createdBy, newCustomer, reaches, submittedBy } from '../kit/people.ts';

/** What the engines say of an address, by the details version they are asked about; else a pass. */
const addressOf = new Map<string, CheckAnswer['outcome']>();

/** What the engines wait for before they answer, by the details version they are asked about. */
const heldUntil = new Map<string, Promise<void>>();

async function runChecks({ customer, detailsVersion, checks }: RunChecks): Promise<CheckAnswer[]> {
  await heldUntil.get(`${customer}/${detailsVersion}`);
  const said = addressOf.get(`${customer}/${detailsVersion}`) ?? 'pass';
  return checks.map(({ id, kind }): CheckAnswer => {
    if (kind !== 'address_match' || said === 'pass') {
      return { id, kind, outcome: 'pass', reasons: [] };
    }
    return { id, kind, outcome: said, reasons: ['address_mismatch'] };
  });
}

let kit: Kit;
let key: string;
beforeAll(async () => {
  kit = await openKit({ runChecks });
  key = await kit.key();
});
afterAll(() => kit.close());

/** A verified customer with a passport and a bill. */
async function verified(): Promise<string> {
  const id = await createdBy(kit, key);
  await submittedBy(kit, key, { customer: id, types: ['passport', 'utility_bill'] });
  await reaches(kit, key, { customer: id, reason: 'verified' });
  return id;
}

const patch = (id: string, body: object) => kit.ask('PATCH', `/v1/customers/${id}`, { key, body });
const lists = ({ body }: Answered) =>
  (body as { requirements: Record<string, string[]> }).requirements;
const NEW_ADDRESS = { line1: 'Nygatan 2', city: 'Lund', postal_code: '222 20', country: 'SE' };

test('a new address that the documents on file show is proven at once: nothing is asked', async () => {
  const id = await verified();
  const moved = await patch(id, { details: { address: NEW_ADDRESS } });
  expect(lists(moved)['currently_due']).toEqual([]);
  const after = await reaches(kit, key, { customer: id, reason: 'verified' });
  expect(after.body).toMatchObject({
    status: 'active',
    details: { address: { city: 'Lund' } },
    requirements: { currently_due: [], satisfied: ['details', 'identity', 'address'] },
  });
  const documents = await kit.ask('GET', `/v1/customers/${id}/documents`, { key });
  expect((documents.body as { data: object[] }).data).toHaveLength(2);
});

test('a new address that none of them shows is asked for anew, within the time it is given', async () => {
  const id = await verified();
  addressOf.set(`${id}/2`, 'fail');
  await patch(id, { details: { address: NEW_ADDRESS } });
  const read = () => kit.ask('GET', `/v1/customers/${id}`, { key });
  await expect
    .poll(async () => (await read()).body, { timeout: 15_000 })
    .toMatchObject({
      status: 'active',
      status_reason: 'requirements_due',
      requirements: { currently_due: ['address'], current_deadline: expect.any(String) },
    });
  addressOf.delete(`${id}/2`);
  await submittedBy(kit, key, { customer: id, types: ['utility_bill'] });
  await reaches(kit, key, { customer: id, reason: 'verified' });
});

test('a new name puts the approval in doubt until it is proven; a new e-mail does not', async () => {
  const id = await verified();
  const mailed = await patch(id, { details: { email: 'new@example.com' } });
  expect(mailed.body).toMatchObject({ status: 'active', status_reason: 'verified' });
  let look = () => {};
  heldUntil.set(`${id}/3`, new Promise((done) => (look = done)));
  const renamed = await patch(id, { details: { family_name: 'Lindqvist' } });
  expect(renamed.body).toMatchObject({ status: 'restricted' });
  look();
  await reaches(kit, key, { customer: id, reason: 'verified' }); // the passport on file shows it
  const events = await kit.ask('GET', `/v1/customers/${id}/events?limit=100`, { key });
  const changes = (events.body as { data: { type: string; data: object }[] }).data.filter(
    ({ type }) => type === 'customer.details_changed',
  );
  expect(changes).toMatchObject([
    { data: { changed: ['email'], details_version: 2 } },
    { data: { changed: ['family_name'], details_version: 3 } },
  ]);
  expect(events.bytes.toString()).not.toContain('Lindqvist');
});

test('a higher level asks for more, a lower one lets it go; one the policy lacks is refused', async () => {
  const id = await verified();
  const more = await patch(id, { level: 'enhanced' });
  expect(more.body).toMatchObject({ level: 'enhanced', status_reason: 'requirements_due' });
  expect(lists(more)['currently_due']).toEqual(['details', 'selfie', 'funds']);
  const less = await patch(id, { level: 'basic' });
  expect(less.body).toMatchObject({ level: 'basic', status_reason: 'verified' });
  expect(lists(less)['currently_due']).toEqual([]);
  expect(await patch(id, { level: 'golden' })).toMatchObject({
    status: 422,
    body: { code: 'level_unknown' },
  });
  expect(await patch(id, { level: 'basic' })).toMatchObject({
    status: 409,
    body: { code: 'nothing_changed' },
  });
});

test('a waiver takes two people and counts as proven; the details cannot be waived', async () => {
  const id = await createdBy(kit, key);
  await submittedBy(kit, key, { customer: id, types: ['passport'] });
  await reaches(kit, key, { customer: id, reason: 'collecting' });
  const [anna, bert] = [
    await kit.key({ role: 'senior_reviewer' }),
    await kit.key({ role: 'senior_reviewer' }),
  ];
  const checks = await kit.ask('GET', `/v1/customers/${id}/checks`, { key });
  const evidence = checks.text('/evidence');
  const waive = (requirements: string[] | null) =>
    kit.ask('POST', `/v1/customers/${id}/decisions`, {
      key: anna,
      body: { outcome: 'waive', requirements, evidence, note: 'Known for years.' },
    });
  expect(await waive(['details'])).toMatchObject({ body: { code: 'document_not_asked' } });
  expect(await waive(null)).toMatchObject({ status: 422, body: { code: 'validation_failed' } });
  const proposed = await waive(['address']);
  expect(proposed).toMatchObject({ status: 202, body: { outcome: 'waive', state: 'proposed' } });
  const path = `/v1/decisions/${proposed.text('/id')}/confirm`;
  expect(await kit.ask('POST', path, { key: bert })).toMatchObject({
    status: 201,
    body: { outcome: 'waive', customer: { status: 'active' } },
  });
  const read = await kit.ask('GET', `/v1/customers/${id}`, { key });
  expect(lists(read)['waived']).toEqual(['address']);
});

test('an application may be withdrawn before its approval, and not after it', async () => {
  const id = await createdBy(kit, key);
  const close = (customer: string) =>
    kit.ask('POST', `/v1/customers/${customer}/close`, { key, body: { withdrawn: true } });
  expect(await close(id)).toMatchObject({ status: 200, body: { status_reason: 'closed' } });
  const events = await kit.ask('GET', `/v1/customers/${id}/events`, { key });
  expect((events.body as { data: object[] }).data).toContainEqual(
    expect.objectContaining({ type: 'customer.closed', data: { withdrawn: true } }),
  );
  expect(await close(await verified())).toMatchObject({
    status: 422,
    body: { code: 'reason_not_allowed' },
  });
});

test('the list is filtered by everything it shows, and each filter with the others', async () => {
  const own = await kit.key({ mode: 'live' });
  const made = async (more: object, details: object = {}) => {
    const answer = await kit.ask('POST', '/v1/customers', {
      key: own,
      body: newCustomer(more as Record<string, unknown>, details as Record<string, unknown>),
    });
    return { id: answer.text('/id'), at: answer.text('/created_at') };
  };
  const first = await made({ external_id: 'first', level: 'basic' });
  const address = { line1: 'Street 1', city: 'Tehran', postal_code: '1', country: 'IR' };
  const second = await made({ level: 'basic' }, { address });
  const third = await made({});
  await kit.ask('POST', `/v1/customers/${first.id}/lock`, { key: own, body: {} });
  const { updated_at: updated } = (await kit.ask('GET', `/v1/customers/${first.id}`, { key: own }))
    .body as { updated_at: string };
  const found = async (query: string) => {
    const page = await kit.ask('GET', `/v1/customers?${query}`, { key: own });
    return (page.body as { data: { id: string }[] }).data.map(({ id }) => id);
  };
  const cases: [string, { id: string }[]][] = [
    ['status=locked', [first]],
    ['status_reason=collecting', [third, second]],
    ['level=basic', [first]], // at high risk the policy's level is in force
    ['level=enhanced', [second]],
    ['risk=high', [second]],
    ['external_id=first', [first]],
    [`created_after=${second.at}`, [third]],
    [`created_before=${second.at}`, [first]],
    [`updated_after=${second.at}`, [third, first]],
    [`updated_after=${updated}`, []],
    [`status=approval_pending&created_after=${first.at}&risk=low`, [third]],
  ];
  for (const [query, wanted] of cases) {
    expect(await found(query), query).toEqual(wanted.map(({ id }) => id));
  }
});
