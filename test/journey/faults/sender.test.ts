import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  breaks,
  firstOf,
  type Receiver,
  startReceiver,
} from '../../activities/webhooks/receiver.ts';
import { PEOPLE } from '../../specimens/people.ts';
import { type Client, until } from '../client.ts';
import { feedOf, register } from '../hooks.ts';
import { bodyOf, detailsOnly } from '../people.ts';
import { type Product, startProduct } from '../product.ts';
import { SENDER_POINTS } from './points.ts';

const HURRIED = { WEBHOOK_LEASE_SECONDS: '2', WEBHOOK_RETRY_SECONDS: '0,0.2,0.2,0.2,0.2,0.2' };

let product: Product;
let app: Client;
let receiver: Receiver;
beforeAll(async () => {
  receiver = await startReceiver();
  product = await startProduct({
    policies: [detailsOnly('plain')],
    processes: ['api', 'worker'],
    env: HURRIED,
  });
  app = await product.client();
}, 120_000);
afterAll(async () => {
  await product.stop();
  await receiver.close();
});

async function busy(): Promise<string> {
  const { id } = await app.create(bodyOf(PEOPLE.anna, { policy: 'plain', level: 'plain' }));
  await app.move(id, 'lock');
  await app.move(id, 'unlock');
  return id;
}

test('killed at each of its points, the sender loses nothing, keeps order and repeats the same bytes', async () => {
  await register(app, receiver, '/crash');
  await product.start('sender');
  await until(
    () => Promise.resolve(receiver.challenges.length),
    (count) => count > 0,
  );
  await product.kill('sender', 'SIGTERM');
  const customers: string[] = [];
  for (const point of SENDER_POINTS) {
    customers.push(await busy());
    await product.start('sender', { VOUCH_CRASH: `${point}:3` });
    expect(await product.died('sender')).toContain('SIGKILL');
  }
  await product.start('sender');
  const wanted = (await Promise.all(customers.map((id) => feedOf(product, id)))).flat();
  const first = await until(
    () => Promise.resolve(firstOf(receiver.received, '/crash')),
    ({ length }) => length >= wanted.length,
    90_000,
  );
  expect(first.map(({ id }) => id).toSorted()).toEqual(wanted.toSorted());
  expect(breaks(first)).toEqual([]);
  const bodies = new Map<string, Set<string>>();
  for (const { id, body } of receiver.received) {
    bodies.set(id, (bodies.get(id) ?? new Set()).add(body));
  }
  expect([...bodies.values()].filter(({ size }) => size > 1)).toEqual([]);
  // Messages that were sent before the crash but not marked as sent came twice.
  expect(receiver.received.length).toBeGreaterThan(first.length);
  expect(receiver.received.every(({ verifiedBy }) => verifiedBy === 1)).toBe(true);
}, 240_000);

test('its deliveries are listed without their answers, sent again, and its metrics name no address', async () => {
  const id = await register(app, receiver, '/listed');
  receiver.behave(({ path }) => ({ status: path === '/listed' ? 503 : 204, body: 'canary-body' }));
  const customer = await busy();
  const list = async (query: string) => {
    const path = `/v1/webhook-endpoints/${id}/deliveries${query}`;
    const { body } = await app.ask('GET', path);
    return body as { data: Record<string, unknown>[]; next: string | null };
  };
  const failed = await until(
    () => list(`?outcome=failed&customer=${customer}`),
    ({ data }) => data.length >= 2,
  );
  expect(failed.data[0]).toMatchObject({
    object: 'webhook_delivery',
    endpoint: id,
    customer,
    sequence: 1,
    type: 'customer.created',
    outcome: 'failed',
    code: 503,
    problem: null,
    bytes: 'canary-body'.length,
  });
  expect(JSON.stringify(failed)).not.toContain('canary-body');
  receiver.behave(() => ({ status: 200 }));
  const resend = `/v1/webhook-endpoints/${id}/deliveries/${String(failed.data[0]?.['id'])}/resend`;
  expect((await app.ask('POST', resend)).status).toBe(202);
  const wanted = await feedOf(product, customer);
  const delivered = await until(
    () => list(`?outcome=delivered&customer=${customer}&limit=2`),
    () => firstOf(receiver.received, '/listed').length >= wanted.length,
  );
  expect(delivered.data).toHaveLength(2);
  const more = await list(
    `?outcome=delivered&customer=${customer}&limit=2&after=${encodeURIComponent(delivered.next ?? '')}`,
  );
  expect(more.data.length).toBeGreaterThan(0);
  expect(new Set([...delivered.data, ...more.data].map((one) => one['id'])).size).toBe(
    delivered.data.length + more.data.length,
  );
  const queues = await app.ask('GET', `/v1/webhook-endpoints/${id}/queues?customer=${customer}`);
  expect(queues.body).toMatchObject({ data: [{ object: 'webhook_queue', customer }] });
  // The gauges are updated every fifteen seconds.
  const metrics = await until(
    async () => (await fetch(`${product.opsUrls.sender}/metrics`)).text(),
    (text) => text.includes('vouch_webhook_endpoints{state="active"} 2'),
  );
  expect(metrics).toContain(`vouch_webhook_tries_total{endpoint="${id}",outcome="delivered"}`);
  expect(metrics).toMatch(/vouch_webhook_oldest_age_seconds\{endpoint="whe_/);
  expect(metrics).not.toContain(receiver.url);
  const ready = await fetch(`${product.opsUrls.sender}/readyz`);
  expect(await ready.json()).toMatchObject({ dependencies: { postgres: true, key_store: true } });
}, 120_000);

test('an app that restarts replays from the sequence it knows, and sees no gap', async () => {
  const id = await register(app, receiver, '/replayed');
  const customer = await busy();
  const wanted = await feedOf(product, customer);
  await until(
    () => Promise.resolve(firstOf(receiver.received, '/replayed').length),
    (count) => count >= wanted.length,
  );
  const known = receiver.received.length;
  const body = { customer, from_sequence: 2 };
  const asked = await app.ask('POST', `/v1/webhook-endpoints/${id}/replay`, { body });
  expect(asked).toMatchObject({ status: 202, body: { customer, from_sequence: 2 } });
  const again = await until(
    () => Promise.resolve(receiver.received.slice(known).filter((one) => one.path === '/replayed')),
    ({ length }) => length >= wanted.length - 1,
  );
  expect(again.map((one) => one.id)).toEqual(wanted.slice(1));
  let before: number | null = 1;
  for (const { previous, sequence } of again) {
    expect(previous).toBe(before);
    before = sequence;
  }
}, 60_000);
