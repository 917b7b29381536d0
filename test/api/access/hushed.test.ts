import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { SCOPES } from '../../../domain/access/access.ts';
import { openKit, type Kit } from '../kit/api-kit.ts';
import { createdBy, reaches, submittedBy } from '../kit/people.ts';

const BLIND = SCOPES.filter((scope) => scope !== 'findings:read');

let kit: Kit;
let key: string;
let blind: string;
let id: string;
let review: string;
let decision: string;
beforeAll(async () => {
  kit = await openKit();
  key = await kit.key();
  blind = await kit.key({ scopes: BLIND });
  id = await createdBy(kit, key, { policy: 'manual' });
  await submittedBy(kit, key, { customer: id, types: ['passport', 'utility_bill'] });
  await reaches(kit, key, { customer: id, reason: 'in_review' });
  review = (await kit.ask('GET', `/v1/reviews?customer=${id}`, { key })).text('/data/0/id');
  const { text } = await kit.ask('GET', `/v1/customers/${id}/checks`, { key });
  const senior = await kit.key({ role: 'senior_reviewer' });
  const proposed = await kit.ask('POST', `/v1/customers/${id}/decisions`, {
    key: senior,
    body: {
      outcome: 'reject',
      reasons: ['declined_by_reviewer'],
      final: true,
      evidence: text('/evidence'),
    },
  });
  decision = proposed.text('/id');
});
afterAll(() => kit.close());

/** The rows as a hit of a list leaves them: a person looks at the details, and at nothing else or more. */
async function hush(more: string[] = []): Promise<void> {
  const database = kit.owner;
  const of = ['details', ...more];
  await sql`UPDATE review SET requirements = ${of},
    reasons = array_append(reasons, 'sanctions_possible_match') WHERE id = ${review}`.execute(
    database,
  );
  await sql`UPDATE decision SET requirements = ${of} WHERE id = ${decision}`.execute(database);
  await sql`UPDATE "case" SET state = jsonb_set(state, '{review,requirements}', ${JSON.stringify(of)})
    WHERE customer_id = ${id}`.execute(database);
}

async function seenBy(by: string): Promise<{ listed: number; one: number; decisions: number }> {
  const listed = await kit.ask('GET', `/v1/reviews?customer=${id}`, { key: by });
  const one = await kit.ask('GET', `/v1/reviews/${review}`, { key: by });
  const whole = await kit.ask('GET', `/v1/customers/${id}?expand=decisions`, { key: by });
  return {
    listed: (listed.body as { data: unknown[] }).data.length,
    one: one.status,
    decisions: (whole.body as { decisions: unknown[] }).decisions.length,
  };
}

test('reviews and decisions of the details alone are for readers of findings', async () => {
  expect(await seenBy(blind)).toEqual({ listed: 1, one: 200, decisions: 1 });
  await hush();
  expect(await seenBy(key)).toEqual({ listed: 1, one: 200, decisions: 1 });
  expect(await seenBy(blind)).toEqual({ listed: 0, one: 404, decisions: 0 });

  const reviewer = await kit.key({ role: 'reviewer', scopes: BLIND });
  for (const [word, body] of [['claim'], ['release'], ['notes', { text: 'x' }]] as const) {
    const path = `/v1/reviews/${review}/${word}`;
    expect(await kit.ask('POST', path, { key: reviewer, body })).toMatchObject({ status: 404 });
    expect(await kit.ask('POST', path, { key: blind, body })).toMatchObject({ status: 404 });
  }
  const senior = await kit.key({ role: 'senior_reviewer', scopes: BLIND });
  const confirm = `/v1/decisions/${decision}/confirm`;
  expect(await kit.ask('POST', confirm, { key: senior })).toMatchObject({ status: 404 });
});

test('a claim of such a review is told to readers of findings, and sent to nobody', async () => {
  await hush();
  const reviewer = await kit.key({ role: 'reviewer' });
  for (const word of ['claim', 'release']) {
    const done = await kit.ask('POST', `/v1/reviews/${review}/${word}`, { key: reviewer });
    expect(done.status).toBe(200);
  }
  const typesFor = async (by: string) => {
    const { body } = await kit.ask('GET', `/v1/customers/${id}/events`, { key: by });
    return (body as { data: { type: string }[] }).data.map(({ type }) => type);
  };
  const told = ['review.claimed', 'review.released'];
  expect(await typesFor(key)).toEqual(expect.arrayContaining(told));
  for (const type of await typesFor(blind)) expect(told).not.toContain(type);
  const { rows } = await sql`SELECT 1 FROM outbox o JOIN event e ON e.id = o.event_id
    WHERE e.customer_id = ${id} AND e.type = ANY (${told})`.execute(kit.deps.store.database);
  expect(rows).toEqual([]);
});

test('beside another matter the details and the hit are left out', async () => {
  await hush(['identity']);
  const seen = async (by: string) => {
    const { body } = await kit.ask('GET', `/v1/reviews/${review}`, { key: by });
    const whole = await kit.ask('GET', `/v1/customers/${id}?expand=decisions`, { key: by });
    const [decided] = (whole.body as { decisions: { requirements: string[] }[] }).decisions;
    const { requirements, reasons } = body as Record<'requirements' | 'reasons', string[]>;
    return { requirements, reasons, decided: decided?.requirements };
  };
  const told = await seen(key);
  expect(told).toMatchObject({
    requirements: ['details', 'identity'],
    decided: ['details', 'identity'],
  });
  expect(told.reasons).toContain('sanctions_possible_match');
  expect(await seen(blind)).toEqual({
    requirements: ['identity'],
    reasons: told.reasons.filter((code) => code !== 'sanctions_possible_match'),
    decided: ['identity'],
  });
  const filtered = await kit.ask('GET', '/v1/reviews?requirement=details', { key: blind });
  expect(filtered).toMatchObject({ status: 403, body: { code: 'forbidden' } });
});

test('a move by risk is told to nobody who may not read findings', async () => {
  const admin = await kit.key({ role: 'admin' });
  const begun = await kit.ask('POST', '/v1/policies/manual/versions/1/move', {
    key: admin,
    body: { filter: { risk: 'high', level: 'none' } },
  });
  const id = begun.text('/id');
  const sightless = await kit.key({ role: 'admin', scopes: ['policies:manage'] });
  const listed = async (by: string) => {
    const page = await kit.ask('GET', '/v1/policy-moves', { key: by });
    return (page.body as { data: { id: string }[] }).data.map((one) => one.id);
  };
  expect(await listed(admin)).toContain(id);
  expect(await listed(sightless)).not.toContain(id);
  const own = `/v1/policy-moves/${id}`;
  expect((await kit.ask('GET', own, { key: admin })).status).toBe(200);
  expect((await kit.ask('GET', own, { key: sightless })).status).toBe(404);
  expect((await kit.ask('POST', `${own}/cancel`, { key: sightless })).status).toBe(404);
});
