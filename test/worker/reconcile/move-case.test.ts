import {
  ApplicationFailure,
  type Client,
  ServiceError,
  WorkflowNotFoundError,
  WorkflowUpdateFailedError,
  WorkflowUpdateRPCTimeoutOrCancelledError,
} from '@temporalio/client';
import { expect, test } from 'vitest';
import { SYSTEM } from '../../../domain/access/access.ts';
import { MANUAL_1 } from '../../../domain/policy/built-in-policies.ts';
import type { LogFields } from '../../../platform/log.ts';
import { moveCase } from '../../../worker/reconcile/move-case.ts';

/** A client whose updates answer in turn: null is a yes. */
function scripted(answers: (Error | null)[], isThere = true) {
  const ids: unknown[] = [];
  const logged: unknown[] = [];
  const log = {
    error: (event: string, _error: unknown, fields?: LogFields) =>
      void logged.push({ event, ...fields }),
  };
  const client = {
    withDeadline: (_deadline: number, task: () => Promise<unknown>) => task(),
    workflow: {
      getHandle: () => ({
        executeUpdate: (_name: string, { updateId }: { updateId: string }) => {
          ids.push(updateId);
          const answer = answers.shift();
          return answer ? Promise.reject(answer) : Promise.resolve({});
        },
      }),
    },
    connection: {
      workflowService: {
        getSystemInfo: () =>
          isThere ? Promise.resolve({}) : Promise.reject(new ServiceError('away')),
      },
    },
  };
  return { ids, logged, ask: moveCase(client as unknown as Client, log) };
}

const failed = (type: string) =>
  new WorkflowUpdateFailedError(type, ApplicationFailure.nonRetryable(type, type));
const late = () => new WorkflowUpdateRPCTimeoutOrCancelledError('late');
const event = { kind: 'policy_moved', actor: SYSTEM, policy: MANUAL_1 } as const;
const ASK = { customer: 'cus_1', event, id: 'mov_1/cus_1' };

test.each([
  ['a yes', [null], null, 1],
  ['a refusal', [failed('level_unknown')], 'level_unknown', 1],
  [
    'a case that was erased',
    [new WorkflowNotFoundError('gone', 'case/cus_1', '')],
    'case_closed',
    1,
  ],
  ['a burst', [failed('UnprocessedUpdate'), null], null, 2],
  ['a slow case', [late(), null], null, 2],
  ['a case that hangs', [late(), late(), late()], 'outcome_unknown', 3],
  ['a case that breaks', [failed('TypeError')], 'failed', 1],
  ['a case that ends', [new WorkflowUpdateFailedError('ended', undefined)], 'failed', 1],
] as const)('%s', async (_what, answers, code, tries) => {
  const { ask, ids } = scripted([...answers]);
  expect(await ask(ASK)).toBe(code);
  expect(ids).toEqual(Array.from({ length: tries }, () => ASK.id));
});

test('a case that breaks is named in the log, and one that refuses is not', async () => {
  const broken = scripted([failed('TypeError')]);
  await broken.ask(ASK);
  const said = { event: 'move.case_failed', customer: 'cus_1', code: 'TypeError' };
  expect(broken.logged).toEqual([said]);
  const refused = scripted([failed('level_unknown')]);
  await refused.ask(ASK);
  expect(refused.logged).toEqual([]);
});

test('with the server away nothing is given up: the page is asked again later', async () => {
  await expect(scripted([late()], false).ask(ASK)).rejects.toThrow('away');
  await expect(scripted([new Error('a bug')]).ask(ASK)).rejects.toThrow('a bug');
});
