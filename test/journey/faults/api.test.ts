import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { PEOPLE } from '../../specimens/people.ts';
import { type Answered, type Asked, type Client, formOf, until } from '../client.ts';
import { bodyOf, detailsOnly, specimen } from '../people.ts';
import { type Product, startProduct } from '../product.ts';
import { insist } from './insist.ts';
import { API_POINTS } from './points.ts';

const PLAIN = detailsOnly('plain');
let product: Product;
let app: Client;
beforeAll(async () => {
  product = await startProduct({
    policies: [PLAIN],
    processes: ['api', 'worker'],
    env: { RECONCILE_AFTER_SECONDS: '2' },
  });
  app = await product.client();
});
afterAll(() => product.stop());

const plain = (more: object = {}) =>
  bodyOf(PEOPLE.anna, { policy: 'plain', level: 'plain', ...more });
const events = async (id: string, type: string) => {
  const { body } = await app.ask('GET', `/v1/customers/${id}/events?limit=100`);
  return (body as { data: { type: string }[] }).data.filter((one) => one.type === type).length;
};

interface Act {
  /** A write that passes the crash point, always with the same key. */
  write: (asked: Asked) => [method: string, path: string, asked: Asked];
  /** Checks that the write had exactly one effect. */
  effect: (answer: Answered) => Promise<void>;
}

async function create(): Promise<Act> {
  const external = `crash-${randomUUID()}`;
  return {
    write: (asked) => [
      'POST',
      '/v1/customers',
      { ...asked, body: plain({ external_id: external }) },
    ],
    effect: async ({ status, body }) => {
      expect(status).toBe(201);
      const { body: list } = await app.ask('GET', `/v1/customers?external_id=${external}`);
      const { id } = body as { id: string };
      expect(list).toMatchObject({ data: [{ id, version: 1 }] });
      expect(await events(id, 'customer.created')).toBe(1);
    },
  };
}

async function submit(): Promise<Act> {
  const { id } = await app.create(bodyOf(PEOPLE.anna));
  const upload = specimen('passport-flat.png');
  return {
    write: (asked) => ['POST', `/v1/customers/${id}/documents`, { ...asked, form: formOf(upload) }],
    effect: async ({ status, body }) => {
      expect(status).toBe(201);
      const { documents } = await app.read(id);
      const { data } = body as { data: { id: string }[] };
      expect(documents?.map((one) => one.id)).toEqual(data.map((one) => one.id));
      expect(await events(id, 'document.received')).toBe(1);
    },
  };
}

async function change(): Promise<Act> {
  const { id } = await app.create(plain());
  return {
    write: (asked) => [
      'PATCH',
      `/v1/customers/${id}`,
      { ...asked, body: { details: { family_name: 'Lindqvist' } } },
    ],
    effect: async ({ status }) => {
      expect(status).toBe(200);
      expect(await app.read(id)).toMatchObject({
        version: 2,
        details: { family_name: 'Lindqvist' },
      });
      expect(await events(id, 'customer.details_changed')).toBe(1);
    },
  };
}

async function lock(): Promise<Act> {
  const { id } = await app.create(plain());
  return {
    write: (asked) => [
      'POST',
      `/v1/customers/${id}/lock`,
      { ...asked, body: { reason: 'A test.' } },
    ],
    effect: async ({ status }) => {
      expect(status).toBe(200);
      expect(await app.read(id)).toMatchObject({ version: 2, status: 'locked' });
      expect(await events(id, 'customer.locked')).toBe(1);
    },
  };
}

const ACTS: Record<(typeof API_POINTS)[number], () => Promise<Act>> = {
  'api.reserved': create,
  'api.key_created': create,
  'api.customer_stored': create,
  'api.started': create,
  'api.details_staged': change,
  'blob.written': submit,
  'blob.renamed': submit,
  'api.uploads_staged': submit,
  'api.uploads_stored': submit,
  'api.accepted': lock,
  'api.answer_stored': lock,
};

/** Starts an API that dies at this point of the write, and leaves nothing running. */
async function dies(point: string, ...write: ReturnType<Act['write']>): Promise<void> {
  await product.start('api', { VOUCH_CRASH: `${point}:1` });
  await expect(app.ask(...write), point).rejects.toThrow();
  expect(await product.died('api'), point).toContain('SIGKILL');
}

test('killed at any point of a write, the API comes to one effect when the same key asks again', async () => {
  const all = await Promise.all(
    API_POINTS.map(async (point) => ({ point, act: await ACTS[point](), once: randomUUID() })),
  );
  await product.kill('api', 'SIGTERM');
  for (const { point, act, once } of all) await dies(point, ...act.write({ once }));
  await product.start('api');
  const found = all.map(async ({ point, act, once }) => {
    const answer = await insist(app, ...act.write({ once }));
    await act.effect(answer);
    const again = await app.ask(...act.write({ once }));
    expect(again.headers.get('idempotent-replayed'), point).toBe('true');
    expect(again.text, point).toBe(answer.text);
  });
  await Promise.all(found);
}, 180_000);

test('a customer whose creation died before its case is given the case by the reconciler', async () => {
  const body = plain({ external_id: 'left-alone' });
  await product.kill('api', 'SIGTERM');
  await dies('api.customer_stored', 'POST', '/v1/customers', { body });
  await product.start('api');
  const path = '/v1/customers?external_id=left-alone';
  const found = await until(
    async () => (await app.ask('GET', path)).body as { data: { status: string }[] },
    ({ data }) => data.length > 0,
  );
  expect(found).toMatchObject({ data: [{ status: 'active', version: 1 }] });
}, 60_000);

test('the same key twenty times at once has one effect and one answer', async () => {
  const body = plain({ external_id: 'twenty' });
  const once = randomUUID();
  const twenty = Array.from({ length: 20 }, () =>
    insist(app, 'POST', '/v1/customers', { body, once }),
  );
  const answers = await Promise.all(twenty);
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]));
  expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
  expect(answers.filter(({ headers }) => headers.get('idempotent-replayed') === null)).toHaveLength(
    1,
  );
  const { body: list } = await app.ask('GET', '/v1/customers?external_id=twenty');
  expect(list).toMatchObject({ data: [{ version: 1 }], next: null });
});

test('two submissions at once are both received, and one of them is in force', async () => {
  const { id } = await app.create(bodyOf(PEOPLE.anna));
  const both = ['passport-flat.png', 'passport.jpg'].map((name) => app.submit(id, specimen(name)));
  const ids = (await Promise.all(both)).map(({ data }) => data[0]?.id ?? '');
  const { documents = [], version } = await app.read(id);
  expect(documents.map((one) => one.id).toSorted()).toEqual(ids.toSorted());
  expect(documents.map(({ state }) => state).toSorted()).toEqual(['superseded', 'verifying']);
  expect(version).toBe(3);
});
