import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { SCOPES } from '../../../domain/access/access.ts';
import { openKit, type Kit } from '../kit/api-kit.ts';
import { detailsByHand, detailsReviewed, idsOf, type Reviewed, reviewed } from '../kit/reviewed.ts';

const BLIND = SCOPES.filter((scope) => scope !== 'findings:read');

let kit: Kit;
let key: string;
let senior: string;
let auditor: string;
let plain: Reviewed;
let risky: Reviewed;
let isSensitive: Reviewed;
beforeAll(async () => {
  kit = await openKit({ policies: [detailsByHand('hand')] });
  key = await kit.key();
  senior = await kit.key({ role: 'senior_reviewer' });
  auditor = await kit.key({ role: 'auditor' });
  plain = await reviewed(kit, { key });
  risky = await reviewed(kit, { key, country: 'IR' });
  isSensitive = await detailsReviewed(kit, { key, policy: 'hand' });
});
afterAll(() => kit.close());

const queue = async (by: string, query = '') =>
  idsOf(await kit.ask('GET', `/v1/reviews${query}`, { key: by }));
const post = (by: string, path: string, body?: object, once?: string) =>
  kit.ask('POST', `/v1/reviews/${path}`, { key: by, body, ...(once && { once }) });
const free = async (by: string, one: Reviewed) => post(by, `${one.review}/release`);

test('the queue has high risk first and then the oldest due, a page at a time', async () => {
  const all = await queue(key);
  expect(all).toEqual([risky.review, plain.review, isSensitive.review]);
  const first = await kit.ask('GET', '/v1/reviews?limit=1', { key });
  const after = encodeURIComponent(first.text('/next'));
  expect(await queue(key, `?limit=5&after=${after}`)).toEqual(all.slice(1));
  expect(first.body).toMatchObject({ data: [{ risk: 'high', proposal: null }] });
  const blind = await kit.key({ scopes: BLIND });
  expect(await queue(blind)).toEqual([plain.review, risky.review]); // by due date: the order tells no risk
  const page = await kit.ask('GET', '/v1/reviews?limit=1', { key: blind });
  const next = encodeURIComponent(page.text('/next'));
  expect(await queue(blind, `?limit=1&after=${next}`)).toEqual([risky.review]);
  const foreign = await kit.ask('GET', `/v1/reviews?limit=1&after=${next}`, { key });
  expect(foreign).toMatchObject({ status: 422, body: { code: 'validation_failed' } });
});

test('filters narrow it: by risk, level, requirement, due date, overdue, escalated, holder', async () => {
  const far = '2099-01-01T00:00:00.000Z';
  const cases: [string, Reviewed[]][] = [
    ['risk=high', [risky]],
    ['risk=low', [plain, isSensitive]],
    ['level=plain', [isSensitive]],
    ['requirement=identity', [risky, plain]],
    ['requirement=details', [isSensitive]],
    [`due_before=${far}`, [risky, plain, isSensitive]],
    ['due_before=2020-01-01T00:00:00Z', []],
    ['overdue=true', []],
    ['overdue=false', [risky, plain, isSensitive]],
    ['escalated=true', []],
    ['escalated=false', [risky, plain, isSensitive]],
    ['held_by=nobody', [risky, plain, isSensitive]],
    ['held_by=mine', []],
    ['held_by=all', [risky, plain, isSensitive]],
    ['reason=name_mismatch', []],
  ];
  for (const [query, found] of cases) {
    const ids = found.map(({ review }) => review);
    expect(await queue(key, `?${query}`), query).toEqual(ids);
  }
});

test('a filter by what the caller may not know is refused', async () => {
  const blind = await kit.key({ scopes: BLIND });
  for (const query of ['risk=high', 'reason=sanctions_possible_match']) {
    const refused = await kit.ask('GET', `/v1/reviews?${query}`, { key: blind });
    expect(refused, query).toMatchObject({ status: 403, body: { code: 'forbidden' } });
  }
  expect(await queue(blind, '?reason=name_mismatch')).toEqual([]);
  const odd = await kit.ask('GET', '/v1/reviews?overdue=perhaps', { key });
  expect(odd).toMatchObject({ status: 422, body: { errors: [{ pointer: '/query/overdue' }] } });
});

test('a reviewer sees what is free and her own; a senior and an auditor see all', async () => {
  const [anna, bo] = [await kit.key({ role: 'reviewer' }), await kit.key({ role: 'reviewer' })];
  await post(anna, `${plain.review}/claim`);
  expect(await queue(anna)).toEqual([risky.review, plain.review, isSensitive.review]);
  expect(await queue(bo)).toEqual([risky.review, isSensitive.review]);
  expect(await queue(bo, '?held_by=all')).toEqual([risky.review, isSensitive.review]);
  for (const by of [senior, auditor, key]) expect(await queue(by)).toHaveLength(3);
  expect(await queue(senior, '?held_by=nobody')).not.toContain(plain.review);
  const later = kit.withDeps({ now: () => new Date(Date.now() + 31 * 60_000).toISOString() });
  const expired = await later.ask('GET', '/v1/reviews', { key: bo });
  expect(idsOf(expired)).toContain(plain.review);
  const mine = await later.ask('GET', '/v1/reviews?held_by=mine', { key: anna });
  expect(idsOf(mine)).toEqual([]);
  const body = { outcome: 'approve', evidence: plain.evidence };
  const path = `/v1/customers/${plain.id}/decisions`;
  const decided = await later.ask('POST', path, { key: anna, body });
  expect(decided).toMatchObject({ status: 409, body: { code: 'review_not_held' } });
  await free(anna, plain);
  const admin = await kit.key({ role: 'admin' });
  expect(await kit.ask('GET', '/v1/reviews', { key: admin })).toMatchObject({ status: 403 });
});

test('the next review is claimed for whoever asks, once per Idempotency-Key', async () => {
  const anna = await kit.key({ role: 'reviewer', holder: 'anna' });
  const once = randomUUID();
  const first = await post(anna, 'next', undefined, once);
  expect(first).toMatchObject({
    status: 200,
    body: { review: { id: risky.review, claim: { holder: 'anna' } } },
  });
  const again = await post(anna, 'next', undefined, once);
  expect(again.headers.get('idempotent-replayed')).toBe('true');
  expect(again.body).toEqual(first.body);
  const blind = await kit.key({ role: 'reviewer', scopes: BLIND });
  expect((await post(blind, 'next')).text('/review/id')).toBe(plain.review);
  expect((await post(blind, 'next')).body).toEqual({ review: null }); // the hit is not hers to see
  expect((await post(anna, 'next')).text('/review/id')).toBe(isSensitive.review);
  expect((await post(senior, 'next')).body).toEqual({ review: null });
  for (const one of [risky, isSensitive]) await free(anna, one);
  await free(blind, plain);
  expect(await post(key, 'next')).toMatchObject({ status: 403 });
});

test('a process that dies after the claim does not claim another with the same key', async () => {
  const anna = await kit.key({ role: 'reviewer' });
  let deaths = 0;
  const dying = kit.withDeps({
    crash: (name) => {
      if (name === 'api.did_next' && ++deaths === 1) throw new Error('the process died here');
    },
  });
  const once = randomUUID();
  expect((await dying.ask('POST', '/v1/reviews/next', { key: anna, once })).status).toBe(500);
  const again = await dying.ask('POST', '/v1/reviews/next', { key: anna, once });
  expect(again.text('/review/id')).toBe(risky.review);
  expect(await queue(anna, '?held_by=mine')).toEqual([risky.review]);
  await free(anna, risky);
});

test('a senior assigns to a person who may decide, and takes from whoever holds it', async () => {
  const anna = await kit.key({ role: 'reviewer', holder: 'assigned-anna' });
  const bo = await kit.key({ role: 'reviewer' });
  await post(bo, `${plain.review}/claim`);
  const assign = (by: string, holder: string) => post(by, `${plain.review}/assign`, { holder });
  expect(await assign(senior, 'nobody at all')).toMatchObject({
    status: 422,
    body: { errors: [{ pointer: '/holder', code: 'unknown_person' }] },
  });
  const scopes = SCOPES.filter((scope) => scope !== 'decisions:write');
  await kit.key({ role: 'reviewer', holder: 'looks-on', scopes });
  expect(await assign(senior, 'looks-on')).toMatchObject({ status: 422 });
  await kit.key({ role: 'reviewer', holder: 'blind', scopes: BLIND });
  expect(await assign(senior, 'blind')).toMatchObject({ status: 200 });
  expect(await post(senior, `${isSensitive.review}/assign`, { holder: 'blind' })).toMatchObject({
    status: 422,
  });
  expect(await assign(anna, 'assigned-anna')).toMatchObject({ status: 403 });
  const given = await assign(senior, 'assigned-anna');
  expect(given.body).toMatchObject({ claim: { holder: 'assigned-anna' } });
  const { claim } = given.body as { claim: { claimed_at: string; expires_at: string } };
  expect(Date.parse(claim.expires_at) - Date.parse(claim.claimed_at)).toBe(8 * 3_600_000);
  expect(await queue(anna, '?held_by=mine')).toEqual([plain.review]);
  expect(await queue(bo)).not.toContain(plain.review);
  await free(anna, plain);
});

test('statistics tell how things stand, an admin too, and of hits only to readers of findings', async () => {
  const admin = await kit.key({ role: 'admin' });
  const read = await kit.ask('GET', '/v1/stats', { key: admin });
  expect(read.body).toMatchObject({
    customers: [{ status: 'approval_pending', status_reason: 'in_review', count: 3 }],
    decided: { cases: 0, median_seconds: null, automation_rate: null },
    reviews: {
      open: { count: 3, more: false },
      overdue: { count: 0, more: false },
      unclaimed: { count: 3, more: false },
      escalated: { count: 0, more: false },
      oldest_opened_at: expect.any(String),
    },
  });
  await post(senior, `${plain.review}/claim`);
  const blind = await kit.ask('GET', '/v1/stats', { key: await kit.key({ scopes: BLIND }) });
  expect(blind.body).toMatchObject({ reviews: { open: { count: 2 }, unclaimed: { count: 1 } } });
  const body = { outcome: 'approve', evidence: plain.evidence };
  await kit.ask('POST', `/v1/customers/${plain.id}/decisions`, { key: senior, body });
  const after = await kit.ask('GET', '/v1/stats', { key: admin });
  expect(after.body).toMatchObject({
    decided: { cases: 1, median_seconds: expect.any(Number), automation_rate: 0 },
    reviews: { open: { count: 2 } },
  });
});
