import { setTimeout as sleep } from 'node:timers/promises';
import { Worker } from '@temporalio/worker';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import type { CaseState } from '../../domain/case/state.ts';
import { derive } from '../../domain/case/derive.ts';
import { SANDBOX_1 } from '../../domain/policy/built-in-policies.ts';
import { msBetween } from '../../domain/time.ts';
import { requestDocuments, submitDocuments } from '../../workflows/messages.ts';
import { CONVERTER, openCaseKit, REVIEWER, submission, type CaseKit } from './case-kit.ts';

let kit: CaseKit;
let worker: Worker;
let running: Promise<void>;
beforeAll(async () => {
  kit = await openCaseKit();
  worker = await kit.createWorker();
  running = worker.run();
});
afterAll(async () => {
  worker.shutdown();
  await running;
  await kit.close();
});

/** Waits until the case stands so, and gives its state. */
async function rests(
  customer: string,
  fits: (state: CaseState) => boolean,
  withinMs: number,
): Promise<CaseState> {
  for (const end = Date.now() + withinMs; Date.now() < end; await sleep(50)) {
    const state = kit.rows.get(customer)?.state;
    if (state && fits(state)) return state;
  }
  throw new Error(`not within ${withinMs} ms`);
}

const because = (reason: string) => (state: CaseState) => derive(state).statusReason === reason;
const eventsOf = (customer: string) => kit.rows.get(customer)?.events ?? [];

describe.concurrent('a sandbox, on the clock of the wall', () => {
  it('ends an application that nobody goes on with, half a minute after it began', async () => {
    const { customer, handle } = await kit.open({ policy: SANDBOX_1 });
    const ended = await rests(customer, because('onboarding_expired'), 60_000);
    const seconds = msBetween(ended.openedAt, ended.expiredAt ?? '') / 1000;
    expect(seconds).toBeGreaterThanOrEqual(30);
    expect(seconds).toBeLessThan(45);
    const told = eventsOf(customer).flatMap(({ wire }) => wire.map(({ type }) => type));
    expect(told.filter((type) => type === 'requirement.reminder')).toHaveLength(4);
    await Worker.runReplayHistory(
      { workflowBundle: { codePath: inject('bundlePath') }, dataConverter: CONVERTER },
      await handle.fetchHistory(),
      handle.workflowId,
    );
  }, 120_000);

  it('restricts and then locks an approved customer who gives nothing new, and lets them back', async () => {
    const { customer, handle } = await kit.open({ policy: SANDBOX_1, level: 'basic' });
    const send = () => handle.executeUpdate(submitDocuments, { args: [submission('passport')] });
    await send();
    await rests(customer, because('verified'), 30_000);
    const asked = { reasons: [], note: null, message: null, evidence: null };
    await handle.executeUpdate(requestDocuments, {
      args: [
        { kind: 'documents_requested', actor: REVIEWER, requirements: ['identity'], ...asked },
      ],
    });
    const late = await rests(customer, because('requirements_past_due'), 40_000);
    expect(late.status).toBe('restricted');
    await rests(customer, ({ status }) => status === 'locked', 30_000);
    await send();
    await rests(customer, because('verified'), 30_000);
  }, 120_000);
});
