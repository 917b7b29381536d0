import { historyFromJSON, historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import { Worker } from '@temporalio/worker';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import type { CaseState } from '../../domain/case/state.ts';
import { MANUAL_1 } from '../../domain/policy/built-in-policies.ts';
import { caseState, confirmDetails, submitDocuments } from '../../workflows/messages.ts';
import {
  APP,
  CONVERTER,
  openCaseKit,
  submission,
  until,
  type CaseKit,
  type KitOptions,
} from './case-kit.ts';
import { changedBundle } from './changed-bundle.ts';

/** Validators run now and not at replay: whatever they draw would shift the replayed state. */
async function recordedAndReplayed(options: KitOptions) {
  const kit = await openCaseKit(options);
  try {
    const worker = await kit.createWorker();
    const { customer, handle } = await worker.runUntil(async () => {
      const opened = await kit.open();
      const refused = { kind: 'details_confirmed' as const, actor: APP, detailsVersion: 7 };
      await expect(
        opened.handle.executeUpdate(confirmDetails, { args: [refused] }),
      ).rejects.toThrow();
      await opened.handle.executeUpdate(submitDocuments, { args: [submission('passport')] });
      await opened.handle.executeUpdate(submitDocuments, { args: [submission('utility_bill')] });
      await until(() => kit.rows.get(opened.customer)?.state?.approval ?? false);
      return opened;
    });
    const fresh = await kit.createWorker({ maxCachedWorkflows: 0 });
    const replayed = await fresh.runUntil(() => handle.query(caseState));
    return {
      recorded: kit.rows.get(customer)?.state,
      replayed,
      history: await handle.fetchHistory(),
    };
  } finally {
    await kit.close();
  }
}

describe('a case whose validators ran', () => {
  it('replays to the very state that was recorded', async () => {
    const { recorded, replayed } = await recordedAndReplayed({});
    expect(replayed).toEqual(recorded);
  });

  it('is found out when `apply` draws something random', async () => {
    const workflowBundle = await changedBundle({
      file: 'domain/case/on/documents.ts',
      from: 'receivedAt: now,',
      to: 'receivedAt: `${now.slice(0, 20)}${String(Math.random()).slice(2, 5)}Z`,',
    });
    const { recorded, replayed } = await recordedAndReplayed({ workflowBundle });
    const drawn = (state: CaseState | undefined) => state?.documents.map((one) => one.receivedAt);
    expect(drawn(recorded)).toHaveLength(2);
    expect(drawn(replayed)).not.toEqual(drawn(recorded));
  });
});

describe('a history', () => {
  let kit: CaseKit;
  beforeAll(async () => {
    kit = await openCaseKit();
  });
  afterAll(() => kit.close());

  it('replays with the code that made it, not with reordered commands', async () => {
    const worker = await kit.createWorker();
    // A review that opens sets a timer and an attribute in one task: two commands with an order.
    const handle = await worker.runUntil(async () => {
      const opened = await kit.open({ policy: MANUAL_1 });
      await until(() => kit.rows.get(opened.customer)?.state);
      await opened.handle.executeUpdate(submitDocuments, { args: [submission('passport')] });
      await until(() => kit.rows.get(opened.customer)?.state?.review ?? false);
      return opened.handle;
    });
    const history = historyFromJSON(JSON.parse(historyToJSON(await handle.fetchHistory())));
    const replay = (workflowBundle: { codePath: string } | { code: string }) =>
      Worker.runReplayHistory(
        { workflowBundle, dataConverter: CONVERTER },
        history,
        handle.workflowId,
      );
    await replay({ codePath: inject('bundlePath') });
    const reordered = await changedBundle({
      file: 'workflows/case.ts',
      from: '    if (hasNews()) await record(ledger, shown);\n    if (recordsFirst) actOn(ledger.recorded);',
      to: '    if (recordsFirst) actOn(ledger.recorded);\n    if (hasNews()) await record(ledger, shown);\n    if (recordsFirst) actOn(ledger.recorded);',
    });
    await expect(replay(reordered)).rejects.toThrow(/[Nn]ondeterminism|DeterminismViolation/);
  });
});
