import { randomUUID } from 'node:crypto';
import { Client } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import { Worker } from '@temporalio/worker';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Actor } from '../../domain/access/access.ts';
import { evidenceParts } from '../../domain/case/evidence.ts';
import { caseId } from '../../domain/ids.ts';
import { MANUAL_1 } from '../../domain/policy/built-in-policies.ts';
import { addressCommands } from '../../store/temporal/address-commands.ts';
import { CASE_WORKFLOW, close, decide, lock, unlock } from '../../workflows/messages.ts';
import { submitDocuments } from '../../workflows/messages.ts';
import { ownName } from '../support/temporal.ts';
import { type CaseKit, openCaseKit, REVIEWER, submission, until } from './case-kit.ts';
import { APP, CONVERTER } from './case-kit.ts';
import { MALFORMED, MALFORMED_NEWS } from './malformed.ts';
import { askedOfActivity, clientSending, plainPayload } from './stranger.ts';
import { KEYLESS, strangerOf, takenFromHistory } from './stranger.ts';

const SENIOR: Actor = { kind: 'key', id: 'key_x', role: 'senior_reviewer', holder: 'nobody' };
const LOCK = { kind: 'locked', actor: APP, reason: null } as const;
const UNLOCK = { kind: 'unlocked', actor: APP, reason: null } as const;
const CLOSE = { kind: 'closed', actor: APP, withdrawn: true, reason: null } as const;

let kit: CaseKit;
let worker: Worker;
let running: Promise<void>;
let hasEnded = false;
beforeAll(async () => {
  kit = await openCaseKit();
  worker = await kit.createWorker();
  running = worker.run().finally(() => (hasEnded = true));
});
afterAll(async () => {
  if (!hasEnded) worker.shutdown();
  await running;
  await kit.close();
});

type Opened = Awaited<ReturnType<CaseKit['open']>>;
const stateOf = ({ customer }: Opened) => kit.rows.get(customer)?.state;
async function opened(wish: Parameters<CaseKit['open']>[0] = {}): Promise<Opened> {
  const one = await kit.open(wish);
  await until(() => stateOf(one));
  return one;
}
/** The code of the refusal; fails where there is none. */
async function codeOf(asked: Promise<unknown>): Promise<string | null | undefined> {
  const error: unknown = await asked.then(
    () => 'it was taken',
    (thrown: unknown) => (thrown as Error).cause,
  );
  return error instanceof ApplicationFailure ? error.type : String(error);
}
/** It takes a real command within seconds, and its row shows it. */
async function lives(one: Opened): Promise<void> {
  const { version } = await one.handle.executeUpdate(lock, { args: [LOCK] });
  await until(() => stateOf(one)?.version === version && stateOf(one)?.lock);
  await one.handle.executeUpdate(unlock, { args: [UNLOCK] });
  expect(hasEnded).toBe(false);
}
const told = (workflow: string) => kit.notTaken.filter((one) => one.workflow === workflow);

describe('a plain command', () => {
  it('is refused whoever it says it comes from, and the case is as it was', async () => {
    const one = await opened({ policy: MANUAL_1, level: 'basic' });
    await one.handle.executeUpdate(submitDocuments, { args: [submission('passport')] });
    const state = await until(() => stateOf(one)?.review && stateOf(one));
    const made = {
      kind: 'decision_made' as const,
      actor: SENIOR,
      outcome: 'approve' as const,
      requirements: null,
      reasons: [],
      final: false,
      note: null,
      message: null,
      evidence: evidenceParts(state),
      confirms: null,
    };
    const forged = strangerOf(kit).workflow.getHandle(caseId(one.customer));
    expect(await codeOf(forged.executeUpdate(decide, { args: [made] }))).toBe('command_not_taken');
    expect(await codeOf(forged.executeUpdate(close, { args: [CLOSE] }))).toBe('command_not_taken');
    expect(stateOf(one)).toEqual(state);
    expect(told(caseId(one.customer))).toEqual([
      { message: 'update', reason: 'unsealed', workflow: caseId(one.customer) },
      { message: 'update', reason: 'unsealed', workflow: caseId(one.customer) },
    ]);
    await one.handle.executeUpdate(decide, { args: [{ ...made, actor: REVIEWER }] });
    await until(() => stateOf(one)?.approval);
  });
});

describe('what was taken out of a history', () => {
  it('opens under no other id, at no other message, in no other case', async () => {
    const [one, other] = [await opened(), await opened()];
    await one.handle.executeUpdate(lock, { args: [LOCK], updateId: 'first' });
    await one.handle.executeUpdate(unlock, { args: [UNLOCK], updateId: 'second' });
    const taken = await takenFromHistory(kit, caseId(one.customer), { update: 'first' });
    const thief = clientSending(kit, taken).workflow;
    const mine = thief.getHandle(caseId(one.customer));
    const ask = { args: [LOCK] as [typeof LOCK] };
    expect(await codeOf(mine.executeUpdate(lock, { ...ask, updateId: randomUUID() }))).toBe(
      'command_not_taken',
    );
    const asUnlock = mine.executeUpdate('unlock', { args: [LOCK], updateId: 'first-again' });
    expect(await codeOf(asUnlock)).toBe('command_not_taken');
    const elsewhere = thief.getHandle(caseId(other.customer));
    expect(await codeOf(elsewhere.executeUpdate(lock, { ...ask, updateId: 'first' }))).toBe(
      'command_not_taken',
    );
    await mine.signal('vendorAnswered', LOCK);
    await mine.signal('listChanged', LOCK);
    await lives(one);
    await lives(other);
    expect(stateOf(one)?.version).toBe(5);
    expect(stateOf(other)?.version).toBe(3);
    const reasons = told(caseId(one.customer)).map(({ reason }) => reason);
    expect(reasons).toEqual(['misplaced', 'misplaced', 'malformed', 'malformed']);
    expect(told(caseId(other.customer)).map(({ reason }) => reason)).toEqual(['other_key']);
  });

  it('starts nothing', async () => {
    const one = await opened();
    await one.handle.executeUpdate(lock, { args: [LOCK], updateId: 'first' });
    const taken = await takenFromHistory(kit, caseId(one.customer), { update: 'first' });
    const opening = await takenFromHistory(kit, caseId(one.customer), 'start');
    for (const [payload, id] of [
      [taken, `case/${one.customer}/more`],
      [opening, `case/${one.customer}/more`],
      [opening, `case/${ownName('cus_').replaceAll('-', '')}`],
    ] as const) {
      const forged = await clientSending(kit, payload).workflow.start(CASE_WORKFLOW, {
        workflowId: id,
        taskQueue: kit.queue,
        args: [{}],
      });
      await expect(forged.result()).rejects.toThrow();
    }
    expect(stateOf(one)?.version).toBe(2);
    await one.handle.executeUpdate(unlock, { args: [UNLOCK] });
    await lives(one);
  });

  it('is too old after an hour', async () => {
    const one = await opened();
    const { connection } = kit.client;
    const before = () => Date.now() - 3_700_000;
    const interceptors = { workflow: [addressCommands(before)] };
    const late = new Client({ connection, dataConverter: CONVERTER, interceptors }).workflow;
    const asked = late.getHandle(caseId(one.customer)).executeUpdate(lock, { args: [LOCK] });
    expect(await codeOf(asked)).toBe('command_not_taken');
    expect(told(caseId(one.customer)).map(({ reason }) => reason)).toEqual(['stale']);
    await lives(one);
  });
});

describe('a malformed message', () => {
  it('leaves the case alive, plain or sealed', async () => {
    const one = await opened();
    const stranger = strangerOf(kit).workflow.getHandle(caseId(one.customer));
    for (const news of MALFORMED_NEWS) {
      await stranger.signal('vendorAnswered', news);
      await one.handle.signal('vendorAnswered', news);
      await one.handle.signal('listChanged', news);
    }
    await stranger.signal('vendorAnswered');
    await stranger.signal('nobodyKnowsThis', { id: 1 });
    await lives(one);
    for (const event of MALFORMED) {
      const asked = one.handle.executeUpdate('lock', { args: [event] });
      expect(await codeOf(asked), JSON.stringify(event)).toBe('command_not_taken');
    }
    await lives(one);
    expect(stateOf(one)?.version).toBe(5);
    const { events } = await one.handle.fetchHistory();
    expect(events?.filter((event) => event.workflowTaskFailedEventAttributes)).toEqual([]);
  }, 60_000);

  it('that names our encoding ends no worker and fails no task', async () => {
    const one = await opened();
    for (const key of [`${one.customer}/1`, `${one.customer}/99`, '__proto__/1', 'cus_x/1', '']) {
      const garbage = {
        metadata: { encoding: Buffer.from('binary/encrypted'), 'vouch-key': Buffer.from(key) },
        data: Buffer.from('neither iv nor tag nor anything'),
      };
      const stranger = clientSending(kit, garbage).workflow.getHandle(caseId(one.customer));
      await stranger.signal('vendorAnswered', 1);
      expect(await codeOf(stranger.executeUpdate(lock, { args: [LOCK] }))).toBe(
        'command_not_taken',
      );
    }
    await lives(one);
  });
});

describe('a forged start', () => {
  it.each(['evil', 'case/evil', 'case/cus_unknown', 'sys/policy-move/mov_1', 'sys/x', ''])(
    'under the id “%s” fails, and the worker goes on',
    async (prefix) => {
      const one = await opened();
      const id =
        prefix === 'case/cus_unknown' || prefix === '' ? `${prefix}${randomUUID()}` : prefix;
      for (const type of [CASE_WORKFLOW, 'policyMove']) {
        const forged = await strangerOf(kit).workflow.start(type, {
          workflowId: id,
          taskQueue: kit.queue,
          args: [{ checksQueue: kit.queue, opening: { facts: {} }, move: 'mov_1' }],
        });
        await expect(forged.result()).rejects.toThrow();
      }
      await lives(one);
    },
  );

  it('keeps nobody’s case from being opened', async () => {
    const customer = ownName('cus').replaceAll('-', '').replace('cus', 'cus_');
    const forged = await strangerOf(kit).workflow.start(CASE_WORKFLOW, {
      workflowId: caseId(customer),
      taskQueue: kit.queue,
      args: [{ checksQueue: 'none', opening: {} }],
    });
    await expect(forged.result()).rejects.toThrow();
    await lives(await opened({ customer }));
  });
});

describe('a stranger at our queues', () => {
  it('answers for no engine', async () => {
    const checks = ownName('checks');
    const one = await opened({ checks });
    const pass = async () =>
      (stateOf(one)?.checks ?? []).map(({ id, kind }) => ({
        id,
        kind,
        outcome: 'pass',
        reasons: [],
      }));
    const fake = await Worker.create({
      connection: kit.native,
      taskQueue: checks,
      activities: { runChecks: pass },
      dataConverter: { payloadCodecs: [KEYLESS] },
    });
    await fake.runUntil(async () => {
      await one.handle.executeUpdate(submitDocuments, { args: [submission('passport')] });
      await until(() => stateOf(one)?.checks.every(({ outcome }) => outcome !== null));
    });
    expect(stateOf(one)?.checks.map(({ outcome }) => outcome)).not.toContain('pass');
    expect(stateOf(one)?.requirements.find((r) => r.requirement === 'identity')?.state).toBe(
      'in_review',
    );
    const tries = told(caseId(one.customer)).map(({ message }) => message);
    expect(tries).toEqual(['answer', 'answer', 'answer']);
  });

  it('has no activity of ours run', async () => {
    const one = await opened();
    const state = { ...stateOf(one), version: 9, status: 'active' };
    for (const activity of ['recordEvents', 'runChecks']) {
      for (const workflowId of [undefined, `case/${one.customer}/${activity}`]) {
        const ask = { activity, queue: kit.queue, input: plainPayload({ state, events: [] }) };
        const failed = await askedOfActivity(kit, {
          ...ask,
          ...(workflowId ? { workflowId } : {}),
        });
        expect(failed).toBe('command_not_taken');
      }
    }
    expect(stateOf(one)?.version).toBe(1);
    await lives(one);
  });
});
