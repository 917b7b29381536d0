import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freePort } from '../../../worker/embedded/processes/ports.ts';
import { startTemporal, type Temporal } from '../../../worker/embedded/temporal/temporal.ts';
import { PEOPLE } from '../../specimens/people.ts';
import { type Answered, type Client, until } from '../client.ts';
import { bodyOf, detailsOnly, newPerson, passportOf } from '../people.ts';
import { type Product, startProduct } from '../product.ts';
import { insist } from './insist.ts';
import { startTraffic } from './traffic.ts';

let directory: string;
let port: number;
let temporal: Temporal;
let product: Product;
let app: Client;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'vouch-temporal-'));
  port = await freePort();
  temporal = await startTemporal({ directory, port, uiPort: null });
  product = await startProduct({
    policies: [detailsOnly('plain')],
    temporalAddress: temporal.address,
  });
  app = await product.client();
});
afterAll(async () => {
  await product.stop();
  await temporal.stop();
  await rm(directory, { recursive: true, force: true });
});

const plain = () => bodyOf(PEOPLE.anna, { policy: 'plain', level: 'plain' });

async function timed(ask: () => Promise<Answered>): Promise<{ answer: Answered; ms: number }> {
  const startedAt = performance.now();
  const answer = await ask();
  return { answer, ms: performance.now() - startedAt };
}

/** Checks that every write is refused within a second with a time to retry, and every read is served. */
async function refusesWrites(id: string): Promise<void> {
  const writes = [
    () => app.ask('POST', '/v1/customers', { body: plain() }),
    () => app.ask('POST', `/v1/customers/${id}/lock`, { body: {} }),
    () => app.ask('PATCH', `/v1/customers/${id}`, { body: { details: { family_name: 'Ek' } } }),
  ];
  for (const write of writes) {
    const { answer, ms } = await timed(write);
    expect(answer).toMatchObject({ status: 503, body: { code: 'engine_unavailable' } });
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(ms).toBeLessThan(1_000);
  }
  for (const path of ['', '/requirements', '/events', '/documents', '/checks']) {
    const { answer, ms } = await timed(() => app.ask('GET', `/v1/customers/${id}${path}`));
    expect(answer.status).toBe(200);
    expect(ms).toBeLessThan(1_000);
  }
  expect(await app.read(id)).toMatchObject({ version: 1, status: 'active' });
}

test('Temporal killed in mid-story: writes 503 in a second, reads served, then all goes on', async () => {
  const person = newPerson();
  const { id } = await app.create(plain());
  const story = await app.create(bodyOf(person, { level: 'basic' }));
  const traffic = await startTraffic(app, 'plain', 2);
  await app.submit(story.id, await passportOf(person));
  process.kill(temporal.pid, 'SIGKILL');
  await temporal.exited;
  const lock = { once: randomUUID(), body: {} };
  const first = await timed(() => app.ask('POST', `/v1/customers/${id}/lock`, lock));
  expect(first.answer.status).toBe(503); // it may have been in progress when the outage was noticed
  expect(Number(first.answer.headers.get('retry-after'))).toBeGreaterThan(0);
  expect(first.ms).toBeLessThan(1_000);
  await refusesWrites(id);
  temporal = await startTemporal({ directory, port, uiPort: null });
  const before = traffic.count();
  await until(
    () => Promise.resolve(traffic.count()),
    (count) => count > before + 4,
  );
  await traffic.stop();
  await app.reach(story.id, 'active/verified', 60_000);
  const found = await insist(app, 'POST', `/v1/customers/${id}/lock`, lock);
  expect(found).toMatchObject({ status: 200, body: { version: 2, status: 'locked' } });
}, 150_000);

test('Temporal frozen: the same, without one write lost or done twice', async () => {
  const { id } = await app.create(plain());
  const traffic = await startTraffic(app, 'plain', 2);
  await until(
    () => Promise.resolve(traffic.count()),
    (count) => count > 2,
  );
  process.kill(temporal.pid, 'SIGSTOP');
  try {
    await sleep(2_000); // missing answers count only after they repeat
    await refusesWrites(id);
  } finally {
    process.kill(temporal.pid, 'SIGCONT');
  }
  const before = traffic.count();
  await until(
    () => Promise.resolve(traffic.count()),
    (count) => count > before + 4,
  );
  await traffic.stop();
  expect(await app.move(id, 'lock')).toMatchObject({ version: 2 });
}, 120_000);
