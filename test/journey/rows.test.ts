import { afterAll, beforeAll, expect, test } from 'vitest';
import { STANDARD_1 } from '../../domain/policy/built-in-policies.ts';
import { STATUS_ROWS } from '../../domain/case/status.ts';
import { ANNA_NEW_ADDRESS, PEOPLE } from '../specimens/people.ts';
import { type Client, itemOf } from './client.ts';
import { billOf, bodyOf, detailsOnly, passportOf, specimen } from './people.ts';
import { type Product, startProduct } from './product.ts';

/** A policy under which customers expire if they do not send documents in time. */
const HURRIED = {
  ...STANDARD_1,
  name: 'hurried',
  deadlines: { ...STANDARD_1.deadlines, onboarding: { seconds: 1 } },
  reminders: [],
};
/** A policy whose refresh periods are seconds instead of years. */
const YEARLY = detailsOnly('yearly', {
  refresh: { high: { seconds: 5 }, otherwise: { seconds: 5 } },
  expiryNotice: { seconds: 2 },
  deadlines: { ...STANDARD_1.deadlines, resubmission: { seconds: 3 }, grace: { seconds: 3 } },
  reminders: [],
});

/** The rows of docs/case.md#status that a test reached through the API. */
const reached = new Set<string>();
let product: Product;
let app: Client;
beforeAll(async () => {
  product = await startProduct({ policies: [HURRIED, YEARLY] });
  app = await product.client();
});
afterAll(() => product.stop());

async function shows(customer: string, standing: Parameters<Client['reach']>[1]) {
  const found = await app.reach(customer, standing);
  reached.add(standing);
  return found;
}

test.concurrent('the acceptance story: collected, verified, rejected, mended, moved, renamed, locked, closed', async () => {
  const { anna } = PEOPLE;
  const { id, ...created } = await app.create(bodyOf(anna));
  expect(created.requirements.currently_due).toEqual(['identity', 'address']);
  await shows(id, 'approval_pending/collecting');

  const { customer } = await app.submit(id, specimen('passport.jpg'));
  reached.add(`${customer.status}/${customer.status_reason}`);
  expect(customer.status_reason).toBe('verifying');
  await shows(id, 'approval_pending/collecting');

  await app.submit(id, await billOf(anna, { daysOld: 150 }));
  const refused = itemOf(await shows(id, 'restricted/resubmission_required'), 'address');
  expect(refused).toMatchObject({ attempts_left: 2, codes: ['address_document_too_old'] });

  await app.submit(id, await billOf(anna));
  expect((await shows(id, 'active/verified')).verified_at).not.toBeNull();

  const { line1, city, postalCode: postal_code, country } = ANNA_NEW_ADDRESS;
  await app.change(id, { details: { address: { line1, city, postal_code, country } } });
  const movedHouse = await shows(id, 'active/requirements_due');
  expect(itemOf(movedHouse, 'identity').state).toBe('satisfied');
  await app.submit(id, await billOf(anna, { address: ANNA_NEW_ADDRESS }));
  await shows(id, 'active/verified');

  await app.change(id, { details: { family_name: PEOPLE.anna_married.familyName } });
  const renamed = await shows(id, 'restricted/reverification_required');
  expect(renamed.requirements.currently_due).toContain('identity');
  await app.submit(id, specimen('passport-married.jpg'));
  await shows(id, 'active/verified');

  await app.move(id, 'lock', { reason: 'A question of ours.' });
  await shows(id, 'locked/locked_by_operator');
  await app.move(id, 'unlock');
  await shows(id, 'active/verified');
  await app.move(id, 'close');
  expect((await shows(id, 'locked/closed')).closed_at).not.toBeNull();
}, 90_000);

test.concurrent('under the manual policy a reviewer decides, and a new name puts the approval in doubt', async () => {
  const { jorg } = PEOPLE;
  const reviewer = await product.client({ role: 'reviewer' });
  const { id } = await app.create(bodyOf(jorg, { policy: 'manual' }));
  await app.submit(id, [specimen('passport-german.jpg', 'passport', 'DE'), await billOf(jorg)]);
  await shows(id, 'approval_pending/in_review');
  expect((await app.rest(id)).requirements.in_review).toHaveLength(2);
  await reviewer.decide(id, { outcome: 'approve', note: 'All agrees.' });
  await shows(id, 'active/verified');
  await app.change(id, { details: { family_name: 'Weiß' } });
  await shows(id, 'restricted/under_review');
}, 60_000);

test.concurrent('a rule rejects for good who is too young', async () => {
  const { liam } = PEOPLE;
  const { id } = await app.create(bodyOf(liam));
  await app.submit(id, await passportOf(liam));
  const rejected = await shows(id, 'locked/verification_failed');
  expect(rejected.decisions).toMatchObject([
    { outcome: 'reject', final: true, reasons: ['under_minimum_age'], by: { kind: 'rule' } },
  ]);
}, 60_000);

test.concurrent('the onboarding deadline passes while the customer is awaited', async () => {
  const { id } = await app.create(bodyOf(PEOPLE.anna, { policy: 'hurried' }));
  await shows(id, 'locked/onboarding_expired');
}, 20_000);

test.concurrent('a refresh that nobody confirms: due, overdue, locked; the confirmation lifts the lock', async () => {
  const { id } = await app.create(bodyOf(PEOPLE.anna, { policy: 'yearly', level: 'plain' }));
  for (const standing of [
    'active/verified',
    'active/requirements_due',
    'restricted/requirements_past_due',
    'locked/requirements_past_due',
  ] as const) {
    await shows(id, standing);
  }
  const confirmed = await app.change(id, { confirmed: true });
  expect(confirmed.status).toBe('active');
  expect((await app.walk(id)).slice(0, 5)).toEqual([
    'active/verified',
    'active/requirements_due',
    'restricted/requirements_past_due',
    'locked/requirements_past_due',
    'active/verified',
  ]);
}, 60_000);

test('every row of the table was reached', () => {
  const missing = STATUS_ROWS.map(({ status, reason }) => `${status}/${reason}`);
  expect(missing.filter((standing) => !reached.has(standing))).toEqual([]);
});
