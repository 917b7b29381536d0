import { type Client, ServiceError } from '@temporalio/client';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { caseId } from '../../../domain/ids.ts';
import { beginMove } from '../../../store/policies/begin-move.ts';
import { reconcileMoves } from '../../../worker/reconcile/reconcile-moves.ts';
import { reconcile } from '../../../worker/reconcile/reconcile.ts';
import { APP, freshStore, makeCustomer, T0, type TestStore } from '../../store/kit/make.ts';

const BATCH = 100;
const NOBODYS = { name: 'nobodys', version: 1 };
const queues = { cases: 'cases', checks: 'checks' };

let store: TestStore;
let closed: string[];
let last: string;
beforeAll(async () => {
  store = await freshStore();
  closed = [];
  for (let n = 0; n < BATCH + 5; n += 1) {
    const { facts } = await makeCustomer(store, n === 0 ? { policy: NOBODYS } : {});
    closed.push(facts.customer); // all of one instant: the id alone tells pages apart
  }
  last = (await makeCustomer(store, { at: '2027-01-10T09:00:01.000Z' })).facts.customer;
});
afterAll(() => store.end());

let asked: string[];
let logged: (string | undefined)[];
beforeEach(() => {
  asked = [];
  logged = [];
});

const depsOf = (start: (workflowId: string) => void) => {
  const client = {
    withDeadline: (_: number, call: () => Promise<unknown>) => call(),
    workflow: {
      start: async (_: string, { workflowId }: { workflowId: string }) => {
        asked.push(workflowId);
        start(workflowId);
      },
    },
  } as unknown as Client;
  return {
    store,
    client,
    queues,
    now: () => Date.parse(T0) + 3_600_000,
    ageMs: 60_000,
    log: {
      error: (_event: string, _error: unknown, fields?: { customer?: string }) =>
        logged.push(fields?.customer),
    },
  };
};

/** One pass against a Temporal that answers by this script. */
const pass = (start: (workflowId: string) => void): Promise<number> => reconcile(depsOf(start));

test('starts that always fail, a whole page of them, keep none behind them from its start', async () => {
  const started = await pass((workflowId) => {
    if (workflowId !== caseId(last)) throw new Error('Workflow execution already started');
  });
  expect(started).toBe(1);
  expect(asked).toContain(caseId(last));
  expect(asked).toHaveLength(BATCH + 5); // the one without a policy never came to a start
  expect(logged).toHaveLength(closed.length);
  expect(new Set(logged)).toEqual(new Set(closed));
});

test.each([4, 14])('with Temporal away (gRPC code %i) the pass ends at the first', async (code) => {
  const cause = Object.assign(new Error('away'), { code, details: '', metadata: {} });
  const away = () => {
    throw new ServiceError('Failed to start Workflow', { cause });
  };
  await expect(pass(away)).rejects.toThrow(ServiceError);
  expect(asked).toHaveLength(1);
});

test.each(['{}', 'null', '[]', '{"facts": null}', '{"facts": {"customer": "cus_other"}}'])(
  'a row that reads %s stops none of the others, wherever it stands in a page',
  async (opening) => {
    const customers = await store.database
      .selectFrom('customer')
      .select(['id', 'opening'])
      .orderBy('created_at')
      .orderBy('id')
      .execute();
    const spoilt = [0, BATCH - 1].flatMap((n) => customers[n] ?? []);
    for (const { id } of spoilt) {
      await sql`UPDATE customer SET opening = ${opening}::jsonb WHERE id = ${id}`.execute(
        store.database,
      );
    }
    const started = await pass(() => undefined);
    const without = new Set([...spoilt.map(({ id }) => id), closed[0]]);
    expect(started).toBe(customers.length - without.size);
    expect(new Set(logged)).toEqual(without);
    for (const { id, opening: whole } of spoilt) {
      await sql`UPDATE customer SET opening = ${JSON.stringify(whole)}::jsonb
        WHERE id = ${id}`.execute(store.database);
    }
  },
);

test('a move that cannot be started stops no other', async () => {
  for (const id of ['mov_1', 'mov_2', 'mov_3']) {
    const policy = { name: 'standard', version: 1 };
    const move = { id, mode: 'test', policy, filter: {}, at: T0 } as const;
    await store.database.transaction().execute((trx) => beginMove(trx, APP, move));
  }
  const deps = depsOf((workflowId) => {
    if (workflowId.endsWith('mov_2')) throw new Error('broken');
  });
  expect(await reconcileMoves(deps)).toBe(3);
  expect(asked.map((id) => id.slice(-5))).toEqual(['mov_1', 'mov_2', 'mov_3']);
  expect(logged).toHaveLength(1);
});
