import type { Connection } from '@temporalio/client';
import type { Payload } from '@temporalio/common';
import type temporal from '@temporalio/proto';
import { caseId } from '../../domain/ids.ts';
import { BRINGS, CASE_WORKFLOW, POLICY_MOVE_WORKFLOW } from '../../workflows/messages.ts';
import { createDraw, type Draw } from './draw.ts';
import { drawPayload, junkText } from './payloads.ts';

type Service = temporal.temporal.api.workflowservice.v1.WorkflowService;

export interface ExtremeCommands {
  sent: number;
  /** Updates that a case took, and forged starts that still run: there must be none. */
  taken: string[];
  running: string[];
  slowestMs: number;
  /** How the calls ended, by the code of gRPC. */
  ended: Record<string, number>;
}

const AT_ONCE = 8;
const DEADLINE_MS = 15_000;
const STAGE_COMPLETED = 3;
const STATUS_RUNNING = 1;

/**
 * Sends malformed and forged commands straight to Temporal, as whoever reaches its port can: to these
 * cases and as starts of workflows on the queue of the cases. The same seed sends the same ones.
 */
export async function sendExtremeCommands(options: {
  connection: Connection;
  namespace: string;
  queue: string;
  customers: readonly string[];
  count: number;
  seed: number;
}): Promise<ExtremeCommands> {
  const { connection, namespace, customers, count, seed } = options;
  const draw = createDraw(seed);
  const sealed = await sealedIn(connection, namespace, customers);
  const found: ExtremeCommands = { sent: 0, taken: [], running: [], slowestMs: 0, ended: {} };
  const started = new Set<string>();
  const commands = Array.from({ length: count }, (_, at) =>
    commandOf({ draw, at, sealed, ...options, started }),
  );
  const next = async (): Promise<void> => {
    for (let one = commands.shift(); one; one = commands.shift()) {
      const { label, call } = one;
      const beganAt = performance.now();
      const answer = await connection
        .withDeadline(Date.now() + DEADLINE_MS, () => call(connection.workflowService))
        .then(
          (value) => (isTaken(value) ? 'taken' : 'ok'),
          (error: { code?: unknown }) => `code ${String(error.code)}`,
        );
      if (answer === 'taken') found.taken.push(label);
      found.sent += 1;
      found.ended[answer] = (found.ended[answer] ?? 0) + 1;
      found.slowestMs = Math.max(found.slowestMs, performance.now() - beganAt);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, next));
  found.running = await stillRunning(connection, namespace, started);
  return found;
}

interface Wish {
  draw: Draw;
  at: number;
  sealed: readonly Payload[];
  namespace: string;
  queue: string;
  customers: readonly string[];
  started: Set<string>;
}
interface Call {
  label: string;
  call: (service: Service) => Promise<unknown>;
}

function commandOf(wish: Wish): Call {
  const { draw, at, sealed, namespace, customers } = wish;
  const customer = draw.one(customers);
  const workflowExecution = { workflowId: caseId(customer) };
  const input = { payloads: payloadsOf(draw, sealed, customer) };
  const header = { fields: { traceparent: drawPayload(draw, sealed, customer) } };
  const identity = 'stranger';
  const name = draw.one([...Object.keys(BRINGS), 'nobodyKnows', '__proto__', 'x'.repeat(900)]);
  const kind = draw.one([
    'update',
    'update',
    'signal',
    'signal',
    'start',
    'query',
    'cancel',
  ] as const);
  if (kind === 'start') return startOf(wish, input, header);
  const label = `${at} ${kind} ${name.slice(0, 40)}`;
  const calls: Record<Exclude<typeof kind, 'start'>, Call['call']> = {
    update: (service) =>
      service.updateWorkflowExecution({
        namespace,
        workflowExecution,
        request: { meta: { updateId: `x-${at}`, identity }, input: { name, args: input, header } },
        waitPolicy: { lifecycleStage: STAGE_COMPLETED },
      }),
    signal: (service) =>
      service.signalWorkflowExecution({
        namespace,
        workflowExecution,
        signalName: name,
        input,
        header,
        identity,
      }),
    query: (service) =>
      service.queryWorkflow({
        namespace,
        execution: workflowExecution,
        query: { queryType: draw.one(['caseState', '__stack_trace', name]), queryArgs: input },
      }),
    cancel: (service) =>
      service.requestCancelWorkflowExecution({ namespace, workflowExecution, identity }),
  };
  return { label, call: calls[kind] };
}

function startOf(
  { draw, at, namespace, queue, customers, started }: Wish,
  input: { payloads: Payload[] },
  header: { fields: Record<string, Payload> },
): Call {
  const workflowId = draw.one([
    `case/cus_forged${at}`,
    `${caseId(draw.one(customers))}/${at}`,
    `sys/policy-move/mov_${at}`,
    `sys/${at}`,
    `${junkText(draw).slice(0, 100)}${at}`,
  ]);
  started.add(workflowId);
  const type = draw.one([CASE_WORKFLOW, CASE_WORKFLOW, POLICY_MOVE_WORKFLOW]);
  return {
    label: `${at} start`,
    call: (service) =>
      service.startWorkflowExecution({
        namespace,
        workflowId,
        workflowType: { name: type },
        taskQueue: { name: queue },
        requestId: `x-${at}`,
        input,
        header,
      }),
  };
}

function payloadsOf(draw: Draw, sealed: readonly Payload[], customer: string): Payload[] {
  const length = draw.one([0, 1, 1, 1, 1, 2, 5]);
  return Array.from({ length }, () => drawPayload(draw, sealed, customer));
}

/** Every payload that stands in the histories of these cases, for whoever can read them. */
async function sealedIn(
  connection: Connection,
  namespace: string,
  customers: readonly string[],
): Promise<Payload[]> {
  const found: Payload[] = [];
  const walk = (value: unknown): void => {
    if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return;
    const { metadata, data } = value as Payload;
    if (metadata && data instanceof Uint8Array) found.push({ metadata, data });
    else Object.values(value).forEach(walk);
  };
  for (const customer of customers) {
    const execution = { workflowId: caseId(customer) };
    const asked = { namespace, execution };
    const { history } = await connection.workflowService.getWorkflowExecutionHistory(asked);
    walk(history?.events);
  }
  return found;
}

function isTaken(answer: unknown): boolean {
  const { outcome } = answer as { outcome?: { success?: unknown } };
  return Boolean(outcome?.success);
}

/** Those of the forged workflows that no worker has ended within some seconds. */
async function stillRunning(
  connection: Connection,
  namespace: string,
  started: Set<string>,
): Promise<string[]> {
  const until = Date.now() + 20_000;
  const left = new Set(started);
  while (left.size > 0 && Date.now() < until) {
    for (const workflowId of left) {
      const asked = { namespace, execution: { workflowId } };
      const status = await connection.workflowService.describeWorkflowExecution(asked).then(
        ({ workflowExecutionInfo }) => workflowExecutionInfo?.status,
        () => null, // it was never started
      );
      if (status !== STATUS_RUNNING) left.delete(workflowId);
    }
  }
  return [...left];
}
