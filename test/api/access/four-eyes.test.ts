import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Role } from '../../../domain/access/access.ts';
import { openKit, type Kit } from '../kit/api-kit.ts';
import { form, newCustomer, picture } from '../kit/people.ts';
import { type Reviewed, reviewed } from '../kit/reviewed.ts';

let kit: Kit;
let key: string;
beforeAll(async () => {
  kit = await openKit();
  key = await kit.key();
});
afterAll(() => kit.close());

const person = (holder: string, role: Role = 'senior_reviewer') => kit.key({ role, holder });
const post = (by: string, path: string, body?: object, once = randomUUID()) =>
  kit.ask('POST', path, { key: by, body, once });

const FINAL = { outcome: 'reject', reasons: ['declined_by_reviewer'], final: true };

/** A final rejection that `anna` proposed. */
async function proposal(one?: Reviewed) {
  const made = one ?? (await reviewed(kit, { key }));
  const anna = await person('anna');
  const path = `/v1/customers/${made.id}/decisions`;
  const answer = await post(anna, path, { ...FINAL, evidence: made.evidence });
  expect(answer).toMatchObject({ status: 202, body: { state: 'proposed', confirms: null } });
  const decision = answer.text('/id');
  return { ...made, decision, confirm: `/v1/decisions/${decision}/confirm` };
}

async function standing(id: string): Promise<string> {
  return (await kit.ask('GET', `/v1/customers/${id}`, { key })).text('/status_reason');
}

async function decisionsOf(id: string): Promise<{ outcome: string; state: string }[]> {
  const read = await kit.ask('GET', `/v1/customers/${id}?expand=decisions`, { key });
  return (read.body as { decisions: { outcome: string; state: string }[] }).decisions;
}

test('the second person refuses: the proposal is gone, the review stays, and both are on record', async () => {
  const { id, review, decision, confirm } = await proposal();
  const shown = await kit.ask('GET', `/v1/reviews/${review}`, { key });
  expect(shown.body).toMatchObject({ proposal: decision, state: 'open' });
  const bert = await person('bert');
  const refuse = `/v1/decisions/${decision}/refuse`;
  const once = randomUUID();
  const refused = await post(bert, refuse, { note: 'Canaryword: I see no fraud.' }, once);
  expect(refused).toMatchObject({
    status: 201,
    body: {
      outcome: 'refuse',
      state: 'made',
      confirms: decision,
      by: { kind: 'senior_reviewer', id: 'bert' },
      customer: { status_reason: 'in_review' },
    },
  });
  const again = await post(bert, refuse, { note: 'Canaryword: I see no fraud.' }, once);
  expect(again.headers.get('idempotent-replayed')).toBe('true');
  for (const path of [refuse, confirm]) {
    const late = await post(await person('carl'), path, path === refuse ? {} : undefined);
    expect(late).toMatchObject({ status: 409, body: { code: 'proposal_unknown' } });
  }
  const after = await kit.ask('GET', `/v1/reviews/${review}`, { key });
  expect(after.body).toMatchObject({ proposal: null, state: 'open' });
  expect(await decisionsOf(id)).toMatchObject([
    { outcome: 'reject', state: 'proposed' },
    { outcome: 'refuse', state: 'made' },
  ]);
  const events = await kit.ask('GET', `/v1/customers/${id}/events`, { key });
  expect(events.bytes.toString()).not.toContain('Canaryword');
});

test.each(['confirm', 'refuse'])(
  'neither its maker nor another key of theirs can %s a proposal; a reviewer and an app may not',
  async (word) => {
    const { id, decision } = await proposal();
    const path = `/v1/decisions/${decision}/${word}`;
    const body = word === 'refuse' ? {} : undefined;
    for (const by of [await person('anna'), await person('anna')]) {
      expect(await post(by, path, body)).toMatchObject({
        status: 409,
        body: { code: 'same_person' },
      });
    }
    for (const by of [key, await person('dora', 'reviewer')]) {
      expect(await post(by, path, body)).toMatchObject({ status: 403 });
    }
    expect(await standing(id)).toBe('in_review');
  },
);

test('who decides changes neither level nor details, which could drop what takes two to waive', async () => {
  const { id, evidence } = await reviewed(kit, { key });
  const path = `/v1/customers/${id}`;
  const changes = [{ level: 'standard' }, { details: { address: { country: 'NO' } } }];
  for (const role of ['reviewer', 'senior_reviewer'] as const) {
    const by = await person('anna', role);
    for (const body of changes) {
      const refused = await kit.ask('PATCH', path, { key: by, body });
      expect(refused).toMatchObject({ status: 403, body: { code: 'forbidden' } });
    }
  }
  const read = await kit.ask('GET', `/v1/reviews?customer=${id}`, { key });
  expect(read.text('/data/0/evidence')).toBe(evidence);
  for (const body of changes) {
    expect((await kit.ask('PATCH', path, { key, body })).status).toBe(200);
  }
});

test('changed evidence voids a proposal', async () => {
  const { id, confirm } = await proposal();
  const body = { details: { email: 'another@example.com' } };
  await kit.ask('PATCH', `/v1/customers/${id}`, { key, body });
  const bert = await person('bert');
  expect(await post(bert, confirm)).toMatchObject({
    status: 409,
    body: { code: 'evidence_changed' },
  });
  expect(await standing(id)).toBe('in_review');
});

test('a replayed confirmation is one; a replayed proposal confirms nothing', async () => {
  const made = await reviewed(kit, { key });
  const [anna, bert] = [await person('anna'), await person('bert')];
  const path = `/v1/customers/${made.id}/decisions`;
  const once = randomUUID();
  const propose = () => post(anna, path, { ...FINAL, evidence: made.evidence }, once);
  const first = await propose();
  expect((await propose()).body).toEqual(first.body);
  expect(await standing(made.id)).toBe('in_review');
  const confirm = `/v1/decisions/${first.text('/id')}/confirm`;
  const stolen = await post(anna, confirm, undefined, once); // the maker's key on the second's route
  expect(stolen).toMatchObject({ status: 409, body: { code: 'same_person' } });
  const secondOnce = randomUUID();
  const answers = await Promise.all(
    Array.from({ length: 4 }, () => post(bert, confirm, undefined, secondOnce)),
  );
  for (const { status } of answers) expect([201, 409]).toContain(status);
  const replayed = await post(bert, confirm, undefined, secondOnce);
  expect(replayed).toMatchObject({ status: 201, body: { final: true, outcome: 'reject' } });
  expect(await decisionsOf(made.id)).toHaveLength(2);
  const fresh = await post(await person('carl'), confirm);
  expect(fresh).toMatchObject({ status: 409, body: { code: 'case_rejected' } });
});

test('a person who sent the document in neither approves, proposes, confirms nor refuses', async () => {
  const uploader = await person('ursula');
  const why = { 'vouch-reason': 'customer_request' };
  const created = await kit.ask('POST', '/v1/customers', {
    key,
    body: newCustomer({ level: 'basic', policy: 'manual' }),
  });
  const id = created.text('/id');
  const sent = await kit.ask('POST', `/v1/customers/${id}/documents`, {
    key: uploader,
    headers: why,
    form: form({ type: 'passport', front: picture() }),
  });
  expect(sent.status).toBe(201);
  await expect.poll(() => standing(id)).toBe('in_review');
  const found = await kit.ask('GET', `/v1/reviews?customer=${id}`, { key });
  const [review, evidence] = [found.text('/data/0/id'), found.text('/data/0/evidence')];
  const own = { status: 409, body: { code: 'same_person' } };
  const path = `/v1/customers/${id}/decisions`;
  for (const by of [uploader, await person('ursula')]) {
    expect(await post(by, path, { outcome: 'approve', evidence })).toMatchObject(own);
    expect(await post(by, path, { ...FINAL, evidence })).toMatchObject(own);
    const waive = { outcome: 'waive', requirements: ['identity'], evidence };
    expect(await post(by, path, waive)).toMatchObject(own);
  }
  const { decision, confirm } = await proposal({ id, review, evidence });
  expect(await post(uploader, confirm)).toMatchObject(own);
  expect(await post(uploader, `/v1/decisions/${decision}/refuse`, {})).toMatchObject(own);
  expect((await post(await person('bert'), confirm)).status).toBe(201);
});

test('what a person does in a customer’s place needs a reason, which the audit trail keeps', async () => {
  const clerk = await person('clerk', 'reviewer');
  const create = (headers: Record<string, string>) =>
    kit.ask('POST', '/v1/customers', { key: clerk, body: newCustomer(), headers });
  const missing = { pointer: '/headers/vouch-reason', code: 'required' };
  expect(await create({})).toMatchObject({ status: 422, body: { errors: [missing] } });
  expect(await create({ 'vouch-reason': 'because' })).toMatchObject({
    status: 422,
    body: { errors: [{ ...missing, code: 'not_in_list' }] },
  });
  const made = await create({ 'vouch-reason': 'customer_request' });
  expect(made.status).toBe(201);
  const id = made.text('/id');
  const submit = (headers: Record<string, string>) =>
    kit.ask('POST', `/v1/customers/${id}/documents`, {
      key: clerk,
      headers,
      form: form({ type: 'passport', front: picture() }),
    });
  expect(await submit({})).toMatchObject({ status: 422, body: { errors: [missing] } });
  expect((await submit({ 'vouch-reason': 'appeal' })).status).toBe(201);
  const rows = await kit.deps.store.database
    .selectFrom('audit_entry')
    .select('body')
    .where('chain', '=', id)
    .orderBy('n')
    .execute();
  const entries = rows.map(
    ({ body }) => JSON.parse(body) as { action: string; reasons?: string[] },
  );
  const reasonsOf = (action: string) => entries.find((one) => one.action === action)?.reasons;
  expect(reasonsOf('customer.created')).toEqual(['customer_request']);
  expect(reasonsOf('document.uploaded')).toEqual(['appeal']);
  const lock = await post(clerk, `/v1/customers/${id}/lock`, {});
  expect(lock).toMatchObject({ status: 403, body: { code: 'forbidden' } });
});
