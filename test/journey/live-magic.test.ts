import { sql } from 'kysely';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Mode } from '../../domain/access/access.ts';
import { STANDARD_1 } from '../../domain/policy/built-in-policies.ts';
import { PEOPLE } from '../specimens/people.ts';
import { type Client, formOf, itemOf } from './client.ts';
import { bodyOf, detailsOnly, newPerson, passportOf, specimen } from './people.ts';
import { type Product, startProduct } from './product.ts';
import { uploadOf } from './recipes.ts';

/** A policy with a check that has no engine, so that only a test value can answer it. */
const SCREENED = detailsOnly('screened', {
  requirements: {
    ...STANDARD_1.requirements,
    details: { checks: ['screening'], automation: 'automatic', accepts: [] },
  },
});

let product: Product;
let picture: Buffer;
/** What the engines find about the picture. */
let plain: Awaited<ReturnType<typeof findingDraft>>;
const apps = {} as Record<Mode, Client>;
beforeAll(async () => {
  const policies = [SCREENED];
  product = await startProduct({ policies, env: { VERIFICATION_TRIES: '1' } });
  apps.test = await product.client();
  apps.live = await product.client({ mode: 'live' });
  const blank = { width: 640, height: 480, channels: 3, background: '#888' } as const;
  picture = await sharp({ create: blank }).png().toBuffer();
  plain = await findingDraft('live', 'front');
});
afterAll(() => product.stop());

/** The findings of one upload, by the kind of engine that made them. */
async function findingDraft(mode: Mode, name: string) {
  const app = apps[mode];
  const { id } = await app.create(bodyOf(newPerson(), { level: 'basic' }));
  await app.submit(id, uploadOf('passport', name, picture));
  const { checks = [], ...customer } = await app.rest(id);
  const { body } = await app.ask('GET', `/v1/customers/${id}/checks`);
  const { data } = body as { data: Required<typeof checks> };
  const engines = [...new Set(data.map(({ finding }) => finding?.engine ?? ''))].sort();
  const answers = data.map(({ kind, outcome, reasons }) => [kind, outcome, reasons.map(codeOf)]);
  return { id, customer, engines, answers };
}

function codeOf({ code }: { code: string }): string {
  return code;
}

test('a live customer’s file is judged by the engines, whatever it is called', async () => {
  expect(plain.engines.length).toBeGreaterThan(2);
  expect(itemOf(plain.customer, 'identity').codes).toContain('document_unreadable');
  for (const name of ['pass_all', 'fail_under_minimum_age+unavailable_all']) {
    const { engines, answers } = await findingDraft('live', name);
    expect({ engines, answers }).toEqual({ engines: plain.engines, answers: plain.answers });
  }
  const asked = await findingDraft('test', 'pass_all');
  expect(asked.engines).toContain('test-mode/1');
  expect(itemOf(asked.customer, 'identity').state).toBe('satisfied');
}, 90_000);

test('rows that are forged to a test customer’s change nothing for a live one', async () => {
  await sql`CREATE FUNCTION forge() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    UPDATE customer SET mode = 'test' WHERE id = NEW.customer_id;
    NEW.test_values := 'pass_all';
    RETURN NEW; END $$`.execute(product.store.database);
  await sql`CREATE TRIGGER forge BEFORE INSERT ON upload
    FOR EACH ROW EXECUTE FUNCTION forge()`.execute(product.store.database);
  try {
    const { id, engines, answers } = await findingDraft('live', 'front');
    const kept = product.store.database
      .selectFrom('upload as u')
      .innerJoin('customer as c', 'c.id', 'u.customer_id')
      .select(['u.test_values', 'c.mode'])
      .where('c.id', '=', id);
    expect(await kept.execute()).toEqual([{ test_values: 'pass_all', mode: 'test' }]);
    expect({ engines, answers }).toEqual({ engines: plain.engines, answers: plain.answers });
  } finally {
    await sql`DROP TRIGGER forge ON upload`.execute(product.store.database);
  }
}, 90_000);

test('a file that is not safe fails as it is, whatever its name asks for', async () => {
  const { id } = await apps.test.create(bodyOf(newPerson(), { level: 'basic' }));
  const torn = picture.subarray(0, picture.length - 40);
  await apps.test.submit(id, uploadOf('passport', 'pass_all', torn));
  const rejected = await apps.test.rest(id);
  expect(itemOf(rejected, 'identity')).toMatchObject({ attempts: 1, codes: ['file_corrupt'] });
}, 60_000);

test('a magic value of the picture is advice where the answer is waited for', async () => {
  const { id } = await apps.test.create(bodyOf(newPerson(), { level: 'basic' }));
  const form = formOf(uploadOf('passport', 'inconclusive_image_glare', picture));
  const path = `/v1/customers/${id}/documents`;
  const sent = await apps.test.ask('POST', path, { form, headers: { prefer: 'wait=3' } });
  const [document] = (sent.body as { data: { id: string }[] }).data;
  const read = async () => (await apps.test.ask('GET', `/v1/documents/${document?.id}`)).body;
  const glare = { advice: [{ code: 'image_glare' }] };
  // After some time also in the answer.
  await expect.poll(read, { timeout: 30_000 }).toMatchObject(glare);
  await apps.test.reach(id, 'active/verified');
}, 60_000);

test('the specimen state is taken and accepted in test mode, and refused in live mode', async () => {
  const anna = bodyOf(newPerson(), { level: 'basic' });
  const utopian = { ...anna, details: { ...anna.details, nationality: 'UTO' } };
  expect((await apps.test.ask('POST', '/v1/customers', { body: utopian })).status).toBe(201);
  const refused = await apps.live.ask('POST', '/v1/customers', { body: utopian });
  expect(refused).toMatchObject({ status: 422, body: { errors: [{ code: 'unknown_country' }] } });
  const { id } = await apps.live.create(anna);
  const form = formOf(specimen('passport.jpg', 'passport', 'UTO'));
  const path = `/v1/customers/${id}/documents`;
  expect(await apps.live.ask('POST', path, { form })).toMatchObject({
    status: 422,
    body: { errors: [{ pointer: '/country', code: 'unknown_country' }] },
  });
}, 60_000);

test('a passport of the specimen state passes in test mode alone', async () => {
  const { anna_uto: holder } = PEOPLE;
  const passport = { ...(await passportOf(holder)), country: 'SE' };
  const read = async (mode: Mode) => {
    const body = bodyOf({ ...holder, nationality: 'SE' }, { level: 'basic' });
    const { id } = await apps[mode].create(body);
    await apps[mode].submit(id, passport);
    const { checks = [] } = await apps[mode].rest(id);
    const validity = checks.find(({ kind }) => kind === 'identity_validity');
    return [validity?.outcome, validity?.reasons.map(codeOf)];
  };
  expect(await read('test')).toEqual(['pass', []]);
  expect(await read('live')).toEqual(['fail', ['document_country_not_accepted']]);
}, 60_000);

test('a given name is a magic value of test mode, and a name of live mode', async () => {
  const named = newPerson({ givenNames: 'pass_all' });
  const body = bodyOf(named, { level: 'plain', policy: 'screened' });
  const { id } = await apps.test.create(body);
  await apps.test.reach(id, 'active/verified');
  const live = await apps.live.create(body);
  const { checks } = await apps.live.reach(live.id, 'approval_pending/in_review');
  expect(checks).toMatchObject([{ kind: 'screening', outcome: 'unavailable' }]);
}, 60_000);
