import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { allPass, openKit, type Kit } from '../kit/api-kit.ts';
import type { VerificationWork } from '../../../domain/work.ts';
import { BASES } from '../../specimens/hostile/bases.ts';
import { storeFirstLook } from '../kit/first-look.ts';
import { createdBy, form, picture, reaches, submittedBy } from '../kit/people.ts';

let kit: Kit;
let key: string;

/** Tax bills are too old; everything else passes. Each page gets a clean form, each picture a word. */
const runChecks: VerificationWork['runChecks'] = async (round) => {
  const answers = await allPass(round);
  await storeFirstLook(kit.deps.store, round);
  return answers.map((answer) =>
    answer.kind === 'address_recency' && round.documents[0]?.type === 'tax_bill'
      ? { ...answer, outcome: 'fail', reasons: ['address_document_too_old'] }
      : answer,
  );
};

beforeAll(async () => {
  kit = await openKit({ runChecks });
  key = await kit.key();
});
afterAll(() => kit.close());

test('a document is taken, hashed and verified; what is left is due', async () => {
  const id = await createdBy(kit, key);
  const front = picture();
  const path = `/v1/customers/${id}/documents`;
  const sent = await kit.ask('POST', path, {
    key,
    form: form({ type: 'passport', country: 'SE', front }),
  });
  const sha256 = createHash('sha256')
    .update(Buffer.from(await front.arrayBuffer()))
    .digest('hex');
  expect(sent).toMatchObject({
    status: 201,
    body: {
      data: [
        {
          object: 'document',
          customer: id,
          requirement: 'identity',
          type: 'passport',
          country: 'SE',
          pages: [{ side: 'front', media_type: 'image/jpeg', bytes: front.size, sha256 }],
          advice: [],
          errors: [],
        },
      ],
      customer: { id, status: 'approval_pending' },
    },
  });
  const after = await reaches(kit, key, { customer: id, reason: 'collecting' });
  expect(after.body).toMatchObject({
    requirements: { currently_due: ['address'], satisfied: ['details', 'identity'] },
  });
  const read = await kit.ask('GET', `/v1/documents/${sent.text('/data/0/id')}`, { key });
  expect(read.body).toMatchObject({
    state: 'accepted',
    pages: [{ digest: expect.stringMatching(/^sha256:/) }],
  });
  expect(read.bytes.toString()).not.toContain(sha256);
});

test('several documents in one call make an active customer, decided by rule', async () => {
  const id = await createdBy(kit, key);
  const sent = await submittedBy(kit, key, { customer: id, types: ['passport', 'utility_bill'] });
  expect(sent.status).toBe(201);
  const customer = await reaches(kit, key, { customer: id, reason: 'verified' });
  expect(customer.body).toMatchObject({ status: 'active' });
  const shown = await kit.ask('GET', `/v1/customers/${id}?expand=documents,checks,decisions`, {
    key,
  });
  expect(shown.body).toMatchObject({
    documents: [{ state: 'accepted' }, { state: 'accepted' }],
    decisions: expect.arrayContaining([
      expect.objectContaining({
        outcome: 'approve',
        by: { kind: 'rule', policy: 'standard', version: 3 },
      }),
    ]),
  });
});

test('a rejected bill tells its reason and what is left, and a new one mends it', async () => {
  const id = await createdBy(kit, key);
  await submittedBy(kit, key, { customer: id, types: ['passport', 'tax_bill'] });
  await reaches(kit, key, { customer: id, reason: 'resubmission_required' });
  const due = await kit.ask('GET', `/v1/customers/${id}/requirements`, { key });
  expect(due.body).toMatchObject({
    currently_due: ['address'],
    items: expect.arrayContaining([
      expect.objectContaining({
        requirement: 'address',
        attempts: 1,
        attempts_left: 2,
        errors: [
          expect.objectContaining({ code: 'address_document_too_old', disposition: 'retry' }),
        ],
      }),
    ]),
  });
  await submittedBy(kit, key, { customer: id, types: ['utility_bill'] });
  await reaches(kit, key, { customer: id, reason: 'verified' });
});

test('base64 in JSON is the same submission', async () => {
  const id = await createdBy(kit, key);
  const front = Buffer.from(await picture().arrayBuffer()).toString('base64');
  const sent = await kit.ask('POST', `/v1/customers/${id}/documents`, {
    key,
    body: { documents: [{ type: 'passport', country: 'SE', front, back: null }] },
  });
  expect(sent).toMatchObject({ status: 201, body: { data: [{ pages: [{ side: 'front' }] }] } });
});

test('two submissions at once for one requirement: the later replaces the earlier', async () => {
  const id = await createdBy(kit, key);
  const both = await Promise.all(
    [1, 2].map(() => submittedBy(kit, key, { customer: id, types: ['passport'] })),
  );
  // The second may find the requirement settled by the first; then it is refused, and nothing is lost.
  expect(both.map(({ status }) => status)).toContain(201);
  await reaches(kit, key, { customer: id, reason: 'collecting' });
  const { body } = await kit.ask('GET', `/v1/customers/${id}/documents`, { key });
  const states = (body as { data: { state: string }[] }).data.map(({ state }) => state).sort();
  expect(states.filter((state) => state === 'accepted')).toHaveLength(1);
});

test('a page is for people with a reason to look', async () => {
  const id = await createdBy(kit, key);
  const sent = await submittedBy(kit, key, { customer: id, types: ['passport'] });
  const page = `/v1/documents/${sent.text('/data/0/id')}/pages/0`;
  const app = await kit.ask('GET', page, { key });
  expect(app).toMatchObject({ status: 403, body: { code: 'forbidden' } });
  const senior = await kit.key({ role: 'senior_reviewer' });
  expect(await kit.ask('GET', page, { key: senior })).toMatchObject({
    status: 422,
    body: { errors: [{ pointer: '/headers/vouch-reason', code: 'required' }] },
  });
  const bored = { 'vouch-reason': 'curiosity' };
  expect(await kit.ask('GET', page, { key: senior, headers: bored })).toMatchObject({
    status: 422,
    body: { errors: [{ code: 'not_in_list' }] },
  });
  await reaches(kit, key, { customer: id, reason: 'collecting' });
  const look = { 'vouch-reason': 'fraud_inquiry' };
  const shown = await kit.ask('GET', page, { key: senior, headers: look });
  expect(shown).toMatchObject({ status: 200, bytes: Buffer.from('a clean picture') });
  expect(Object.fromEntries(shown.headers)).toMatchObject({
    'content-type': 'image/png',
    'content-disposition': expect.stringMatching(/^attachment; filename="doc_/),
    'content-security-policy': expect.stringContaining('sandbox'),
    'x-content-type-options': 'nosniff',
  });
  expect((await kit.ask('GET', `${page}1`, { key: senior, headers: look })).status).toBe(404);
  const reviewer = await kit.key({ role: 'reviewer' });
  expect(
    await kit.ask('GET', page, { key: reviewer, headers: { 'vouch-reason': 'review' } }),
  ).toMatchObject({
    status: 409,
    body: { code: 'review_not_held' },
  });
});

test('each look at a page, and each refused one, is in the customer’s audit chain', async () => {
  const id = await createdBy(kit, key);
  const sent = await submittedBy(kit, key, { customer: id, types: ['passport'] });
  await reaches(kit, key, { customer: id, reason: 'collecting' });
  const path = `/v1/documents/${sent.text('/data/0/id')}/pages/0`;
  const headers = { 'vouch-reason': 'audit' };
  await kit.ask('GET', path, { key: await kit.key({ role: 'auditor' }), headers });
  await kit.ask('GET', path, { key, headers });
  const rows = await kit.deps.store.database
    .selectFrom('audit_entry')
    .select('body')
    .where('chain', '=', id)
    .orderBy('n')
    .execute();
  const entries = rows.map(
    ({ body }) => JSON.parse(body) as { action: string; reasons?: string[] },
  );
  expect(entries).toContainEqual(
    expect.objectContaining({ action: 'page.revealed', reasons: ['audit'] }),
  );
  expect(entries).toContainEqual(
    expect.objectContaining({ action: 'access.refused', reasons: ['forbidden'] }),
  );
});

test('who prefers to wait gets advice about the picture with the answer', async () => {
  const id = await createdBy(kit, key);
  const sent = await kit.ask('POST', `/v1/customers/${id}/documents`, {
    key,
    form: form({ type: 'passport', front: picture() }),
    headers: { prefer: 'respond-async, wait=60' },
  });
  expect(sent.headers.get('preference-applied')).toBe('wait=3');
  const glare = { advice: [{ code: 'image_glare', message: expect.any(String) }] };
  expect(sent.body).toMatchObject({ data: [glare] });
  const [document] = (sent.body as { data: { id: string }[] }).data;
  const read = await kit.ask('GET', `/v1/documents/${document?.id}`, { key });
  expect(read.body).toMatchObject(glare);
  const { body } = await kit.ask('GET', `/v1/customers/${id}/documents`, { key });
  expect(body).toMatchObject({ data: [glare] });
});

test.each(['image/heic', 'image/webp'] as const)('a picture of type %s is taken', async (type) => {
  const id = await createdBy(kit, key);
  const front = new File([new Uint8Array(BASES[type])], `page.${type.slice(6)}`, { type });
  const path = `/v1/customers/${id}/documents`;
  const sent = await kit.ask('POST', path, { key, form: form({ type: 'passport', front }) });
  expect(sent).toMatchObject({ status: 201, body: { data: [{ pages: [{ media_type: type }] }] } });
  const misnamed = new File([new Uint8Array(BASES[type])], 'page.jpg', { type });
  const wrong = form({ type: 'passport', front: misnamed });
  const refused = await kit.ask('POST', path, { key, form: wrong });
  expect(refused).toMatchObject({ status: 415, body: { code: 'file_type_mismatch' } });
});

test('who does not wait is answered at once, without advice', async () => {
  const id = await createdBy(kit, key);
  const sent = await kit.ask('POST', `/v1/customers/${id}/documents`, {
    key,
    form: form({ type: 'passport', front: picture() }),
  });
  expect(sent.headers.get('preference-applied')).toBeNull();
  expect(sent.body).toMatchObject({ data: [{ advice: [] }] });
});

test('findings show readers what was measured', async () => {
  const id = await createdBy(kit, key);
  await submittedBy(kit, key, { customer: id, types: ['passport'] });
  await reaches(kit, key, { customer: id, reason: 'collecting' });
  const { body } = await kit.ask('GET', `/v1/customers/${id}/checks`, { key });
  expect(body).toMatchObject({
    data: expect.arrayContaining([
      expect.objectContaining({
        kind: 'image_quality',
        finding: expect.objectContaining({ engine: 'test@1', measures: { sharpness: 7 } }),
      }),
    ]),
  });
});
