import { randomUUID } from 'node:crypto';
import { Client } from '@temporalio/client';
import type { Payload, PayloadCodec } from '@temporalio/common';
import temporal from '@temporalio/proto';
import type { CaseKit } from './case-kit.ts';

const { CommandType, EventType } = temporal.temporal.api.enums.v1;

/** Of somebody who holds no key: what they send is plain, and what they are told they cannot read. */
export const KEYLESS: PayloadCodec = {
  encode: (given) => Promise.resolve(given),
  decode: (given) => Promise.resolve(given.map(() => plainPayload(null))),
};

/** A client of somebody who reaches Temporal and holds no key. */
export function strangerOf({ client }: CaseKit): Client {
  const { connection } = client;
  return new Client({ connection, dataConverter: { payloadCodecs: [KEYLESS] } });
}

/** A client that sends this payload, byte for byte, whatever it is given to say. */
export function clientSending({ client }: CaseKit, payload: Payload): Client {
  const encode: PayloadCodec['encode'] = (given) => Promise.resolve(given.map(() => payload));
  const { connection } = client;
  return new Client({ connection, dataConverter: { payloadCodecs: [{ ...KEYLESS, encode }] } });
}

/** What was sealed for an update, or for the start, as anybody reads it in the history. */
export async function takenFromHistory(
  kit: CaseKit,
  workflowId: string,
  what: 'start' | { update: string },
): Promise<Payload> {
  const { events } = await kit.client.workflow.getHandle(workflowId).fetchHistory();
  for (const event of events ?? []) {
    const started = event.workflowExecutionStartedEventAttributes;
    const accepted = event.workflowExecutionUpdateAcceptedEventAttributes?.acceptedRequest;
    const isWanted = what === 'start' ? started : accepted?.meta?.updateId === what.update;
    const [payload] = (what === 'start' ? started?.input : accepted?.input?.args)?.payloads ?? [];
    if (isWanted && payload) return payload;
  }
  throw new Error('the history holds no such payload');
}

export function plainPayload(value: unknown): Payload {
  return {
    metadata: { encoding: Buffer.from('json/plain') },
    data: Buffer.from(JSON.stringify(value) ?? 'null'),
  };
}

/**
 * Has an activity run by a queue's worker, from a workflow of the stranger's own that no worker of ours
 * serves. Answers the type of the failure, or null where the activity answered.
 */
export async function askedOfActivity(
  kit: CaseKit,
  ask: { activity: string; queue: string; input: Payload; workflowId?: string },
): Promise<string | null> {
  const { workflowService } = kit.client.connection;
  const namespace = 'default';
  const taskQueue = { name: `evil-${randomUUID()}` };
  const workflowId = ask.workflowId ?? `evil-${randomUUID()}`;
  await workflowService.startWorkflowExecution({
    namespace,
    workflowId,
    workflowType: { name: 'evil' },
    taskQueue,
    requestId: randomUUID(),
  });
  const { connection } = kit.client;
  const poll = () =>
    connection.withDeadline(Date.now() + 30_000, () =>
      workflowService.pollWorkflowTaskQueue({ namespace, taskQueue }),
    );
  const { taskToken } = await poll();
  const seconds = (s: number) => ({ seconds: s as unknown as never, nanos: 0 });
  await workflowService.respondWorkflowTaskCompleted({
    namespace,
    taskToken,
    commands: [
      {
        commandType: CommandType.COMMAND_TYPE_SCHEDULE_ACTIVITY_TASK,
        scheduleActivityTaskCommandAttributes: {
          activityId: '1',
          activityType: { name: ask.activity },
          taskQueue: { name: ask.queue },
          input: { payloads: [ask.input] },
          startToCloseTimeout: seconds(5),
          scheduleToCloseTimeout: seconds(10),
          retryPolicy: { maximumAttempts: 1 },
        },
      },
    ],
  });
  const { history } = await poll();
  const end = history?.events?.find(
    ({ eventType }) =>
      eventType === EventType.EVENT_TYPE_ACTIVITY_TASK_COMPLETED ||
      eventType === EventType.EVENT_TYPE_ACTIVITY_TASK_FAILED ||
      eventType === EventType.EVENT_TYPE_ACTIVITY_TASK_TIMED_OUT,
  );
  if (end?.activityTaskCompletedEventAttributes) return null;
  const { applicationFailureInfo } = end?.activityTaskFailedEventAttributes?.failure ?? {};
  return applicationFailureInfo?.type ?? 'timed_out';
}
