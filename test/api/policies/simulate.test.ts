import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { policyBody } from '../../../api/routes/policies/body.ts';
import { caseId } from '../../../domain/ids.ts';
import { MANUAL_1, STANDARD_1 } from '../../../domain/policy/built-in-policies.ts';
import type { VerificationWork } from '../../../domain/work.ts';
import { sha256Hex } from '../../../store/sealing/digest.ts';
import { connectTemporal } from '../../support/temporal.ts';
import { openKit, type Kit } from '../kit/api-kit.ts';
import { createdBy, reaches, submittedBy } from '../kit/people.ts';

/** What the engines say is told by the type of the paper. */
const runChecks: VerificationWork['runChecks'] = (round) =>
  Promise.resolve(
    round.checks.map(({ id, kind }) => {
      const type = round.documents[0]?.type;
      if (kind === 'address_recency' && type === 'tax_bill')
        return { id, kind, outcome: 'fail', reasons: ['address_document_too_old'] };
      if (kind === 'address_recency' && type === 'bank_statement')
        return { id, kind, outcome: 'inconclusive', reasons: ['address_date_ambiguous'] };
      if (kind === 'identity_reading' && type === 'residence_permit')
        return { id, kind, outcome: 'inconclusive', reasons: ['document_unreadable'] };
      return { id, kind, outcome: 'pass', reasons: [] };
    }),
  );

let kit: Kit;
let app: string;
let admin: string;
beforeAll(async () => {
  kit = await openKit({ runChecks });
  [app, admin] = await Promise.all([kit.key(), kit.key({ role: 'admin' })]);
});
afterAll(() => kit.close());

const rulesOf = (policy: typeof STANDARD_1) => {
  const { object: _object, version: _version, name: _name, ...rules } = policyBody(policy);
  return rules;
};

interface Standing {
  status: string;
  status_reason: string;
}
interface Simulation {
  examined: number;
  changed: number;
  by_status: { from: Standing; to: Standing; count: number }[];
  refused: Record<string, number>;
  data: { customer: string; now: Standing; moved: Standing | null; refused: string | null }[];
  next: string | null;
}

async function simulated(name: string, body: object): Promise<Simulation> {
  const path = `/v1/policies/${name}/simulate`;
  const answer = await kit.ask('POST', path, { key: admin, body });
  expect(answer.status).toBe(200);
  return answer.body as Simulation;
}

/** One customer for each thing that can become of two papers. */
async function customersUnder(policy: string): Promise<string[]> {
  const papers: [string[], string][] = [
    [[], 'collecting'],
    [['passport'], policy === 'manual' ? 'in_review' : 'collecting'],
    [['passport', 'utility_bill'], policy === 'manual' ? 'in_review' : 'verified'],
    [['passport', 'tax_bill'], policy === 'manual' ? 'in_review' : 'resubmission_required'],
    [['passport', 'bank_statement'], 'in_review'],
    [['residence_permit'], policy === 'manual' ? 'in_review' : 'resubmission_required'],
  ];
  const made: string[] = [];
  for (const [types, reason] of papers) {
    const customer = await createdBy(kit, app, { policy });
    if (types.length > 0) await submittedBy(kit, app, { customer, types });
    await reaches(kit, app, { customer, reason });
    await settled(customer);
    made.push(customer);
  }
  const closed = await createdBy(kit, app, { policy });
  await kit.ask('POST', `/v1/customers/${closed}/close`, { key: app, body: { withdrawn: true } });
  return [...made, closed];
}

async function settled(customer: string): Promise<Standing> {
  const path = `/v1/customers/${customer}`;
  const read = async () =>
    (await kit.ask('GET', path, { key: app })).body as Standing & { requirements: { pending: [] } };
  await expect
    .poll(async () => (await read()).requirements.pending, { timeout: 10_000 })
    .toEqual([]);
  const { status, status_reason } = await read();
  return { status, status_reason };
}

const TABLES = [
  'case',
  'event',
  'outbox',
  'document',
  'check',
  'review',
  'decision',
  'finding',
  'status_count',
  'policy',
  'policy_move',
  'idempotency',
  'audit_entry',
  'audit_chain',
] as const;

/** Every row, and every event of the workflows' histories, as digests: a difference would print pages. */
async function everything(customers: readonly string[]): Promise<string[]> {
  const env = await connectTemporal();
  try {
    const rows = await Promise.all(
      TABLES.map(async (table) => {
        const found = await sql<{ text: string }>`SELECT t::text AS text FROM ${sql.table(table)} t
          ORDER BY 1`.execute(kit.deps.store.database);
        return `${table} ${found.rows.length} ${sha256Hex(sorted(found.rows))}`;
      }),
    );
    const histories = await Promise.all(
      customers.map(async (customer) => {
        const history = await env.client.workflow.getHandle(caseId(customer)).fetchHistory();
        return `${customer} ${history.events?.length} ${sha256Hex(sorted(history))}`;
      }),
    );
    return [...rows, ...histories];
  } finally {
    await env.teardown();
  }
}

/** The maps of a decoded history have no order of their own. */
function sorted(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).toSorted(([x], [y]) => (x < y ? -1 : 1)))
      : inner,
  );
}

test.each([
  ['standard', 'manual'],
  ['manual', 'standard'],
])('of %s cases tells exactly what moving them to %s does', async (from, to) => {
  const filter = { policy: from, created_after: new Date().toISOString() };
  const customers = await customersUnder(from);
  const before = await everything(customers);
  const told = await simulated(to, { version: 3, filter });
  expect(await everything(customers)).toEqual(before);
  expect(told.examined).toBe(customers.length);
  expect(told.refused).toEqual({ case_closed: 1 });

  const expected = new Map(
    await Promise.all(
      customers.map(async (one): Promise<[string, Standing]> => [one, await settled(one)]),
    ),
  );
  for (const { customer, now, moved, refused } of told.data) {
    expect(now).toEqual(expected.get(customer));
    expect(refused === null).toBe(moved !== null);
    if (moved) expected.set(customer, moved);
  }
  const path = `/v1/policies/${to}/versions/3/move`;
  const move = await kit.ask('POST', path, { key: admin, body: { filter } });
  await expect
    .poll(
      async () =>
        (await kit.ask('GET', `/v1/policy-moves/${move.text('/id')}`, { key: admin })).body,
      { timeout: 20_000 },
    )
    .toMatchObject({ state: 'done', moved: customers.length - 1, refused: told.refused });
  const now = new Map<string, Standing>();
  for (const one of customers) now.set(one, await settled(one));
  expect(now).toEqual(expected);
  const changed = told.data.filter(
    ({ now: was, moved }) => moved && was.status_reason !== moved.status_reason,
  );
  expect(told.by_status.reduce((sum, { count }) => sum + count, 0)).toBe(changed.length);
  expect(changed.length).toBe(from === 'manual' ? 4 : 0);
});

test('a draft need not be published; its counts say what its rules would have said', async () => {
  const name = 'drafted';
  const rules = rulesOf(STANDARD_1);
  await kit.ask('POST', '/v1/policies', { key: admin, body: { name, ...rules } });
  const customer = await createdBy(kit, app, { policy: name });
  await submittedBy(kit, app, { customer, types: ['passport', 'utility_bill'] });
  await reaches(kit, app, { customer, reason: 'verified' });
  const told = await simulated(name, { draft: rulesOf(MANUAL_1), customer });
  expect(told).toMatchObject({
    policy: { name, version: null },
    examined: 1,
    changed: 1,
    by_status: [],
    by_status_as_new: [
      {
        from: { status: 'active', status_reason: 'verified' },
        to: { status: 'approval_pending', status_reason: 'in_review' },
        count: 1,
      },
    ],
    by_requirement: [
      { requirement: 'identity', from: 'accept', to: 'person', count: 1 },
      { requirement: 'address', from: 'accept', to: 'person', count: 1 },
    ],
    unforeseen: {},
    next: null,
  });
  const older = await simulated(name, { draft: { ...rules, minimum_age: 21 }, customer });
  expect(older).toMatchObject({ changed: 1, unforeseen: { identity_validity: 1 } });
  expect(await simulated(name, { draft: rules, customer })).toMatchObject({ changed: 0, data: [] });
  expect((await kit.ask('GET', `/v1/policies/${name}/versions/2`, { key: admin })).status).toBe(
    404,
  );
});

test('pages add up, and a page of another simulation is not taken', async () => {
  const name = 'paged';
  await kit.ask('POST', '/v1/policies', { key: admin, body: { name, ...rulesOf(STANDARD_1) } });
  const made: string[] = [];
  for (let n = 0; n < 5; n += 1) made.push(await createdBy(kit, app, { policy: name }));
  const { basic, standard } = rulesOf(STANDARD_1).levels;
  const draft = {
    ...rulesOf(STANDARD_1),
    levels: { ...rulesOf(STANDARD_1).levels, standard: basic },
  };
  expect(standard).not.toEqual(basic);
  const seen: string[] = [];
  let after: string | undefined;
  do {
    const body = { draft, filter: { policy: name }, limit: 2, ...(after ? { after } : {}) };
    const page = await simulated(name, body);
    expect(page.examined).toBeLessThanOrEqual(2);
    seen.push(...page.data.map(({ customer }) => customer));
    after = page.next ?? undefined;
  } while (after !== undefined);
  expect(seen).toEqual(made.toReversed());
  const first = await simulated(name, { draft, filter: { policy: name }, limit: 2 });
  const body = { draft, filter: {}, limit: 2, after: first.next };
  const refused = await kit.ask('POST', `/v1/policies/${name}/simulate`, { key: admin, body });
  expect(refused).toMatchObject({ status: 422, body: { errors: [{ code: 'cursor_not_valid' }] } });
});

test('what publishing would refuse is refused at its place; findings are needed to ask', async () => {
  const ask = (body: object, key = admin) =>
    kit.ask('POST', '/v1/policies/standard/simulate', { key, body });
  const draft = { ...rulesOf(STANDARD_1), names: { pass: 0.5, fail: 0.9 } };
  const wrong = await ask({ draft, filter: {} });
  expect(wrong).toMatchObject({ status: 422, body: { errors: [{ pointer: '/draft/names' }] } });
  expect((await ask({ filter: {} })).status).toBe(422);
  expect((await ask({ version: 1, draft, filter: {} })).status).toBe(422);
  expect((await ask({ version: 99, filter: {} })).status).toBe(404);
  const blind = await kit.key({ role: 'admin', scopes: ['policies:manage'] });
  expect(await ask({ version: 1, filter: {} }, blind)).toMatchObject({ status: 403 });
});
