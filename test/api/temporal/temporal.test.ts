import {
  ApplicationFailure,
  WorkflowExecutionAlreadyStartedError,
  WorkflowNotFoundError,
  WorkflowUpdateFailedError,
  WorkflowUpdateRPCTimeoutOrCancelledError,
} from '@temporalio/client';
import { expect, test, vi } from 'vitest';
import { PROBLEMS } from '../../../api/http/errors.ts';
import { createProbe } from '../../../api/temporal/probe.ts';
import { createEngine, type EngineOptions } from '../../../api/temporal/temporal.ts';
import { translate } from '../../../api/temporal/temporal-errors.ts';
import { SYSTEM } from '../../../domain/access/access.ts';
import { foreignMark } from '../../../domain/foreign.ts';
import { lock } from '../../../workflows/messages.ts';

const ASK = {
  customer: 'cus_a',
  update: lock,
  event: { kind: 'locked', actor: SYSTEM, reason: null },
  id: 'update-1',
} as const;
const THERE = { isAway: () => false, untilAway: () => new Promise<void>(() => {}), stop: () => {} };

/** A client for scripted outages: `execute` answers each Update. */
function engineWith(execute: () => Promise<unknown>, more: Partial<EngineOptions> = {}) {
  const client = {
    workflow: { getHandle: () => ({ executeUpdate: execute }) },
    withDeadline: (_deadline: number, task: () => Promise<unknown>) => task(),
  } as unknown as EngineOptions['client'];
  return createEngine({ client, probe: THERE, queues: { cases: 'c', checks: 'v' }, ...more });
}

const refusedWith = (type: string) =>
  new WorkflowUpdateFailedError('refused', ApplicationFailure.nonRetryable(type, type));

test.each([
  ['a rule’s refusal', refusedWith('already_locked'), 'already_locked'],
  ['a deadline', new WorkflowUpdateRPCTimeoutOrCancelledError('late'), 'outcome_unknown'],
  ['no such case', new WorkflowNotFoundError('gone', 'case/cus_a', undefined), 'late'],
  [
    'a case that ended',
    new WorkflowExecutionAlreadyStartedError('ended', 'case/cus_a', 'kycCase'),
    'late',
  ],
])('%s becomes our refusal', (_what, thrown, code) => {
  expect(translate(thrown)).toMatchObject({ code });
});

test('a case that took the command for a stranger’s: nothing is known to be wrong with the caller', () => {
  const refused = translate(refusedWith('command_not_taken'));
  expect(refused).toMatchObject({ code: 'command_not_taken', retryAfterSeconds: 2 });
  expect(PROBLEMS.command_not_taken.status).toBe(503);
});

test('an answer that no case of ours sealed is no receipt: nothing is told as done', async () => {
  for (const answer of [foreignMark('unsealed'), null, undefined, {}, { version: '1' }, 'done']) {
    const asked = engineWith(() => Promise.resolve(answer)).update(ASK);
    await expect(asked).rejects.toMatchObject({ code: 'outcome_unknown' });
  }
});

test('a refusal that is not ours is a bug and stays one', () => {
  const thrown = refusedWith('TypeError');
  expect(translate(thrown)).toBe(thrown);
});

test('an Update that a burst dropped is sent again with the same id, then the outcome is unknown', async () => {
  const execute = vi.fn(() => Promise.reject<unknown>(refusedWith('UnprocessedUpdate')));
  await expect(engineWith(execute).update(ASK)).rejects.toMatchObject({ code: 'outcome_unknown' });
  expect(execute).toHaveBeenCalledTimes(3);
  expect(execute).toHaveBeenLastCalledWith(lock, { args: [ASK.event], updateId: 'update-1' });
});

test('while the last probe found nobody, a write is refused at once and nothing is sent', async () => {
  const execute = vi.fn(() => Promise.resolve({ version: 2, status: 'locked' }));
  const engine = engineWith(execute, { probe: { ...THERE, isAway: () => true } });
  await expect(engine.update(ASK)).rejects.toMatchObject({
    code: 'engine_unavailable',
    retryAfterSeconds: 2,
  });
  expect(execute).not.toHaveBeenCalled();
});

test('a call that never answers ends at its deadline', async () => {
  const engine = engineWith(() => new Promise(() => {}), { deadlineMs: 50 });
  const startedAt = performance.now();
  await expect(engine.update(ASK)).rejects.toMatchObject({ code: 'outcome_unknown' });
  expect(performance.now() - startedAt).toBeLessThan(500);
});

test('a call under way ends when a probe finds nobody', async () => {
  let fail: () => void = () => undefined;
  const away = new Promise<void>((settle) => (fail = settle));
  const engine = engineWith(() => new Promise(() => {}), {
    probe: { ...THERE, untilAway: () => away },
  });
  const asked = engine.update(ASK);
  fail();
  await expect(asked).rejects.toMatchObject({ code: 'outcome_unknown' });
});

test('a refused connection is proof at once, and the engine is back with the next answer', async () => {
  let isUp = false;
  const probe = createProbe(() =>
    isUp ? Promise.resolve() : Promise.reject(new Error('refused')),
  );
  await vi.waitFor(() => expect(probe.isAway()).toBe(true), { timeout: 1000 });
  isUp = true;
  await vi.waitFor(() => expect(probe.isAway()).toBe(false), { timeout: 1000 });
  probe.stop();
});
