import { afterAll, beforeAll, expect, test } from 'vitest';
import { PEOPLE } from '../../specimens/people.ts';
import { type Client, until } from '../client.ts';
import { bodyOf, detailsOnly } from '../people.ts';
import { type Product, startProduct } from '../product.ts';
import { insist } from './insist.ts';
import { MOVE_POINTS } from './points.ts';

const CASES = 12;
/** Dies in the middle of the page, and after the page is counted. */
const PASS = { 'worker.case_moved': 5, 'worker.move_advanced': 1 };
const [FROM, TO] = [detailsOnly('from'), detailsOnly('to')];

let product: Product;
let app: Client;
let customers: string[];
beforeAll(async () => {
  product = await startProduct({
    policies: [FROM, TO],
    processes: ['api', 'worker'],
    env: { RECONCILE_AFTER_SECONDS: '1' },
  });
  app = await product.client();
  customers = [];
  for (let n = 0; n < CASES; n += 1) {
    const body = bodyOf(PEOPLE.anna, { policy: 'from', level: 'plain' });
    const made = await insist(app, 'POST', '/v1/customers', { body });
    customers.push((made.body as { id: string }).id);
  }
});
afterAll(() => product.stop());

interface Move {
  id: string;
  state: string;
  done: number;
  moved: number;
  refused: object;
}

const done = (id: string) =>
  until(
    async () => (await app.ask('GET', `/v1/policy-moves/${id}`)).body as Move,
    ({ state }) => state === 'done',
    60_000,
  );

/** Checks that every case has the policy, and that each move so far moved each case exactly once. */
async function allUnder(policy: string, times: number): Promise<void> {
  for (const id of customers) {
    expect((await app.read(id)).policy).toEqual({ name: policy, version: 1 });
    const { body } = await app.ask('GET', `/v1/customers/${id}/events`);
    const { data } = body as { data: { type: string }[] };
    expect(data.filter(({ type }) => type === 'policy.moved')).toHaveLength(times);
  }
}

const COUNTS = { done: CASES, moved: CASES, refused: {} };
const filter = { policy: 'from' };

test('a worker that dies while it moves cases moves each once, and counts each once', async () => {
  let times = 0;
  for (const [n, point] of MOVE_POINTS.entries()) {
    const [from, to] = n % 2 === 0 ? ['from', 'to'] : ['to', 'from'];
    await product.kill('worker', 'SIGTERM');
    await product.start('worker', { VOUCH_CRASH: `${point}:${PASS[point]}` });
    const asked = { body: { filter: { policy: from } } };
    const answer = await app.ask('POST', `/v1/policies/${to}/versions/1/move`, asked);
    expect(answer.status).toBe(202);
    expect(await product.died('worker')).toContain('SIGKILL');
    await product.start('worker');
    expect(await done((answer.body as Move).id)).toMatchObject(COUNTS);
    times += 1;
    await allUnder(to ?? '', times);
  }
}, 120_000);

test('a move whose request died before Temporal heard of it comes to its end all the same', async () => {
  const before = MOVE_POINTS.length;
  await product.kill('api', 'SIGTERM');
  await product.start('api', { VOUCH_CRASH: 'api.did_begin_move:1' });
  const asked = insist(app, 'POST', '/v1/policies/to/versions/1/move', { body: { filter } });
  expect(await product.died('api')).toContain('SIGKILL');
  await product.start('api');
  const { body, status } = await asked;
  expect(status).toBe(202);
  expect(await done((body as Move).id)).toMatchObject(COUNTS);
  await allUnder('to', before + 1);
}, 120_000);
