import { access, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { caseState, lock, unlock } from '../../workflows/messages.ts';
import { freePort } from '../../worker/embedded/processes/ports.ts';
import { startTemporal, type Temporal } from '../../worker/embedded/temporal/temporal.ts';
import { APP, openCaseKit, until, type CaseKit } from './case-kit.ts';
import { clientSending, strangerOf, takenFromHistory } from './stranger.ts';

/** Replayed with the other histories of its release. */
const CONTINUED = new URL('../histories/0.1.0/continued.json', import.meta.url);
let temporal: Temporal;
let kit: CaseKit;
let directory: string;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'vouch-continued-'));
  const dynamicConfig = { 'limit.historyCount.suggestContinueAsNew': 40 };
  const port = await freePort();
  temporal = await startTemporal({ directory, port, uiPort: null, temporary: true, dynamicConfig });
  kit = await openCaseKit({ address: temporal.address });
});
afterAll(async () => {
  await kit.close();
  await temporal.stop();
  await rm(directory, { recursive: true, force: true });
});

it('a case that continues as new keeps its state, its timer and the answers it gave', async () => {
  const worker = await kit.createWorker();
  await worker.runUntil(async () => {
    const { handle, customer } = await kit.open();
    const { runId: firstRun } = await handle.describe();
    const first = await handle.executeUpdate(lock, {
      args: [{ kind: 'locked', actor: APP, reason: null }],
      updateId: 'lock-1',
    });
    for (let turn = 0; turn < 8; turn += 1) {
      await handle.executeUpdate(unlock, {
        args: [{ kind: 'unlocked', actor: APP, reason: null }],
      });
      await handle.executeUpdate(lock, { args: [{ kind: 'locked', actor: APP, reason: null }] });
    }
    await until(async () => (await handle.describe()).runId !== firstRun);
    const again = await handle.executeUpdate(lock, {
      args: [{ kind: 'locked', actor: APP, reason: null }],
      updateId: 'lock-1',
    });
    expect(again).toEqual(first);
    await handle.executeUpdate(unlock, { args: [{ kind: 'unlocked', actor: APP, reason: null }] });
    const versions = kit.rows.get(customer)?.events.map(({ version }) => version);
    expect(versions).toEqual(Array.from({ length: 19 }, (_, index) => index + 1));
    const armed = async () => {
      const events = (await handle.fetchHistory()).events ?? [];
      return events.some((event) => event.timerStartedEventAttributes);
    };
    expect(await until(armed)).toBe(true);
    const isThere = await access(CONTINUED).then(
      () => true,
      () => false,
    );
    if (!isThere) await writeFile(CONTINUED, historyToJSON(await handle.fetchHistory()));
  });
});

it('a case that only gets what is not taken goes on as new too, and takes no command twice', async () => {
  const worker = await kit.createWorker();
  await worker.runUntil(async () => {
    const { handle, customer } = await kit.open();
    await until(() => kit.rows.get(customer)?.state);
    const locked = { kind: 'locked', actor: APP, reason: null } as const;
    await handle.executeUpdate(lock, { args: [locked], updateId: 'lock-2' });
    const taken = await takenFromHistory(kit, handle.workflowId, { update: 'lock-2' });
    await handle.executeUpdate(unlock, { args: [{ kind: 'unlocked', actor: APP, reason: null }] });
    const { runId: firstRun } = await handle.describe();
    const stranger = strangerOf(kit).workflow.getHandle(handle.workflowId);
    for (let sent = 0; sent < 40; sent += 1) await stranger.signal('vendorAnswered', { sent });
    await until(async () => (await handle.describe()).runId !== firstRun);
    // Temporal no longer knows the id; the case does.
    const thief = clientSending(kit, taken).workflow.getHandle(handle.workflowId);
    await thief.executeUpdate(lock, { args: [locked], updateId: 'lock-2' });
    const { status, version } = await handle.query(caseState);
    expect({ status, version }).toEqual({ status: 'approval_pending', version: 3 });
  });
});
