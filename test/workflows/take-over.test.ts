import { randomUUID } from 'node:crypto';
import { WorkflowUpdateFailedError } from '@temporalio/client';
import { Worker } from '@temporalio/worker';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { apply } from '../../domain/case/apply.ts';
import type { CaseEvent } from '../../domain/case/event.ts';
import type { CaseState } from '../../domain/case/state.ts';
import { SEARCH } from '../../domain/search.ts';
import { shiftMs } from '../../domain/time.ts';
import type { Change, RecordEvents, RowAhead } from '../../domain/work.ts';
import {
  caseState,
  catchUp,
  changeLevel,
  lock,
  submitDocuments,
  unlock,
} from '../../workflows/messages.ts';
import { allPass, APP, CONVERTER, openCaseKit, submission, until } from './case-kit.ts';
import type { CaseKit } from './case-kit.ts';

let kit: CaseKit;
let worker: Worker;
let running: Promise<void>;
/** What the rows of a case have that its workflow does not know: answered to its next recording. */
const ahead = new Map<string, Change[]>();
const rounds: string[] = [];

beforeAll(async () => {
  kit = await openCaseKit({
    recordEvents: (input) => Promise.resolve(answerAhead(input)),
    runChecks: (round) => {
      rounds.push(String(round.document));
      return allPass(round);
    },
  });
  worker = await kit.createWorker();
  running = worker.run();
});
afterAll(async () => {
  worker.shutdown();
  await running;
  await kit.close();
});

/** As the recorder answers, until the case has applied what the row has. */
function answerAhead({ state, events }: RecordEvents): RowAhead | undefined {
  const changes = ahead.get(state.customer) ?? [];
  const after = (events[0]?.version ?? state.version + 1) - 1;
  const unknown = changes.filter(({ version }) => version > after);
  return unknown.length > 0 ? { changes: unknown } : undefined;
}

/** A case whose row went on by these events while its workflow heard nothing. */
async function leftBehind(...events: { event: CaseEvent; command: string | null }[]) {
  const { customer, handle } = await kit.open();
  let state = await until(() => kit.rows.get(customer)?.state);
  const changes = events.map(({ event, command }, index) => {
    const at = shiftMs(state.openedAt, 1_000 * (index + 1));
    const next = apply(state, event, at);
    if ('refusal' in next) throw new Error(next.refusal);
    state = next.state;
    return { version: state.version, at, command, event };
  });
  ahead.set(customer, changes);
  return { customer, handle, row: state };
}

const LOCK = { kind: 'locked', actor: APP, reason: null } as const;
const UNLOCK = { kind: 'unlocked', actor: APP, reason: null } as const;
const submitted = () => ({ event: submission('passport'), command: randomUUID() });

async function replays(handle: Awaited<ReturnType<CaseKit['open']>>['handle']): Promise<void> {
  const workflowBundle = { codePath: inject('bundlePath') };
  const options = { workflowBundle, dataConverter: CONVERTER };
  await Worker.runReplayHistory(options, await handle.fetchHistory(), handle.workflowId);
}

describe('a case whose row is ahead', () => {
  it('takes over what was visible, runs its checks, and then applies its own event', async () => {
    const submit = submitted();
    const { customer, handle, row } = await leftBehind(submit);
    const receipt = await handle.executeUpdate(lock, { args: [LOCK] });
    expect(receipt).toMatchObject({ version: 3, status: 'locked' });
    const document = submit.event.documents[0]?.id;
    await until(() => rounds.filter((one) => one === document).length === 1);
    const state = await until(() => {
      const now = kit.rows.get(customer)?.state;
      return now && now.version >= 4 ? now : undefined;
    });
    expect(state.lock).not.toBeNull();
    expect(state.documents).toMatchObject([
      { id: document, receivedAt: row.documents[0]?.receivedAt },
    ]);
    expect(kit.rows.get(customer)?.events.map(({ version }) => version)).toEqual([1, 3, 4]);
    await replays(handle);
  });

  it('answers the very command that the row has with its first receipt', async () => {
    const first = { event: LOCK, command: randomUUID() };
    const { handle, row } = await leftBehind(first, { event: UNLOCK, command: randomUUID() });
    const again = await handle.executeUpdate(lock, { args: [LOCK], updateId: first.command });
    expect(again).toMatchObject({ version: 2, status: 'locked' });
    expect(await handle.query(caseState)).toEqual(row);
    await replays(handle);
  });

  it('tells the sender of a command for which there is no room any more', async () => {
    const { customer, handle, row } = await leftBehind({ event: LOCK, command: randomUUID() });
    const refused: unknown = await handle
      .executeUpdate(lock, { args: [LOCK] })
      .catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(WorkflowUpdateFailedError);
    expect((refused as WorkflowUpdateFailedError).cause).toMatchObject({ type: 'already_locked' });
    expect(await handle.query(caseState)).toEqual(row);
    expect(kit.rows.get(customer)?.events.map(({ version }) => version)).toEqual([1]);
    await replays(handle);
  });

  it('shows in the Temporal UI what it took over', async () => {
    const { handle } = await leftBehind(
      { event: LOCK, command: randomUUID() },
      { event: UNLOCK, command: randomUUID() },
    );
    await handle.executeUpdate(lock, { args: [LOCK] });
    await until(
      async () => (await handle.describe()).typedSearchAttributes.get(SEARCH.status) === 'locked',
    );
    const { handle: behind } = await leftBehind({ event: LOCK, command: randomUUID() });
    await behind.signal(catchUp);
    await until(
      async () => (await behind.describe()).typedSearchAttributes.get(SEARCH.status) === 'locked',
    );
  });

  it('catches up when it is asked to, and a refusal says which version the case knew', async () => {
    const { handle, row } = await leftBehind({ event: LOCK, command: randomUUID() });
    const early = await handle
      .executeUpdate(unlock, { args: [UNLOCK] })
      .catch((error: unknown) => (error as WorkflowUpdateFailedError).cause);
    expect(early).toMatchObject({ details: [1] });
    await handle.signal(catchUp);
    await until(async () => (await handle.query<CaseState, []>(caseState)).version === row.version);
    expect(await handle.executeUpdate(unlock, { args: [UNLOCK] })).toMatchObject({ version: 3 });
    await replays(handle);
  });

  it('takes over and tries anew all that came meanwhile', async () => {
    const { customer, handle } = await leftBehind(submitted());
    const sent = await Promise.all([
      handle.executeUpdate(lock, { args: [LOCK] }),
      handle.executeUpdate(changeLevel, {
        args: [{ kind: 'level_changed', actor: APP, level: 'enhanced' }],
      }),
      handle.executeUpdate(submitDocuments, { args: [submission('utility_bill')] }),
    ]);
    const versions = sent.map(({ version }) => version);
    expect(versions.toSorted((a, b) => a - b)).toEqual([3, 4, 5]);
    const state = await until(() => kit.rows.get(customer)?.state);
    expect(state).toMatchObject({ level: 'enhanced' });
    expect(state.documents).toHaveLength(2);
    await replays(handle);
  });
});
