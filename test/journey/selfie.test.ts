import { afterAll, beforeAll, expect, test } from 'vitest';
import type { DocumentIn } from '../../api/client/client.ts';
import { formOf } from '../../api/client/form.ts';
import type { Policy } from '../../domain/policy/policy.ts';
import { UNATTENDED_1 } from '../../domain/policy/built-in-policies.ts';
import { animatedStill, type Attack, selfieOf } from '../specimens/animated-still.ts';
import type { Step } from '../../domain/faces/liveness.ts';
import { STILLS, stillOf } from '../specimens/stills.ts';
import { type Client, itemOf } from './client.ts';
import { billOf, bodyOf, newPerson, passportOf } from './people.ts';
import { type Product, startProduct } from './product.ts';

let product: Product;
let app: Client;
let reviewer: Client;
beforeAll(async () => {
  product = await startProduct({ policies: [FACES] });
  app = await product.client();
  reviewer = await product.client({ role: 'reviewer', holder: 'rita' });
}, 120_000);
afterAll(() => product.stop());

const DECLARED = { occupation: 'engineer', source_of_funds: 'salary' };

/** The rules of `unattended@1`, but only for a face, with one retake. */
const FACES: Policy = {
  ...UNATTENDED_1,
  name: 'faces',
  retakesPerRound: 1,
  levels: {
    ...UNATTENDED_1.levels,
    enhanced: { requirements: ['details', 'identity', 'selfie'], fields: ['family_name'] },
  },
};

/** A customer of level `enhanced` of whom everything but the selfie is proven. */
async function proven(policy = 'faces'): Promise<string> {
  const person = newPerson();
  const body = bodyOf(person, { level: 'enhanced', policy });
  const { id } = await app.create({ ...body, details: { ...body.details, ...DECLARED } });
  const face = await stillOf(STILLS.one);
  const bills = policy === 'faces' ? [] : [await billOf(person)];
  await app.submit(id, [await passportOf(person, { face }), ...bills]);
  const { requirements } = await app.rest(id);
  expect(requirements.satisfied).toEqual(['details', 'identity', ...bills.map(() => 'address')]);
  return id;
}

async function consent(id: string, given: boolean): Promise<void> {
  const body = { purpose: 'face_biometrics', given, text_version: '2026-11', language: 'sv' };
  const { status } = await app.ask('POST', `/v1/customers/${id}/consents`, { body });
  expect(status).toBe(201);
}

async function send(id: string, document: DocumentIn): Promise<void> {
  const form = formOf(document);
  const { status } = await app.ask('POST', `/v1/customers/${id}/documents`, { form });
  expect(status).toBe(201);
}

const file = (bytes: Buffer, name: string) => ({ bytes, name });

/** Draws a challenge and answers it with a still picture that software turns. */
async function answer(id: string, attack: Attack & { steps?: Step[] } = {}): Promise<void> {
  const drawn = await app.ask('POST', `/v1/customers/${id}/liveness-challenges`);
  const { id: challenge, steps } = drawn.body as { id: string; steps: Step[] };
  await new Promise((done) => setTimeout(done, 2100));
  const pictures = await animatedStill(attack.steps ?? steps, attack);
  const frames = pictures.map((bytes, n) => file(bytes, `${n}.jpg`));
  const shown = steps.map((_, n) => n);
  await send(id, { type: 'selfie', frames, challenge: { id: challenge, shown } });
}

const found = async (id: string) => {
  const { checks = [] } = await app.read(id);
  const last = checks.filter(({ requirement }) => requirement === 'selfie');
  return Object.fromEntries(last.map(({ kind, outcome }) => [kind, outcome]));
};

test('under the test policy a case of level enhanced ends with no person', async () => {
  const id = await proven('unattended');
  await consent(id, true);
  await answer(id);
  const customer = await app.reach(id, 'active/verified', 90_000);
  expect(await found(id)).toMatchObject({ face_match: 'pass', liveness: 'pass' });
  expect(customer.decisions?.every(({ by }) => by.kind === 'rule')).toBe(true);
}, 180_000);

test('by default the same waits for a person, with both findings prepared', async () => {
  const id = await proven('standard');
  await consent(id, true);
  await answer(id);
  const customer = await app.rest(id, 90_000);
  expect(itemOf(customer, 'selfie').state).toBe('in_review');
  expect(await found(id)).toMatchObject({ face_match: 'pass', liveness: 'pass' });
}, 180_000);

test('a refused consent leads to a plain selfie, unmeasured, and a person who decides', async () => {
  const id = await proven();
  await consent(id, false);
  const refused = await app.ask('POST', `/v1/customers/${id}/liveness-challenges`);
  expect(refused).toMatchObject({ status: 409, body: { code: 'consent_required' } });
  await send(id, { type: 'selfie', front: file(await selfieOf(), 'selfie.jpg') });
  await app.reach(id, 'approval_pending/in_review', 60_000);
  expect(Object.keys(await found(id)).sort()).toEqual(['file_safety', 'image_quality']);
  await reviewer.decide(id, { outcome: 'approve', requirements: ['selfie'] });
  expect((await app.reach(id, 'active/verified')).requirements.satisfied).toContain('selfie');
}, 180_000);

test('who has no camera for frames sends a still: matched, never live, and a person looks', async () => {
  const id = await proven();
  await consent(id, true);
  await send(id, { type: 'selfie', front: file(await selfieOf(), 'selfie.jpg') });
  await app.reach(id, 'approval_pending/in_review', 60_000);
  expect(await found(id)).toMatchObject({ face_match: 'pass', liveness: 'inconclusive' });
}, 180_000);

test('a failed challenge is asked for again, then a person looks', async () => {
  const id = await proven();
  await consent(id, true);
  await answer(id, { mirrored: true });
  const customer = await app.reach(id, 'restricted/resubmission_required', 90_000);
  expect(itemOf(customer, 'selfie').codes).toContain('liveness_not_shown');
  expect(itemOf(customer, 'selfie').attempts).toBe(0);
  await answer(id, { still: STILLS.other });
  await app.reach(id, 'approval_pending/in_review', 90_000);
  expect((await found(id))['face_match']).toBe('fail');
}, 240_000);
