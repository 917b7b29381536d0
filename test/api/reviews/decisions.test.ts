import { afterAll, beforeAll, expect, test } from 'vitest';
import { openKit, type Kit } from '../kit/api-kit.ts';
import { createdBy, newCustomer, reaches, submittedBy } from '../kit/people.ts';

let kit: Kit;
let key: string;
let senior: string;
beforeAll(async () => {
  kit = await openKit();
  key = await kit.key();
  senior = await kit.key({ role: 'senior_reviewer' });
});
afterAll(() => kit.close());

/** A customer under the manual policy whose two documents wait for a person. */
async function inReview(): Promise<{ id: string; review: string; evidence: string }> {
  const id = await createdBy(kit, key, { policy: 'manual' });
  await submittedBy(kit, key, { customer: id, types: ['passport', 'utility_bill'] });
  await reaches(kit, key, { customer: id, reason: 'in_review' });
  const reviews = await kit.ask('GET', `/v1/reviews?customer=${id}`, { key });
  await settled(id);
  const checks = await kit.ask('GET', `/v1/customers/${id}/checks`, { key });
  return { id, review: reviews.text('/data/0/id'), evidence: checks.text('/evidence') };
}

/** Both rounds of checks have answered: the evidence rests. */
async function settled(id: string): Promise<void> {
  await expect
    .poll(async () => {
      const { body } = await kit.ask('GET', `/v1/customers/${id}/requirements`, { key });
      return (body as { in_review: string[] }).in_review;
    })
    .toEqual(['identity', 'address']);
}

const decide = (by: string, id: string, body: Record<string, unknown>) =>
  kit.ask('POST', `/v1/customers/${id}/decisions`, { key: by, body });

test('an approval on the evidence that was shown makes the customer active', async () => {
  const { id, evidence } = await inReview();
  const made = await decide(senior, id, { outcome: 'approve', evidence, note: 'Looks right.' });
  expect(made).toMatchObject({
    status: 201,
    body: {
      object: 'decision',
      outcome: 'approve',
      state: 'made',
      by: { kind: 'senior_reviewer' },
      requirements: ['identity', 'address'],
      policy: { name: 'manual', version: 3 },
      evidence,
      customer: { id, status: 'active', status_reason: 'verified' },
    },
  });
  const again = await decide(senior, id, { outcome: 'approve', evidence });
  expect(again).toMatchObject({ status: 409, body: { code: 'requirement_not_in_review' } });
});

test('a decision on stale evidence is refused, and changes nothing', async () => {
  const { id, evidence } = await inReview();
  await submittedBy(kit, key, { customer: id, types: ['utility_bill'] });
  await settled(id);
  const refused = await decide(senior, id, { outcome: 'approve', evidence });
  expect(refused).toMatchObject({ status: 409, body: { code: 'evidence_changed' } });
  await reaches(kit, key, { customer: id, reason: 'in_review' });
});

test('a reviewer decides only what she holds; nobody else may claim it meanwhile', async () => {
  const { id, review, evidence } = await inReview();
  const reviewer = await kit.key({ role: 'reviewer' });
  const other = await kit.key({ role: 'reviewer' });
  const approve = () => decide(reviewer, id, { outcome: 'approve', evidence });
  expect(await approve()).toMatchObject({ status: 409, body: { code: 'review_not_held' } });
  const claimed = await kit.ask('POST', `/v1/reviews/${review}/claim`, { key: reviewer });
  expect(claimed.body).toMatchObject({
    id: review,
    claim: { holder: expect.any(String) },
    evidence,
  });
  expect(await kit.ask('POST', `/v1/reviews/${review}/claim`, { key: other })).toMatchObject({
    status: 409,
    body: { code: 'review_already_claimed' },
  });
  const mine = await kit.ask('GET', '/v1/reviews?held_by=mine', { key: reviewer });
  expect(mine.body).toMatchObject({ data: [{ id: review }], next: null });
  expect(await approve()).toMatchObject({ status: 201, body: { by: { kind: 'reviewer' } } });
  const closed = await kit.ask('GET', `/v1/reviews/${review}`, { key });
  expect(closed.body).toMatchObject({ state: 'closed', claim: null });
});

test('a released review is anybody’s again; a note is sealed and audited', async () => {
  const { id, review } = await inReview();
  const reviewer = await kit.key({ role: 'reviewer' });
  const ask = (word: string, body?: object) =>
    kit.ask('POST', `/v1/reviews/${review}/${word}`, { key: reviewer, body });
  await ask('claim');
  expect(await ask('notes', { text: 'Canarynote about Anna' })).toMatchObject({ status: 200 });
  const readBy = (by: string) => kit.ask('GET', `/v1/reviews/${review}`, { key: by });
  expect((await readBy(reviewer)).body).toMatchObject({
    notes: [{ text: 'Canarynote about Anna', by: { kind: 'reviewer' } }],
  });
  const auditor = await kit.key({ role: 'auditor' });
  expect((await readBy(auditor)).text('/notes/0/text')).toContain('Canarynote');
  for (const by of [key, await kit.key({ role: 'reviewer' })]) {
    expect((await readBy(by)).body).not.toHaveProperty('notes');
  }
  expect((await ask('release')).body).toMatchObject({ claim: null });
  expect(await ask('release')).toMatchObject({ status: 409, body: { code: 'review_not_held' } });
  expect((await ask('escalate', { reason: 'unsure' })).body).toMatchObject({
    escalated_at: expect.any(String),
  });
  const entries = await kit.deps.store.database
    .selectFrom('audit_entry')
    .select('body')
    .where('chain', '=', id)
    .execute();
  const text = entries.map(({ body }) => body).join('\n');
  expect(text).toContain('review.noted');
  expect(text).not.toContain('Canarynote');
});

test('the words of a decision are opened for people who may open the case, and audited', async () => {
  const { id, review, evidence } = await inReview();
  const body = {
    outcome: 'request_documents',
    requirements: ['address'],
    reasons: ['more_information_needed'],
    evidence,
    note: 'Canarynote',
    message: 'Please send a newer bill.',
  };
  expect((await decide(senior, id, body)).status).toBe(201);
  const readBy = async (by: string) => {
    const path = `/v1/customers/${id}?expand=decisions`;
    const read = await kit.ask('GET', path, { key: by });
    const { decisions } = read.body as { decisions: { outcome: string }[] };
    return decisions.find(({ outcome }) => outcome === 'request_documents');
  };
  const words = { note: body.note, message: body.message };
  const reviewer = await kit.key({ role: 'reviewer' });
  const noDetails = await kit.key({ role: 'auditor', scopes: ['customers:read'] });
  for (const by of [key, reviewer, noDetails]) {
    const told = await readBy(by);
    expect(told).toMatchObject({ outcome: 'request_documents' });
    for (const name of Object.keys(words)) expect(told).not.toHaveProperty(name);
  }
  const revealed = async () => {
    const { body: entry } = await kit.deps.store.database
      .selectFrom('audit_entry')
      .select((eb) => eb.fn.countAll<string>().as('body'))
      .where('chain', '=', id)
      .where('body', 'like', '%text.revealed%')
      .executeTakeFirstOrThrow();
    return Number(entry);
  };
  expect(await revealed()).toBe(0);
  await kit.ask('POST', `/v1/reviews/${review}/claim`, { key: reviewer });
  for (const by of [reviewer, senior, await kit.key({ role: 'auditor' })]) {
    expect(await readBy(by)).toMatchObject(words);
  }
  expect(await revealed()).toBe(3);
});

test('asking for documents makes them due again, with the reviewer’s reason', async () => {
  const { id, evidence } = await inReview();
  const asked = await decide(senior, id, {
    outcome: 'request_documents',
    requirements: ['address'],
    reasons: ['more_information_needed'],
    message: 'Please send a newer bill.',
    evidence,
  });
  expect(asked).toMatchObject({ status: 201, body: { outcome: 'request_documents' } });
  const due = await kit.ask('GET', `/v1/customers/${id}/requirements`, { key });
  expect(due.body).toMatchObject({ currently_due: ['address'], in_review: ['identity'] });
});

test('a final rejection needs a second person, who is not the first', async () => {
  const { id, evidence } = await inReview();
  const holder = 'senior-one';
  const first = await kit.key({ role: 'senior_reviewer', holder });
  const sameWithAnotherKey = await kit.key({ role: 'senior_reviewer', holder });
  const proposed = await decide(first, id, {
    outcome: 'reject',
    reasons: ['declined_by_reviewer'],
    final: true,
    evidence,
  });
  expect(proposed).toMatchObject({
    status: 202,
    body: { state: 'proposed', customer: { status_reason: 'in_review' } },
  });
  const path = `/v1/decisions/${proposed.text('/id')}/confirm`;
  expect(await kit.ask('POST', path, { key: sameWithAnotherKey })).toMatchObject({
    status: 409,
    body: { code: 'same_person' },
  });
  expect(await kit.ask('POST', path, { key: senior })).toMatchObject({
    status: 201,
    body: { state: 'made', final: true, customer: { status_reason: 'verification_failed' } },
  });
});

test('reasons that would tip someone off are told to readers of findings alone', async () => {
  const { id, evidence } = await inReview();
  const body = { outcome: 'reject', reasons: ['declined_by_reviewer'], final: true, evidence };
  expect((await decide(senior, id, body)).status).toBe(202);
  const narrow = await kit.key({ scopes: ['customers:read'] });
  const path = `/v1/customers/${id}?expand=decisions`;
  const told = await kit.ask('GET', path, { key: narrow });
  expect(told.bytes.toString()).not.toContain('declined_by_reviewer');
  expect(told.bytes.toString()).toContain('verification_unsuccessful');
  const whole = await kit.ask('GET', path, { key });
  expect(whole.bytes.toString()).toContain('declined_by_reviewer');
  const events = await kit.ask('GET', `/v1/customers/${id}/events`, { key: narrow });
  expect(events.bytes.toString()).not.toContain('declined_by_reviewer');
});

test('findings are for their readers alone', async () => {
  const { id } = await inReview();
  const narrow = await kit.key({ scopes: ['customers:read'] });
  const told = await kit.ask('GET', `/v1/customers/${id}/checks`, { key: narrow });
  const { data } = told.body as { data: object[] };
  expect(data.length).toBeGreaterThan(0);
  for (const check of data) expect(check).not.toHaveProperty('finding');
});

test('a rejection without a reason is refused by its own code', async () => {
  const { id, evidence } = await inReview();
  expect(await decide(senior, id, { outcome: 'reject', evidence })).toMatchObject({
    status: 422,
    body: { code: 'reasons_required' },
  });
});

test('a face consent reaches the case, and both kinds are recorded', async () => {
  const made = await kit.ask('POST', '/v1/customers', {
    key,
    body: newCustomer({ level: 'enhanced' }),
  });
  const id = made.text('/id');
  for (const purpose of ['identity_verification', 'face_biometrics']) {
    const body = { purpose, given: true, text_version: '2026-11', language: 'sv' };
    const told = await kit.ask('POST', `/v1/customers/${id}/consents`, { key, body });
    expect(told).toMatchObject({ status: 201, body: { object: 'consent', purpose, given: true } });
  }
  const events = await kit.ask('GET', `/v1/customers/${id}/events`, { key });
  expect(events.bytes.toString()).toContain('consent.given');
});
