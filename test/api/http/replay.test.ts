import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openKit, type Kit } from '../kit/api-kit.ts';
import type { Caller } from '../kit/caller.ts';
import { createdBy, form, picture, reaches, submittedBy } from '../kit/people.ts';

let kit: Kit;
let key: string;
beforeAll(async () => {
  kit = await openKit();
  key = await kit.key();
});
afterAll(() => kit.close());

/** The app, dying once at this point. */
function dyingAt(point: string): Caller {
  let passes = 0;
  return kit.withDeps({
    crash: (name) => {
      if (name === point && ++passes === 1) throw new Error('the process died here');
    },
  });
}

async function inReview(): Promise<{ id: string; review: string; evidence: string }> {
  const id = await createdBy(kit, key, { policy: 'manual' });
  await submittedBy(kit, key, { customer: id, types: ['passport', 'utility_bill'] });
  await reaches(kit, key, { customer: id, reason: 'in_review' });
  const reviews = await kit.ask('GET', `/v1/reviews?customer=${id}`, { key });
  await expect
    .poll(async () => {
      const { body } = await kit.ask('GET', `/v1/customers/${id}/requirements`, { key });
      return (body as { in_review: string[] }).in_review;
    })
    .toEqual(['identity', 'address']);
  const checks = await kit.ask('GET', `/v1/customers/${id}/checks`, { key });
  return { id, review: reviews.text('/data/0/id'), evidence: checks.text('/evidence') };
}

async function actionsOf(customer: string): Promise<string[]> {
  const rows = await kit.deps.store.database
    .selectFrom('audit_entry')
    .select('body')
    .where('chain', '=', customer)
    .orderBy('n')
    .execute();
  return rows.map(({ body }) => (JSON.parse(body) as { action: string }).action);
}

test('a reviewer whose answer was lost gets it again, though the decision emptied the review', async () => {
  const { id, review, evidence } = await inReview();
  const reviewer = await kit.key({ role: 'reviewer' });
  const once = randomUUID();
  const approve = () =>
    kit.ask('POST', `/v1/customers/${id}/decisions`, {
      key: reviewer,
      once,
      body: { outcome: 'approve', evidence },
    });
  expect(await approve()).toMatchObject({ status: 409, body: { code: 'review_not_held' } });
  await kit.ask('POST', `/v1/reviews/${review}/claim`, { key: reviewer });
  const first = await approve();
  expect(first).toMatchObject({ status: 201, body: { customer: { status: 'active' } } });
  const again = await approve();
  expect(again).toMatchObject({ status: 201, body: first.body });
  expect(again.headers.get('idempotent-replayed')).toBe('true');
});

test('a reviewer’s decision that the case took before the process died is answered by the same key', async () => {
  const { id, review, evidence } = await inReview();
  const reviewer = await kit.key({ role: 'reviewer' });
  await kit.ask('POST', `/v1/reviews/${review}/claim`, { key: reviewer });
  const dying = dyingAt('api.accepted');
  const asked = { key: reviewer, once: randomUUID(), body: { outcome: 'approve', evidence } };
  const path = `/v1/customers/${id}/decisions`;
  expect((await dying.ask('POST', path, asked)).status).toBe(500);
  await reaches(kit, key, { customer: id, reason: 'verified' });
  expect(await kit.ask('POST', path, asked)).toMatchObject({
    status: 201,
    body: { outcome: 'approve', by: { kind: 'reviewer' } },
  });
});

test.each<[string, string, string, object | undefined]>([
  ['claim', 'api.did_claim', 'review.claimed', undefined],
  ['notes', 'api.did_note', 'review.noted', { text: 'seen' }],
  ['release', 'api.did_release', 'review.released', undefined],
])('%s happens once, though the process died after it', async (word, point, action, body) => {
  const { id, review } = await inReview();
  const reviewer = await kit.key({ role: 'reviewer' });
  const path = `/v1/reviews/${review}/${word}`;
  if (word === 'release') await kit.ask('POST', `/v1/reviews/${review}/claim`, { key: reviewer });
  const asked = { key: reviewer, once: randomUUID(), body };
  expect((await dyingAt(point).ask('POST', path, asked)).status).toBe(500);
  expect(await kit.ask('POST', path, asked)).toMatchObject({ status: 200, body: { id: review } });
  expect((await actionsOf(id)).filter((one) => one === action)).toHaveLength(1);
  const { body: events } = await kit.ask('GET', `/v1/customers/${id}/events`, { key });
  const types = (events as { data: { type: string }[] }).data.map(({ type }) => type);
  expect(types.filter((one) => one === action)).toHaveLength(word === 'notes' ? 0 : 1);
});

test('an interrupted change of metadata does not overwrite the one that came after it', async () => {
  const id = await createdBy(kit, key);
  const path = `/v1/customers/${id}`;
  const seen = await kit.ask('GET', path, { key });
  const headers = { 'if-match': seen.headers.get('etag') ?? '' };
  const asked = { key, once: randomUUID(), headers, body: { metadata: { plan: 'first' } } };
  expect((await dyingAt('api.did_plain_fields').ask('PATCH', path, asked)).status).toBe(500);
  await kit.ask('PATCH', path, { key, body: { metadata: { plan: 'second' } } });
  expect(await kit.ask('PATCH', path, asked)).toMatchObject({
    status: 200,
    body: { metadata: { plan: 'second' } },
  });
  const changes = (await actionsOf(id)).filter((one) => one === 'customer.metadata_changed');
  expect(changes).toHaveLength(2);
});

const quotaOf = (id: string) =>
  kit.deps.store.database
    .selectFrom('quota')
    .select(['files', 'bytes'])
    .where('customer_id', '=', id)
    .executeTakeFirstOrThrow();

test.each(['api.uploads_staged', 'api.uploads_stored'])(
  'a submission that was interrupted at %s counts once',
  async (point) => {
    const id = await createdBy(kit, key);
    const path = `/v1/customers/${id}/documents`;
    const front = picture();
    const fields = { type: 'passport', country: 'SE', front };
    const once = randomUUID();
    const submit = (api: Caller) => api.ask('POST', path, { key, once, form: form(fields) });
    expect((await submit(dyingAt(point))).status).toBe(500);
    expect((await submit(kit)).status).toBe(201);
    expect(await quotaOf(id)).toEqual({ files: 1, bytes: front.size });
  },
);

test('files that the case refuses are given back to the day; their bytes are stored and stay', async () => {
  const id = await createdBy(kit, key);
  const front = picture();
  const refused = await kit.ask('POST', `/v1/customers/${id}/documents`, {
    key,
    form: form({ type: 'funds_evidence', front }),
  });
  expect(refused).toMatchObject({ status: 409, body: { code: 'document_not_asked' } });
  expect(await quotaOf(id)).toEqual({ files: 0, bytes: front.size });
});

/** Waits until a session of this database waits for a lock. */
async function somebodyWaits(): Promise<void> {
  const waiting = sql<{ n: number }>`SELECT count(*)::integer AS n FROM pg_stat_activity
    WHERE datname = current_database() AND wait_event_type = 'Lock'`;
  await expect
    .poll(async () => (await waiting.execute(kit.deps.store.database)).rows[0]?.n, { interval: 20 })
    .toBeGreaterThan(0);
}

test('new details lock the customer before the audit chain, as metadata does', async () => {
  const id = await createdBy(kit, key);
  const { database } = kit.deps.store;
  const body = { details: { email: 'new@example.com' } };
  const changed = await database.transaction().execute(async (trx) => {
    await sql`SELECT id FROM customer WHERE id = ${id} FOR NO KEY UPDATE`.execute(trx);
    const patched = kit.ask('PATCH', `/v1/customers/${id}`, { key, body });
    await somebodyWaits();
    await sql`SELECT 1 FROM audit_chain WHERE id = ${id} FOR UPDATE NOWAIT`.execute(trx);
    return { patched };
  });
  expect(await changed.patched).toMatchObject({ status: 200, body: { version: 2 } });
});

test('a transaction that Postgres gave up in a deadlock is a 503, and the same key succeeds', async () => {
  const id = await createdBy(kit, key);
  const asked = { key, once: randomUUID(), body: { locale: 'fi' } };
  const lock = (table: string, column: string) =>
    sql`SELECT 1 FROM ${sql.table(table)} WHERE ${sql.ref(column)} = ${id} FOR UPDATE`;
  const { patched } = await kit.owner.transaction().execute(async (trx) => {
    await sql`SET LOCAL deadlock_timeout = '60s'`.execute(trx); // so that the other is given up
    await lock('audit_chain', 'id').execute(trx);
    const patched = kit.ask('PATCH', `/v1/customers/${id}`, asked);
    await somebodyWaits();
    await lock('customer', 'id').execute(trx);
    return { patched };
  });
  const undone = await patched;
  expect(undone).toMatchObject({ status: 503, body: { code: 'outcome_unknown' } });
  expect(undone.headers.get('retry-after')).toBe('2');
  const again = await kit.ask('PATCH', `/v1/customers/${id}`, asked);
  expect(again).toMatchObject({ status: 200, body: { locale: 'fi' } });
});
