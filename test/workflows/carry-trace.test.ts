import { Client, type WorkflowClientInterceptor } from '@temporalio/client';
import { historyFromJSON, historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import { type ActivityInterceptorsFactory, Worker } from '@temporalio/worker';
import { afterEach, expect, inject, it } from 'vitest';
import { caseId } from '../../domain/ids.ts';
import { addressCommands } from '../../store/temporal/address-commands.ts';
import { headersWith, traceparentIn } from '../../platform/traces/headers.ts';
import { lock, submitDocuments, unlock } from '../../workflows/messages.ts';
import { APP, type CaseKit, CONVERTER, openCaseKit, submission, until } from './case-kit.ts';

const TRACE = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
const tracing: WorkflowClientInterceptor = {
  startUpdate: (input, next) => next({ ...input, headers: headersWith(TRACE) }),
};

let kit: CaseKit;
let away = 0;
let carried: [activity: string, traceparent: string | undefined][] = [];
afterEach(() => kit.close());

const noting: ActivityInterceptorsFactory = ({ info }) => ({
  inbound: {
    execute: (input, next) => {
      carried.push([info.activityType, traceparentIn(input.headers)]);
      return next(input);
    },
  },
});

/** A case, and what its activities were handed while a client with or without traces had its way. */
async function lived(
  act: (clients: { traced: Client; plain: Client }, id: string) => Promise<void>,
) {
  kit = await openCaseKit({
    recordEvents: () => (away-- > 0 ? Promise.reject(new Error('away')) : Promise.resolve()),
  });
  carried = [];
  const { connection } = kit.client;
  const interceptors = { workflow: [addressCommands(), tracing] };
  const traced = new Client({ connection, dataConverter: CONVERTER, interceptors });
  const worker = await kit.createWorker({ interceptors: { activity: [noting] } });
  return worker.runUntil(async () => {
    const { customer, handle } = await kit.open();
    await until(() => kit.rows.get(customer)?.state);
    carried = [];
    await act({ traced, plain: kit.client }, caseId(customer));
    const settled = () => kit.rows.get(customer)?.state?.checks.every(({ outcome }) => outcome);
    await until(settled);
    return { handle, history: historyToJSON(await handle.fetchHistory()) };
  });
}

const send = (client: Client, id: string) =>
  client.workflow.getHandle(id).executeUpdate(submitDocuments, { args: [submission('passport')] });
const reason = null;

it('an update’s trace reaches its recording, its round, and the recording of the answers', async () => {
  const { handle, history } = await lived(({ traced }, id) =>
    send(traced, id).then(() => undefined),
  );
  expect(carried.map(([activity, traceparent]) => `${activity} ${traceparent}`).toSorted()).toEqual(
    [`recordEvents ${TRACE}`, `recordEvents ${TRACE}`, `runChecks ${TRACE}`],
  );
  const workflowBundle = { codePath: inject('bundlePath') };
  const recorded = historyFromJSON(JSON.parse(history));
  await Worker.runReplayHistory(
    { workflowBundle, dataConverter: CONVERTER },
    recorded,
    handle.workflowId,
  );
});

it('a recording that falls back to the queue still carries it', async () => {
  await lived(async ({ traced }, id) => {
    away = 4;
    const locked = { kind: 'locked' as const, actor: APP, reason };
    await traced.workflow.getHandle(id).executeUpdate(lock, { args: [locked] });
    await until(() => carried.length > 4);
  });
  expect(new Set(carried.map(([, traceparent]) => traceparent))).toEqual(new Set([TRACE]));
});

it('what comes later without a trace is given none', async () => {
  await lived(async ({ traced, plain }, id) => {
    const locked = { kind: 'locked' as const, actor: APP, reason };
    const unlocked = { kind: 'unlocked' as const, actor: APP, reason };
    await traced.workflow.getHandle(id).executeUpdate(lock, { args: [locked] });
    await plain.workflow.getHandle(id).executeUpdate(unlock, { args: [unlocked] });
  });
  expect(carried).toEqual([
    ['recordEvents', TRACE],
    ['recordEvents', undefined],
  ]);
});

it('without traces no activity gets a header, and none is in the history', async () => {
  const { history } = await lived(({ plain }, id) => send(plain, id).then(() => undefined));
  expect(carried.map(([activity]) => activity).toSorted()).toEqual([
    'recordEvents',
    'recordEvents',
    'runChecks',
  ]);
  expect(carried.filter(([, traceparent]) => traceparent !== undefined)).toEqual([]);
  expect(history).not.toContain('traceparent');
});
