import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openKit, type Kit } from '../kit/api-kit.ts';
import { linkFor, startedBy } from '../kit/holder.ts';
import { createdBy, form, newCustomer, picture, reaches, submittedBy } from '../kit/people.ts';

let kit: Kit;
let key: string;
beforeAll(async () => {
  kit = await openKit();
  key = await kit.key();
});
afterAll(() => kit.close());

const OWN = { status: 409, body: { code: 'same_person' } };
const why = { 'vouch-reason': 'customer_request' };
const FINAL = { outcome: 'reject', reasons: ['declined_by_reviewer'], final: true };

/** Awaits the review of a customer of the level `basic`, and gives it with its evidence. */
async function inReview(id: string) {
  await reaches(kit, key, { customer: id, reason: 'in_review' });
  const found = await kit.ask('GET', `/v1/reviews?customer=${id}`, { key });
  return { id, review: found.text('/data/0/id'), evidence: found.text('/data/0/evidence') };
}

const claim = (by: string, review: string) =>
  kit.ask('POST', `/v1/reviews/${review}/claim`, { key: by });
const decide = (by: string, { id, ...said }: { id: string; [word: string]: unknown }) =>
  kit.ask('POST', `/v1/customers/${id}/decisions`, { key: by, body: said });
const release = (by: string, review: string) =>
  kit.ask('POST', `/v1/reviews/${review}/release`, { key: by });

/** Nothing of it is for the person of this key; somebody else’s approval makes the customer active. */
async function isOwnWorkOf(by: string, one: { id: string; review: string; evidence: string }) {
  const { id, review, evidence } = one;
  const offered = await kit.ask('POST', '/v1/reviews/next', { key: by });
  expect(offered.bytes.toString()).not.toContain(review);
  expect((await claim(by, review)).status).toBe(200);
  expect(await decide(by, { id, outcome: 'approve', evidence })).toMatchObject(OWN);
  expect(await decide(by, { id, ...FINAL, evidence })).toMatchObject(OWN);
  const waiver = { outcome: 'waive', requirements: ['identity'], evidence };
  expect(await decide(by, { id, ...waiver })).toMatchObject(OWN);
  await release(by, review);
  const other = await kit.key({ role: 'reviewer' });
  const next = await kit.ask('POST', '/v1/reviews/next', { key: other });
  expect(next.text('/review/id')).toBe(review);
  const approved = await decide(other, { id, outcome: 'approve', evidence });
  expect(approved).toMatchObject({ status: 201, body: { customer: { status: 'active' } } });
}

const manual = () => createdBy(kit, key, { level: 'basic', policy: 'manual' });

test('who made a link is the submitter of what came by it', async () => {
  const customer = await manual();
  const anna = await kit.key({ role: 'reviewer', holder: 'anna' });
  const path = `/v1/customers/${customer}/links`;
  const once = randomUUID();
  const made = await kit.ask('POST', path, { key: anna, body: {}, headers: why, once });
  const again = await kit.ask('POST', path, { key: anna, body: {}, headers: why, once });
  expect(again.body).toMatchObject({ url: null }); // nobody else is ever shown it
  const token = made.text('/url').split('/').at(-1) ?? '';
  const holder = await startedBy(kit, { link: made.text('/id'), token });
  await holder.stage('passport');
  expect((await holder.submit()).status).toBe(201);
  await isOwnWorkOf(await kit.key({ role: 'reviewer', holder: 'anna' }), await inReview(customer));
});

test('a link that an app made is the customer’s own', async () => {
  const customer = await manual();
  const holder = await startedBy(kit, await linkFor(kit, key, { customer }));
  await holder.stage('passport');
  await holder.submit();
  const { review, evidence } = await inReview(customer);
  const anna = await kit.key({ role: 'reviewer', holder: 'anna' });
  await claim(anna, review);
  const approved = await decide(anna, { id: customer, outcome: 'approve', evidence });
  expect(approved.status).toBe(201);
});

/** An app’s key that `carla`, an administrator, made and another agreed to; and its successor. */
async function madeByCarla(): Promise<string[]> {
  const carla = await kit.key({ role: 'admin', holder: 'carla' });
  const scopes = ['customers:read', 'documents:write', 'decisions:write', 'keys:manage'];
  const body = { name: 'shop', mode: 'test', scopes };
  const made = await kit.ask('POST', '/v1/api-keys', { key: carla, body });
  const id = made.text('/id');
  await kit.ask('POST', `/v1/api-keys/${id}/agree`, { key: await kit.key({ role: 'admin' }) });
  const shop = made.text('/key');
  const next = await kit.ask('POST', `/v1/api-keys/${id}/rotate`, { key: shop, body: {} });
  const child = await kit.ask('POST', '/v1/api-keys', { key: shop, body });
  return [shop, next.text('/key'), child.text('/key')];
}

test('who was shown an app’s key is behind all that it sends, and behind what it makes', async () => {
  for (const [n, shop] of (await madeByCarla()).entries()) {
    const customer = await manual();
    if (n === 1) {
      const holder = await startedBy(kit, await linkFor(kit, shop, { customer }));
      await holder.stage('passport');
      await holder.submit();
    } else {
      await submittedBy(kit, shop, { customer, types: ['passport'] });
    }
    const one = await inReview(customer);
    // What carla sent in as herself she cannot approve by the app, either.
    expect(await decide(shop, { ...one, review: undefined, outcome: 'approve' })).toMatchObject(
      OWN,
    );
    await isOwnWorkOf(await kit.key({ role: 'senior_reviewer', holder: 'carla' }), one);
  }
});

test('a reviewer’s upload is not approved by an app’s key that was shown to her', async () => {
  const [shop = ''] = await madeByCarla();
  const customer = await manual();
  const carla = await kit.key({ role: 'reviewer', holder: 'carla' });
  const path = `/v1/customers/${customer}/documents`;
  const sent = { key: carla, headers: why, form: form({ type: 'passport', front: picture() }) };
  expect((await kit.ask('POST', path, sent)).status).toBe(201);
  const { evidence } = await inReview(customer);
  expect(await decide(shop, { id: customer, outcome: 'approve', evidence })).toMatchObject(OWN);
});

test('who wrote the details decides nothing that is held against them', async () => {
  const clerk = await kit.key({ role: 'reviewer', holder: 'clerk' });
  const body = newCustomer({ level: 'basic', policy: 'manual' });
  const made = await kit.ask('POST', '/v1/customers', { key: clerk, body, headers: why });
  const customer = made.text('/id');
  await submittedBy(kit, key, { customer, types: ['passport'] });
  await isOwnWorkOf(clerk, await inReview(customer));
});

test('an app rejects finally with a person, and never alone', async () => {
  const customer = await manual();
  await submittedBy(kit, key, { customer, types: ['passport'] });
  const { evidence } = await inReview(customer);
  const proposed = await decide(key, { id: customer, ...FINAL, evidence });
  expect(proposed).toMatchObject({
    status: 202,
    body: { state: 'proposed', customer: { status_reason: 'in_review' } },
  });
  const confirm = `/v1/decisions/${proposed.text('/id')}/confirm`;
  expect((await kit.ask('POST', confirm, { key })).status).toBe(403);
  const senior = await kit.key({ role: 'senior_reviewer' });
  expect(await kit.ask('POST', confirm, { key: senior })).toMatchObject({
    status: 201,
    body: { final: true, customer: { status_reason: 'verification_failed' } },
  });
});
