import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { STANDARD_1 } from '../../domain/policy/built-in-policies.ts';
import type { Policy } from '../../domain/policy/policy.ts';
import { type FakeOnfido, startFakeOnfido } from '../support/fake-onfido/server.ts';
import { documentReport } from '../support/fake-onfido/reports.ts';
import { type Client, itemOf } from './client.ts';
import { VENDOR_POINTS } from './faults/points.ts';
import { bodyOf, newPerson, passportOf } from './people.ts';
import { type Product, startProduct } from './product.ts';

const KINDS = [
  'identity_reading',
  'identity_validity',
  'identity_match',
  'identity_unique',
] as const;
const OUTSIDE: Policy = {
  ...STANDARD_1,
  name: 'outside',
  vendors: Object.fromEntries(KINDS.map((kind) => [kind, 'onfido'])),
};
const TOKEN = 'api_sandbox.canary-token';
/** A polling interval longer than the test, so that only a callback can bring an answer. */
const NEVER = { VENDOR_POLL_SECONDS: '600' };
const SOON = { VENDOR_POLL_SECONDS: '1' };

let fake: FakeOnfido;
let product: Product;
let app: Client;
beforeAll(async () => {
  fake = await startFakeOnfido();
  fake.reports = (check) => {
    const applicant = fake.applicants.find(({ id }) => id === check.applicant_id);
    const { first_name: givenNames = '', last_name: familyName = '', dob = '' } = applicant ?? {};
    const number = check.applicant_id.replaceAll('-', '').slice(0, 9);
    const person = { givenNames, familyName, birthDate: dob };
    return [documentReport(person, { properties: { document_numbers: [{ value: number }] } })];
  };
  product = await startProduct({
    policies: [OUTSIDE],
    env: {
      VENDORS: 'onfido',
      ONFIDO_BASE_URL: fake.url,
      ONFIDO_SANDBOX_TOKEN: TOKEN,
      ONFIDO_WEBHOOK_TOKENS: `an older token, ${fake.webhookToken}`,
      ...NEVER,
    },
  });
  app = await product.client();
}, 60_000);
afterAll(async () => {
  await product.stop();
  await fake.close();
});

/** Creates a customer whose passport goes to the vendor; returns also the vendor's checks of it. */
async function submitted(): Promise<{ id: string; asked: () => FakeOnfido['checks'] }> {
  const before = fake.checks.length;
  const person = newPerson();
  const { id } = await app.create(bodyOf(person, { policy: 'outside', level: 'basic' }));
  await app.submit(id, await passportOf(person));
  return { id, asked: () => fake.checks.slice(before) };
}

const restart = async (env: Record<string, string>) => {
  await product.kill('verification');
  await product.start('verification', env);
};

test('a callback brings a case to its end, repeated or early as it may come', async () => {
  const url = `${product.url}/v1/vendor-callbacks/onfido`;
  fake.callbacks = { ...fake.callbacks, url, early: true, copies: 3 };
  fake.completesAfterMs = 300;
  const { id, asked } = await submitted();
  const customer = await app.reach(id, 'active/verified', 30_000);
  expect(asked()).toHaveLength(1);
  const checks = customer.checks ?? [];
  const outside = checks.filter(({ kind }) => (KINDS as readonly string[]).includes(kind));
  expect(outside.map(({ outcome }) => outcome)).toEqual(['pass', 'pass', 'pass', 'pass']);
  expect(await rowOf(id)).toMatchObject({ state: 'answered' });

  // A later finding of the vendor on an accepted document is taken in, and raises a doubt.
  const found = fake.reports;
  fake.reports = (check) =>
    found(check).map((one) => ({ ...one, result: 'consider', sub_result: 'suspected' }) as never);
  fake.webhookToken = 'an older token';
  fake.callbacks.completedAt = '2027-02-02T12:00:00Z';
  expect(await fake.callBack(asked()[0]?.id ?? '', 'guessed')).toBe(401);
  expect((await app.read(id)).status).toBe('active');
  expect(await fake.callBack(asked()[0]?.id ?? '')).toBe(204);
  await app.reach(id, 'restricted/under_review', 20_000);
  fake.reports = found;
  fake.callbacks.url = null;
}, 90_000);

test('by polling alone, killed between asking and noting it, it asks once and ends well', async () => {
  fake.completesAfterMs = 1500;
  const [, point] = VENDOR_POINTS; // a test of the activity covers the first point
  await restart({ ...SOON, VOUCH_CRASH: `${point}:1` });
  const { id, asked } = await submitted();
  expect(await product.died('verification')).toContain('SIGKILL');
  expect(await rowOf(id)).toMatchObject({ state: 'begun', reference: null });
  await product.start('verification', SOON);
  await app.reach(id, 'active/verified', 90_000);
  expect(asked()).toHaveLength(1);
  expect(await rowOf(id)).toMatchObject({ state: 'answered', reference: asked()[0]?.id });
}, 150_000);

test('a vendor that is away sends its checks to a person: no attempt, no rejection', async () => {
  await restart({ ...SOON, VENDOR_FAULT_SECONDS: '0' });
  fake.break('POST /applicants', { kind: 'status', status: 503 });
  const { id } = await submitted();
  const customer = await app.reach(id, 'approval_pending/in_review', 30_000);
  expect(itemOf(customer, 'identity')).toMatchObject({ attempts: 0 });
  const outcomes = (customer.checks ?? []).map(({ kind, outcome }) => [kind, outcome]);
  for (const kind of KINDS) expect(outcomes).toContainEqual([kind, 'unavailable']);
  const reviewer = await product.client({ role: 'reviewer' });
  await reviewer.decide(id, { outcome: 'approve' });
  await app.reach(id, 'active/verified', 20_000);
  expect(await rowOf(id)).toMatchObject({ state: 'given_up' });
}, 60_000);

test('neither a name nor a secret of it stands in a log or in clear in the database', async () => {
  const logs = (['api', 'worker', 'verification'] as const).map(product.logs).join('\n');
  for (const text of ['Eriksson', TOKEN, 'canary-token', 'an older token']) {
    expect(logs).not.toContain(text);
  }
  const { rows } = await sql<{ text: string }>`SELECT c::text AS text FROM vendor_check c
    UNION ALL SELECT c::text FROM vendor_callback c`.execute(product.store.database);
  expect(rows.length).toBeGreaterThan(3);
  expect(rows.map(({ text }) => text).join('\n')).not.toMatch(/eriksson|canary/i);
});

async function rowOf(customer: string) {
  const rows = product.store.database
    .selectFrom('vendor_check')
    .select(['id', 'state', 'reference']);
  return rows.where('customer_id', '=', customer).executeTakeFirst();
}
