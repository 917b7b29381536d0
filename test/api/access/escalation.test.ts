import { afterAll, beforeAll, expect, test } from 'vitest';
import { MANUAL_1 } from '../../../domain/policy/built-in-policies.ts';
import { shift } from '../../../domain/time.ts';
import { openKit, type Kit } from '../kit/api-kit.ts';
import { detailsByHand, detailsReviewed } from '../kit/reviewed.ts';

const HURRIED = detailsByHand('hurried', {
  deadlines: { ...MANUAL_1.deadlines, review: { seconds: 1.5 } },
});

let kit: Kit;
let key: string;
beforeAll(async () => {
  kit = await openKit({ policies: [HURRIED, detailsByHand('hand')] });
  key = await kit.key();
});
afterAll(() => kit.close());

test('a review is due by business days: nobody is late over a weekend', async () => {
  const { review } = await detailsReviewed(kit, { key, policy: 'hand' });
  const read = await kit.ask('GET', `/v1/reviews/${review}`, { key });
  const [opened, due] = [read.text('/opened_at'), read.text('/due_at')];
  expect(due).toBe(shift(opened, { business_days: 2 }));
  expect([0, 6]).not.toContain(new Date(due).getUTCDay());
});

test('a review that is overdue is escalated by the clock, and reaches a senior', async () => {
  const mode = 'live';
  const app = await kit.key({ mode });
  const reviewer = await kit.key({ mode, role: 'reviewer' });
  const senior = await kit.key({ mode, role: 'senior_reviewer' });
  const { id, review } = await detailsReviewed(kit, { key: app, policy: 'hurried' });
  const read = () => kit.ask('GET', `/v1/reviews/${review}`, { key: app });
  expect((await read()).body).toMatchObject({ escalated_at: null, state: 'open' });
  await expect
    .poll(async () => (await read()).body, { timeout: 15_000, interval: 200 })
    .toMatchObject({ escalated_at: expect.any(String) });
  const [due, at] = [(await read()).text('/due_at'), (await read()).text('/escalated_at')];
  expect(Date.parse(at)).toBeGreaterThanOrEqual(Date.parse(due));
  const events = await kit.ask('GET', `/v1/customers/${id}/events`, { key: app });
  const { data } = events.body as { data: { type: string; actor: { kind: string } }[] };
  expect(data.find(({ type }) => type === 'review.escalated')).toMatchObject({
    actor: { kind: 'rule' },
    data: { review },
  });
  const list = await kit.ask('GET', '/v1/reviews?escalated=true&overdue=true', { key: senior });
  expect(list.text('/data/0/id')).toBe(review);
  const stats = await kit.ask('GET', '/v1/stats', { key: app });
  expect(stats.body).toMatchObject({
    reviews: { overdue: { count: 1 }, escalated: { count: 1 }, unclaimed: { count: 1 } },
  });
  const next = (by: string) => kit.ask('POST', '/v1/reviews/next', { key: by });
  expect((await next(reviewer)).body).toEqual({ review: null });
  expect((await next(senior)).text('/review/id')).toBe(review);
});

test('who escalates what she holds gives it on: the next senior has it', async () => {
  const mode = 'live';
  const app = await kit.key({ mode });
  const reviewer = await kit.key({ mode, role: 'reviewer' });
  const senior = await kit.key({ mode, role: 'senior_reviewer' });
  const { review } = await detailsReviewed(kit, { key: app, policy: 'hand' });
  const next = async (by: string) => (await kit.ask('POST', '/v1/reviews/next', { key: by })).body;
  expect(await next(reviewer)).toMatchObject({ review: { id: review } });
  expect(await next(senior)).toEqual({ review: null });
  const body = { reason: 'The name is unusual.' };
  await kit.ask('POST', `/v1/reviews/${review}/escalate`, { key: reviewer, body });
  expect(await next(reviewer)).toEqual({ review: null });
  expect(await next(senior)).toMatchObject({ review: { id: review } });
});

test('a person escalates before the clock does, once, with a reason', async () => {
  const { review } = await detailsReviewed(kit, { key, policy: 'hand' });
  const reviewer = await kit.key({ role: 'reviewer' });
  const escalate = () =>
    kit.ask('POST', `/v1/reviews/${review}/escalate`, {
      key: reviewer,
      body: { reason: 'The name is unusual.' },
    });
  expect((await escalate()).body).toMatchObject({ escalated_at: expect.any(String) });
  expect(await escalate()).toMatchObject({ status: 409, body: { code: 'nothing_changed' } });
});
