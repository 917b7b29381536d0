import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { PEOPLE } from '../../specimens/people.ts';
import { type Client, itemOf, until } from '../client.ts';
import { billOf, bodyOf, detailsOnly, newPerson, passportOf } from '../people.ts';
import { type ProcessName, type Product, startProduct } from '../product.ts';
import { insist } from './insist.ts';
import { VERIFICATION_POINTS, WORKER_POINTS } from './points.ts';
import { startTraffic } from './traffic.ts';

let product: Product;
let app: Client;
beforeAll(async () => {
  product = await startProduct({ policies: [detailsOnly('plain')] });
  app = await product.client();
});
afterAll(() => product.stop());

const plain = () => bodyOf(PEOPLE.anna, { policy: 'plain', level: 'plain' });
const killed = async (name: ProcessName) => expect(await product.died(name)).toContain('SIGKILL');

/**
 * Waits until nothing runs, then checks that every check of every document was answered once, and its finding
 * stored once.
 */
async function heldOnce(id: string): Promise<void> {
  const { rows } = await sql<{ checks: number; findings: number; events: number }>`SELECT
      (SELECT count(*)::int FROM "check" WHERE customer_id = ${id}) AS checks,
      (SELECT count(*)::int FROM finding WHERE customer_id = ${id}) AS findings,
      (SELECT count(*)::int FROM event WHERE customer_id = ${id} AND type = 'check.completed') AS events
  `.execute(product.store.database);
  const [{ checks, findings, events } = { checks: 0, findings: 0, events: 0 }] = rows;
  expect(checks).toBeGreaterThan(0);
  expect({ findings, events }).toEqual({ findings: checks, events: checks });
}

test('killed before or after it records, a worker leaves one effect, which the same key finds', async () => {
  const writes: { id: string; write: ReturnType<typeof insist> }[] = [];
  const ids = await Promise.all(WORKER_POINTS.map(async () => (await app.create(plain())).id));
  await product.kill('worker', 'SIGTERM');
  for (const [n, point] of WORKER_POINTS.entries()) {
    await product.start('worker', { VOUCH_CRASH: `${point}:1` });
    const id = ids[n] ?? '';
    writes.push({ id, write: insist(app, 'POST', `/v1/customers/${id}/lock`, { body: {} }) });
    await killed('worker');
    expect(await app.read(id)).toMatchObject({ id }); // reads still work
  }
  await product.start('worker');
  for (const { id, write } of writes) {
    expect((await write).body).toMatchObject({ version: 2, status: 'locked' });
    const { body } = await app.ask('GET', `/v1/customers/${id}/events`);
    const { data } = body as { data: { type: string; sequence: number }[] };
    expect(data.filter(({ type }) => type === 'customer.locked')).toHaveLength(1);
    expect(data.map(({ sequence }) => sequence)).toEqual(data.map((_, at) => at + 1));
  }
}, 90_000);

test('a worker that is killed again and again loses no acknowledged write and does none twice', async () => {
  const traffic = await startTraffic(app, 'plain');
  for (let kills = 0; kills < 3; kills += 1) {
    const before = traffic.count();
    await until(
      () => Promise.resolve(traffic.count()),
      (count) => count > before,
    );
    await product.kill('worker');
    await product.start('worker');
  }
  const last = traffic.count();
  await until(
    () => Promise.resolve(traffic.count()),
    (count) => count > last + 3,
  );
  await traffic.stop();
}, 120_000);

const kindsOf = async (id: string) => {
  const { database } = product.store;
  const rows = database.selectFrom('finding').select('kind').where('customer_id', '=', id);
  return (await rows.execute()).map(({ kind }) => kind);
};

test('killed between findings or inside OCR, a round is taken up again and finished once', async () => {
  const bills: string[] = [];
  await product.kill('verification', 'SIGTERM');
  for (const point of VERIFICATION_POINTS) {
    const person = newPerson();
    const { id } = await app.create(bodyOf(person));
    await app.submit(id, await billOf(person));
    await product.start('verification', { VOUCH_CRASH: `${point}:1` });
    await killed('verification');
    bills.push(id);
  }
  const person = newPerson();
  const { id } = await app.create(bodyOf(person, { level: 'basic' }));
  await app.submit(id, await passportOf(person));
  await product.start('verification');
  // The quality of the picture is checked already, while the document is still being read.
  await until(
    () => kindsOf(id),
    (kinds) => kinds.includes('image_quality'),
  );
  await product.kill('verification');
  expect(await kindsOf(id)).not.toContain('identity_reading');
  expect(await app.read(id)).toMatchObject({ status_reason: 'verifying' });
  await product.start('verification');
  const customer = await app.reach(id, 'active/verified', 60_000);
  expect(itemOf(customer, 'identity').attempts).toBe(0);
  await heldOnce(id);
  for (const bill of bills) {
    const rested = await app.rest(bill);
    expect(itemOf(rested, 'address')).toMatchObject({ state: 'satisfied', attempts: 0 });
    await heldOnce(bill);
  }
}, 150_000);

/** Holds the lock on a case's row while `meanwhile` runs, so that no recording can be written. */
async function withRowHeld<T>(id: string, meanwhile: () => Promise<T>): Promise<T> {
  return product.store.database.transaction().execute(async (trx) => {
    await sql`SELECT 1 FROM "case" WHERE customer_id = ${id} FOR UPDATE`.execute(trx);
    return meanwhile();
  });
}

test('where a recording cannot be written in time the answer is unknown, and the same key finds out', async () => {
  const { id } = await app.create(plain());
  const path = `/v1/customers/${id}/lock`;
  const lock = { once: randomUUID(), body: {} };
  await withRowHeld(id, async () => {
    const unknown = await app.ask('POST', path, lock);
    expect(unknown).toMatchObject({ status: 503, body: { code: 'outcome_unknown' } });
    expect(Number(unknown.headers.get('retry-after'))).toBeGreaterThan(0);
    const { body } = await app.ask('GET', `/v1/customers/${id}/events`);
    expect(JSON.stringify(body)).not.toContain('customer.locked');
  });
  const found = await insist(app, 'POST', path, lock);
  expect(found).toMatchObject({ status: 200, body: { version: 2, status: 'locked' } });
  expect(await app.read(id)).toMatchObject({ version: 2 });
}, 60_000);

test('a recording that had to fall back is seen by the next read after its 2xx', async () => {
  const { id } = await app.create(plain());
  const write = await withRowHeld(id, async () => {
    const asked = insist(app, 'POST', `/v1/customers/${id}/lock`, { body: {} });
    await sleep(2_000); // longer than the first attempts take
    return { asked };
  });
  const { status, body } = await write.asked;
  expect(status).toBe(200);
  expect(await app.read(id)).toMatchObject({ version: (body as { version: number }).version });
}, 60_000);

test('all processes restarted in the middle of the story lose nothing', async () => {
  const person = newPerson();
  const { id } = await app.create(bodyOf(person));
  await app.submit(id, await billOf(person));
  const before = await app.rest(id);
  await app.submit(id, await passportOf(person));
  const names = ['api', 'worker', 'verification'] as const;
  await Promise.all(names.map((name) => product.kill(name, 'SIGTERM')));
  await Promise.all(names.map((name) => product.start(name)));
  const after = await app.reach(id, 'active/verified', 60_000);
  expect(after.documents).toEqual(expect.arrayContaining(before.documents ?? []));
  await heldOnce(id);
}, 120_000);
