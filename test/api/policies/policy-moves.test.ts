import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { policyBody } from '../../../api/routes/policies/body.ts';
import { policyMoveId } from '../../../domain/ids.ts';
import { STANDARD_1 } from '../../../domain/policy/built-in-policies.ts';
import { dataConverter } from '../../../store/temporal/data-converter.ts';
import { reconcileMoves } from '../../../worker/reconcile/reconcile-moves.ts';
import { connectTemporal } from '../../support/temporal.ts';
import { absentEngine, openKit, type Kit } from '../kit/api-kit.ts';
import type { Answered } from '../kit/caller.ts';
import { createdBy, reaches, submittedBy } from '../kit/people.ts';

let kit: Kit;
let app: string;
let admin: string;
beforeAll(async () => {
  kit = await openKit();
  [app, admin] = await Promise.all([kit.key(), kit.key({ role: 'admin' })]);
});
afterAll(() => kit.close());

interface Move {
  id: string;
  state: string;
  total: number;
  done: number;
  moved: number;
  refused: Record<string, number>;
}

const asked = (to: string, body: unknown, key = admin) =>
  kit.ask('POST', `/v1/policies/${to}/move`, { key, body });

async function ended(answer: Answered): Promise<Move> {
  expect(answer.status).toBe(202);
  const path = `/v1/policy-moves/${answer.text('/id')}`;
  let last: Move | undefined;
  await expect
    .poll(async () => (last = (await kit.ask('GET', path, { key: admin })).body as Move).state, {
      timeout: 20_000,
    })
    .toMatch(/done|cancelled/);
  return last as Move;
}

const policyOf = async (customer: string) =>
  (await kit.ask('GET', `/v1/customers/${customer}`, { key: app })).body as {
    policy: { name: string; version: number };
    status_reason: string;
  };

/** Publishes the shipped rules under a name of the test's own: no other test's customers are moved. */
async function publishOwn(name: string, more: Record<string, unknown> = {}): Promise<void> {
  const { object: _object, version: _version, ...rules } = policyBody(STANDARD_1);
  const body = { ...rules, name, ...more };
  const made = await kit.ask('POST', '/v1/policies', { key: admin, body });
  expect(made.status).toBe(201);
}

const automated = (automation: string) => {
  const { requirements } = policyBody(STANDARD_1);
  const { identity, address } = requirements;
  return {
    requirements: {
      ...requirements,
      identity: { ...identity, automation },
      address: { ...address, automation },
    },
  };
};

test('from automatic to manual and back is two calls, and open cases follow', async () => {
  await publishOwn('fresh');
  await publishOwn('fresh', automated('manual'));
  const open = async () => {
    const customer = await createdBy(kit, app, { policy: 'fresh' });
    await ended(await asked('fresh/versions/1', { customer }));
    return customer;
  };
  const customers = [await open(), await open(), await open()];
  const all = { filter: { policy: 'fresh' } };
  expect(await ended(await asked('fresh/versions/2', all))).toMatchObject({
    state: 'done',
    total: 3,
    done: 3,
    moved: 3,
    refused: {},
  });
  for (const customer of customers) {
    await submittedBy(kit, app, { customer, types: ['passport', 'utility_bill'] });
    await reaches(kit, app, { customer, reason: 'in_review' });
  }
  const back = await ended(await asked('fresh/versions/1', all));
  expect(back.moved).toBe(3);
  for (const customer of customers) {
    const read = await reaches(kit, app, { customer, reason: 'verified' });
    expect(read.body).toMatchObject({ policy: { name: 'fresh', version: 1 } });
    const events = await kit.ask('GET', `/v1/customers/${customer}/events`, { key: app });
    const { data } = events.body as { data: { type: string; actor: { kind: string } }[] };
    expect(data.filter(({ type }) => type === 'policy.moved')).toHaveLength(3);
  }
});

test.each(['automatic_reject_only', 'automatic_approve_only', 'manual', 'automatic'])(
  'cases that wait for a person follow to %s',
  async (mode) => {
    const name = `to_${mode}`;
    await publishOwn(name, automated('manual'));
    const customer = await createdBy(kit, app, { policy: name, level: 'basic' });
    await submittedBy(kit, app, { customer, types: ['passport'] });
    await reaches(kit, app, { customer, reason: 'in_review' });
    await publishOwn(name, automated(mode));
    await ended(await asked(`${name}/versions/2`, { customer }));
    const reason = /^automatic(_approve_only)?$/.test(mode) ? 'verified' : 'in_review';
    const read = await reaches(kit, app, { customer, reason });
    expect(read.body).toMatchObject({ policy: { version: 2 } });
  },
);

test('those that refuse say why, and the others go on', async () => {
  await publishOwn('mixed');
  const closed = await createdBy(kit, app, { policy: 'mixed' });
  await kit.ask('POST', `/v1/customers/${closed}/close`, { key: app, body: { withdrawn: true } });
  const custom = await createdBy(kit, app, { policy: 'mixed', level: 'enhanced' });
  const plain = await createdBy(kit, app, { policy: 'mixed' });
  const { basic, standard } = policyBody(STANDARD_1).levels;
  const high_risk = { ...policyBody(STANDARD_1).high_risk, level: 'standard' };
  await publishOwn('mixed', { levels: { basic, standard }, high_risk });
  const moved = await ended(await asked('mixed/versions/2', { filter: { policy: 'mixed' } }));
  expect(moved).toMatchObject({
    total: 3,
    done: 3,
    moved: 1,
    refused: { case_closed: 1, level_unknown: 1 },
  });
  expect((await policyOf(plain)).policy.version).toBe(2);
  expect((await policyOf(custom)).policy.version).toBe(1);
  const again = await ended(await asked('mixed/versions/2', { customer: plain }));
  expect(again).toMatchObject({ moved: 0, refused: { nothing_changed: 1 } });
});

test('filters are those of the list, with the policy', async () => {
  const external = randomUUID();
  const one = await createdBy(kit, app, { external_id: external });
  await createdBy(kit, app);
  await publishOwn('wanted');
  const wanted = [
    { external_id: external },
    { policy: 'wanted', policy_version: 1, status: 'approval_pending', level: 'standard' },
    { policy: 'wanted', status: 'active' },
    { policy: 'wanted', created_before: '2020-01-01T00:00:00Z' },
  ];
  const to = [
    'wanted/versions/1',
    'standard/versions/1',
    'standard/versions/1',
    'standard/versions/1',
  ];
  const counts: number[] = [];
  for (const [n, filter] of wanted.entries()) {
    counts.push((await ended(await asked(to[n] ?? '', { filter }))).moved);
  }
  expect(counts).toEqual([1, 1, 0, 0]);
  expect((await policyOf(one)).policy.name).toBe('standard');
});

describe('a move is refused', () => {
  test.each([
    ['to a version that is not there', 'standard/versions/99', { filter: {} }, 404],
    ['for a customer who is not there', 'manual/versions/1', { customer: 'cus_none' }, 404],
    ['for an external id of nobody', 'manual/versions/1', { filter: { external_id: 'no' } }, 404],
    ['for nobody', 'manual/versions/1', {}, 422],
    ['for one and all', 'manual/versions/1', { customer: 'cus_1', filter: {} }, 422],
    ['by an unknown filter', 'manual/versions/1', { filter: { colour: 'red' } }, 422],
  ])('%s', async (_what, to, body, status) => {
    expect((await asked(to, body)).status).toBe(status);
  });

  test('by risk, to who may not read findings', async () => {
    const key = await kit.key({ role: 'admin', scopes: ['policies:manage'] });
    const answer = await asked('manual/versions/1', { filter: { risk: 'high' } }, key);
    expect(answer).toMatchObject({ status: 403, body: { code: 'forbidden' } });
  });

  test('to a sandbox, with a live key; so is a customer of it', async () => {
    const live = await kit.key({ mode: 'live' });
    const refused = await asked('sandbox/versions/1', { filter: {} }, live);
    expect(refused).toMatchObject({ status: 404, body: { code: 'not_found' } });
    await expect(createdBy(kit, live, { policy: 'sandbox' })).rejects.toThrow('policy_unknown');
  });

  test('while the engine is away, and leaves no row', async () => {
    const engine = absentEngine(kit.deps);
    const away = kit.withDeps({ engine });
    const rows = () => kit.deps.store.database.selectFrom('policy_move').select('id').execute();
    const before = await rows();
    await expect.poll(engine.isAway).toBe(true);
    const path = '/v1/policies/manual/versions/1/move';
    const refused = await away.ask('POST', path, { key: admin, body: { filter: {} } });
    expect(refused).toMatchObject({ status: 503, body: { code: 'engine_unavailable' } });
    expect(await rows()).toEqual(before);
    await engine.close();
  });
});

test('the same key again is the same move; another mode does not see it; lists page', async () => {
  const customer = await createdBy(kit, app);
  const once = randomUUID();
  const path = '/v1/policies/manual/versions/1/move';
  const ask = () => kit.ask('POST', path, { key: admin, once, body: { customer } });
  const first = await ask();
  expect((await ask()).text('/id')).toBe(first.text('/id'));
  await ended(first);
  const live = await kit.key({ role: 'admin', mode: 'live' });
  const own = `/v1/policy-moves/${first.text('/id')}`;
  for (const [method, at] of [
    ['GET', own],
    ['POST', `${own}/cancel`],
  ] as const) {
    expect((await kit.ask(method, at, { key: live })).status).toBe(404);
  }
  const late = await kit.ask('POST', `${own}/cancel`, { key: admin });
  expect(late).toMatchObject({ status: 409, body: { code: 'nothing_changed' } });
  const page = await kit.ask('GET', '/v1/policy-moves?limit=1', { key: admin });
  expect(page.text('/data/0/id')).toBe(first.text('/id'));
  const next = await kit.ask('GET', `/v1/policy-moves?limit=1&after=${page.text('/next')}`, {
    key: admin,
  });
  expect(next.text('/data/0/id')).not.toBe(first.text('/id'));
  const entries = await kit.deps.store.database
    .selectFrom('audit_entry')
    .select('body')
    .where('body', 'like', `%${first.text('/id')}%`)
    .execute();
  const actions = entries.map(({ body }) => (JSON.parse(body) as { action: string }).action);
  expect(actions.toSorted()).toEqual([
    'policy_move.begun',
    'policy_move.ended',
    'policy_move.started',
  ]);
});

test('a move whose request died before Temporal heard of it is started by the reconciler', async () => {
  const customer = await createdBy(kit, app);
  const { engine } = kit.deps;
  const dying = kit.withDeps({
    engine: { ...engine, startMove: () => Promise.reject(new Error('died')) },
  });
  const path = '/v1/policies/manual/versions/1/move';
  expect((await dying.ask('POST', path, { key: admin, body: { customer } })).status).toBe(500);
  const { id } = await kit.deps.store.database
    .selectFrom('policy_move')
    .select('id')
    .where('state', '=', 'pending')
    .executeTakeFirstOrThrow();
  const env = await connectTemporal(dataConverter(kit.deps.store.keys));
  try {
    const queues = { cases: kit.queue, checks: kit.queue };
    const deps = {
      store: kit.deps.store,
      client: env.client,
      queues,
      now: Date.now,
      ageMs: -1000,
      log: kit.deps.log,
    };
    expect(await reconcileMoves(deps)).toBe(1);
    await env.client.workflow.getHandle(policyMoveId(id)).result();
    expect(await reconcileMoves(deps)).toBe(0);
  } finally {
    await env.teardown();
  }
  expect((await policyOf(customer)).policy.name).toBe('manual');
});
