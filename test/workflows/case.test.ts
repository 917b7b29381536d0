import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Worker } from '@temporalio/worker';
import { WorkflowUpdateFailedError } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import { inject } from 'vitest';
import type { EventOf } from '../../domain/case/event.ts';
import { evidenceParts } from '../../domain/case/evidence.ts';
import { MANUAL_1, STANDARD_1 } from '../../domain/policy/built-in-policies.ts';
import type { Policy } from '../../domain/policy/policy.ts';
import { SEARCH } from '../../domain/search.ts';
import {
  caseState,
  changeLevel,
  close,
  decide,
  erase,
  submitDocuments,
} from '../../workflows/messages.ts';
import { allPass, APP, CONVERTER, openCaseKit, REVIEWER, submission, until } from './case-kit.ts';
import type { CaseKit } from './case-kit.ts';

let kit: CaseKit;
let worker: Worker;
let running: Promise<void>;
let outage = 0;
let rounds: 'pass' | 'hold' | 'throw' = 'pass';
let holding = 0;
/** Lets go the rounds that hang: a worker waits for its activities before it ends. */
let release = () => {};
const released = new Promise<void>((done) => (release = done));

beforeAll(async () => {
  kit = await openCaseKit({
    recordEvents: () => (outage-- > 0 ? Promise.reject(new Error('away')) : Promise.resolve()),
    runChecks: async (round) => {
      if (rounds === 'throw') {
        throw ApplicationFailure.nonRetryable('engine gone', 'engine_gone');
      }
      if (rounds === 'hold') {
        holding += 1;
        await released;
      }
      return allPass(round);
    },
  });
  worker = await kit.createWorker();
  running = worker.run();
});
afterAll(async () => {
  release();
  worker.shutdown();
  await running;
  await kit.close();
});

const stateOf = (customer: string) => kit.rows.get(customer)?.state;
const eventsOf = async (handle: Awaited<ReturnType<CaseKit['open']>>['handle']) =>
  (await handle.fetchHistory()).events?.length ?? 0;

describe('an update', () => {
  it('answers once for one id, whatever is sent with it', async () => {
    const { handle, customer } = await kit.open();
    const ask = { args: [submission('passport')] as const, updateId: 'same' };
    const first = await handle.executeUpdate(submitDocuments, { ...ask, args: [...ask.args] });
    const second = await handle.executeUpdate(submitDocuments, { ...ask, args: [...ask.args] });
    expect(second).toEqual(first);
    expect(
      kit.rows.get(customer)?.events.filter((one) => one.event.kind === 'documents_submitted'),
    ).toHaveLength(1);
  });

  it('that is refused leaves no event and says its code', async () => {
    const { handle, customer } = await kit.open();
    await until(() => stateOf(customer));
    const before = await until(async () => (await eventsOf(handle)) > 5 && eventsOf(handle));
    const made: EventOf<'decision_made'> = {
      kind: 'decision_made',
      actor: REVIEWER,
      outcome: 'approve',
      requirements: null,
      reasons: [],
      final: false,
      note: null,
      message: null,
      confirms: null,
      evidence: { digests: [], checks: [], detailsVersion: 1 },
    };
    const refused = await handle
      .executeUpdate(decide, { args: [made] })
      .catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(WorkflowUpdateFailedError);
    expect((refused as WorkflowUpdateFailedError).cause).toMatchObject({
      type: 'requirement_not_in_review',
    });
    expect(await eventsOf(handle)).toBe(before);
  });

  it('is decided for one of two reviewers who race', async () => {
    const { handle, customer } = await kit.open({ policy: MANUAL_1, level: 'basic' });
    await handle.executeUpdate(submitDocuments, { args: [submission('passport')] });
    const state = await until(() => (stateOf(customer)?.review ? stateOf(customer) : false));
    const by = (outcome: 'approve' | 'reject'): EventOf<'decision_made'> => ({
      kind: 'decision_made',
      actor: REVIEWER,
      outcome,
      requirements: ['identity'],
      final: false,
      note: null,
      message: null,
      confirms: null,
      evidence: evidenceParts(state),

      reasons: outcome === 'reject' ? ['more_information_needed' as const] : [],
    });
    const answers = await Promise.allSettled([
      handle.executeUpdate(decide, { args: [by('approve')] }),
      handle.executeUpdate(decide, { args: [by('reject')] }),
    ]);
    expect(answers.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });
});

describe('recording', () => {
  it('falls back when the rows cannot be written at once, and loses nothing', async () => {
    const { handle, customer } = await kit.open();
    await until(() => stateOf(customer));
    outage = 4;
    const receipt = await handle.executeUpdate(submitDocuments, { args: [submission('passport')] });
    await until(() => (stateOf(customer)?.version ?? 0) >= receipt.version);
    await until(() => (stateOf(customer)?.version ?? 0) >= receipt.version + 1);
    const versions = kit.rows.get(customer)?.events.map(({ version }) => version);
    expect(versions).toEqual([1, 2, 3]);
    const types = (await handle.fetchHistory()).events?.flatMap(
      (event) => event.activityTaskScheduledEventAttributes?.activityType?.name ?? [],
    );
    expect(types).toContain('recordEvents');
  });
});

describe('checks', () => {
  it('that fail for good are unavailable and bring a person, never a rejection', async () => {
    rounds = 'throw';
    const { handle, customer } = await kit.open();
    await handle.executeUpdate(submitDocuments, { args: [submission('passport')] });
    const state = await until(() => (stateOf(customer)?.review ? stateOf(customer) : false));
    rounds = 'pass';
    expect(state.checks.every(({ outcome }) => outcome === 'unavailable')).toBe(true);
    expect(state.requirements.find((one) => one.requirement === 'identity')).toMatchObject({
      state: 'in_review',
      attempts: 0,
    });
  });

  it('that hang hold up no other message', async () => {
    rounds = 'hold';
    const { handle, customer } = await kit.open();
    await handle.executeUpdate(submitDocuments, { args: [submission('passport')] });
    await until(() => holding > 0);
    rounds = 'pass';
    const end = { kind: 'closed', actor: APP, withdrawn: true, reason: null } as const;
    const receipt = await handle.executeUpdate(close, { args: [end] });
    expect(receipt.status).toBe('locked');
    expect(stateOf(customer)?.closed).not.toBeNull();
  });
});

describe('time', () => {
  it('moves a case along its deadlines by one timer', async () => {
    const quick: Policy = {
      ...STANDARD_1,
      name: 'quick',
      reminders: [],
      deadlines: { ...STANDARD_1.deadlines, onboarding: { seconds: 0.4 } },
    };
    const { customer, handle } = await kit.open({ policy: quick });
    const state = await until(() => (stateOf(customer)?.expiredAt ? stateOf(customer) : false));
    expect(state.status).toBe('locked');
    const timers = (await handle.fetchHistory()).events?.filter(
      (event) => event.timerStartedEventAttributes,
    );
    expect(timers).toHaveLength(1);
  });
});

describe('a cancellation from outside', () => {
  it('ends nothing: the case goes on deciding', async () => {
    const { handle } = await kit.open();
    await handle.cancel();
    const receipt = await handle.executeUpdate(submitDocuments, { args: [submission('passport')] });
    expect(receipt.version).toBe(2);
    expect((await handle.describe()).status.name).toBe('RUNNING');
  });
});

describe('search attributes', () => {
  it('follow every reason that people look for', async () => {
    const { handle } = await kit.open();
    await handle.executeUpdate(submitDocuments, { args: [submission('passport')] });
    await handle.executeUpdate(submitDocuments, { args: [submission('utility_bill')] });
    const shown = async () => {
      const { typedSearchAttributes: values } = await handle.describe();
      return [values.get(SEARCH.status), values.get(SEARCH.reason), values.get(SEARCH.due)];
    };
    await until(async () => (await shown())[1] === 'verified');
    const change = { kind: 'level_changed', actor: APP, level: 'enhanced' } as const;
    await handle.executeUpdate(changeLevel, { args: [change] });
    const [status, reason, due] = await until(async () => {
      const now = await shown();
      return now[1] === 'requirements_due' && now;
    });
    expect([status, reason]).toEqual(['active', 'requirements_due']);
    expect(due).toBeInstanceOf(Date);
  });
});

describe('the end', () => {
  it('of a case is its erasure; its history still replays', async () => {
    const { handle } = await kit.open();
    const end = { kind: 'closed', actor: APP, withdrawn: true, reason: null } as const;
    await handle.executeUpdate(close, { args: [end] });
    await handle.executeUpdate(erase, { args: [{ kind: 'erased', actor: APP }] });
    await handle.result();
    expect((await handle.query(caseState)).erased).toBe(true);
    const options = {
      workflowBundle: { codePath: inject('bundlePath') },
      dataConverter: CONVERTER,
    };
    await Worker.runReplayHistory(options, await handle.fetchHistory(), handle.workflowId);
  });
});
