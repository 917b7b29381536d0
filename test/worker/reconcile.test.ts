import { type Client, ServiceError } from '@temporalio/client';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { caseId } from '../../domain/ids.ts';
import { reconcile } from '../../worker/reconcile.ts';
import { freshStore, makeCustomer, T0, type TestStore } from '../store/make.ts';

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

/** One pass against a Temporal that answers by this script. */
function pass(start: (workflowId: string) => void): Promise<number> {
  const client = {
    withDeadline: (_: number, call: () => Promise<unknown>) => call(),
    workflow: {
      start: async (_: string, { workflowId }: { workflowId: string }) => {
        asked.push(workflowId);
        start(workflowId);
      },
    },
  } as unknown as Client;
  return reconcile({
    store,
    client,
    queues,
    now: () => Date.parse(T0) + 3_600_000,
    ageMs: 60_000,
    log: { error: (_event, _error, fields) => logged.push(fields?.customer) },
  });
}

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
