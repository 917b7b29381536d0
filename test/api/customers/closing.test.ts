import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { up } from '../../../store/db/migrations/main/2026-11-30-2-ended-documents.ts';
import { allPass, openKit, type Kit } from '../kit/api-kit.ts';
import { createdBy, reaches, submittedBy } from '../kit/people.ts';

let kit: Kit;
let key: string;
let letAnswer: () => void = () => undefined;
let answers = 0;
beforeAll(async () => {
  const asked = new Promise<void>((settle) => (letAnswer = settle));
  kit = await openKit({
    runChecks: async (round) => {
      await asked;
      answers += 1;
      return allPass(round);
    },
  });
  key = await kit.key();
});
afterAll(() => kit.close());

const states = async (id: string) => {
  const { body } = await kit.ask('GET', `/v1/customers/${id}/documents`, { key });
  return (body as { data: { state: string }[] }).data.map(({ state }) => state);
};

test('a case closed while checks run leaves no document verifying, and its late answers change nothing', async () => {
  const customer = await createdBy(kit, key, { level: 'basic' });
  const open = await createdBy(kit, key, { level: 'basic' });
  for (const one of [customer, open]) {
    await submittedBy(kit, key, { customer: one, types: ['passport'] });
    expect(await states(one)).toEqual(['verifying']);
  }
  const closed = await kit.ask('POST', `/v1/customers/${customer}/close`, { key, body: {} });
  expect(closed.status).toBe(200);
  expect(await states(customer)).toEqual(['superseded']);
  const rows = async () => {
    const { body } = await kit.ask('GET', `/v1/customers/${customer}`, { key });
    return body;
  };
  const before = await rows();
  letAnswer();
  await reaches(kit, key, { customer: open, reason: 'verified' });
  expect(answers).toBeGreaterThan(1);
  expect(await rows()).toEqual(before);
  expect(await states(customer)).toEqual(['superseded']);
  const reopened = await kit.ask('POST', `/v1/customers/${customer}/reopen`, { key, body: {} });
  expect(reopened.body).toMatchObject({ status_reason: 'collecting' });
});

test('rows of before are mended where the case has ended, and nowhere else', async () => {
  const { database } = kit.deps.store;
  const ended = await createdBy(kit, key, { level: 'basic' });
  const open = await createdBy(kit, key, { level: 'basic' });
  for (const customer of [ended, open]) {
    await submittedBy(kit, key, { customer, types: ['passport'] });
    await reaches(kit, key, { customer, reason: 'verified' });
  }
  await kit.ask('POST', `/v1/customers/${ended}/close`, { key, body: {} });
  await sql`UPDATE document SET state = 'verifying'
    WHERE customer_id IN (${ended}, ${open})`.execute(database);
  await up(database);
  expect([await states(ended), await states(open)]).toEqual([['superseded'], ['verifying']]);
});
