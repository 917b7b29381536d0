import { setTimeout as wait } from 'node:timers/promises';
import {
  Client,
  type ClientOptions,
  Connection,
  type ConnectionOptions,
  type UpdateDefinition,
} from '@temporalio/client';
import type { CaseEvent } from '../../domain/case/event.ts';
import { caseId } from '../../domain/ids.ts';
import { addressCommands } from '../../store/temporal/address-commands.ts';
import type { CaseOpening } from '../../domain/case/opening.ts';
import { caseStart } from '../../store/temporal/case-start.ts';
import { moveStart } from '../../store/policies/move-start.ts';
import type { Traces } from '../../platform/traces/traces.ts';
import {
  CASE_WORKFLOW,
  catchUp,
  POLICY_MOVE_WORKFLOW,
  type Receipt,
} from '../../workflows/messages.ts';
import { limitConcurrency } from '../../platform/concurrency-limit.ts';
import { createProbe, type Probe } from './probe.ts';
import { tracedClient } from './traced-client.ts';
import { temporalUnavailable, isWorthAgain, outcomeUnknown, translate } from './temporal-errors.ts';

/** An Update with its event. Its `id` makes a repetition the same Update. */
export interface Ask<Event extends CaseEvent> {
  customer: string;
  update: UpdateDefinition<Receipt, [Event]>;
  event: Event;
  id: string;
}

/** The API's calls to the Temporal service. Each ends within its deadline. */
export interface TemporalService {
  /** Opens a case. If the same case was opened with the same facts before, does nothing more. */
  start: (opening: CaseOpening) => Promise<void>;
  update: <Event extends CaseEvent>(ask: Ask<Event>) => Promise<Receipt>;
  /** Asks a case to take over the changes that its row has and the case does not know. */
  catchUp: (customer: string) => Promise<void>;
  /** Starts the workflow that moves many cases, unless it is running already. */
  startMove: (move: string) => Promise<void>;
  /** Throws `engine_unavailable` if the last probe found the server away. */
  refuseWhileAway: () => void;
  isAway: () => boolean;
  close: () => Promise<void>;
}

export interface EngineOptions {
  client: Pick<Client, 'workflow' | 'withDeadline'>;
  probe: Probe;
  queues: { cases: string; checks: string };
  deadlineMs?: number;
  close?: () => Promise<void>;
}

/** Above ten in flight, the server makes the client wait for seconds (docs/temporal.md#messages). */
const IN_FLIGHT_MAX = 4;
const TRIES = 3;
const DEADLINE_MS = 5000;

/** The one wrapper around the Temporal client. */
export function createEngine(options: EngineOptions): TemporalService {
  const { client, probe, queues, deadlineMs = DEADLINE_MS } = options;
  const gate = limitConcurrency(IN_FLIGHT_MAX);
  const refuseWhileAway = (): void => {
    if (probe.isAway()) throw temporalUnavailable();
  };
  const call = async <T>(task: () => Promise<T>): Promise<T> => {
    refuseWhileAway();
    try {
      return await within(deadlineMs, probe, () =>
        client.withDeadline(Date.now() + deadlineMs, task),
      );
    } catch (error) {
      throw translate(error);
    }
  };
  return {
    start: async (opening) => {
      await call(() => client.workflow.start(CASE_WORKFLOW, caseStart(opening, queues)));
    },
    update: ({ customer, update, event, id }) =>
      gate(customer, () =>
        call(() =>
          repeat(async () =>
            receiptIn(
              await client.workflow
                .getHandle(caseId(customer))
                .executeUpdate(update, { args: [event], updateId: id }),
            ),
          ),
        ),
      ),
    catchUp: (customer) => call(() => client.workflow.getHandle(caseId(customer)).signal(catchUp)),
    startMove: async (move) => {
      await call(() => client.workflow.start(POLICY_MOVE_WORKFLOW, moveStart(move, queues)));
    },
    refuseWhileAway,
    isAway: probe.isAway,
    close: async () => {
      probe.stop();
      await options.close?.();
    },
  };
}

/** Connects when first used, so that the API starts and serves reads while Temporal is away. */
export function connectService(options: {
  connection: ConnectionOptions;
  namespace: string;
  dataConverter: NonNullable<ClientOptions['dataConverter']>;
  queues: EngineOptions['queues'];
  traces?: Traces | undefined;
}): TemporalService {
  // gRPC's own pause between connection attempts grows to two minutes, which is far too long after an outage.
  const channelArgs = {
    ...options.connection.channelArgs,
    'grpc.initial_reconnect_backoff_ms': 100,
    'grpc.max_reconnect_backoff_ms': 1000,
  };
  const connection = Connection.lazy({ ...options.connection, channelArgs });
  const prober = Connection.lazy({
    ...options.connection,
    channelArgs: { ...channelArgs, 'grpc.use_local_subchannel_pool': 1 },
    interceptors: [], // no retries: a probe needs the first answer
  });
  const { namespace, dataConverter, traces } = options;
  const interceptors = { workflow: [addressCommands(), ...(traces ? [tracedClient(traces)] : [])] };
  return createEngine({
    client: new Client({ connection, namespace, dataConverter, interceptors }),
    probe: createProbe((deadlineMs) =>
      prober.withDeadline(Date.now() + deadlineMs, async () => {
        await prober.workflowService.getSystemInfo({});
      }),
    ),
    queues: options.queues,
    close: async () => {
      await Promise.all([connection.close(), prober.close()]);
    },
  });
}

/**
 * Any process that polls the worker's queue could answer an update, so only a receipt that the case sealed
 * counts.
 */
function receiptIn(answer: Receipt): Receipt {
  if (!Number.isSafeInteger((answer as Partial<Receipt> | null)?.version)) throw outcomeUnknown();
  return answer;
}

async function repeat<T>(task: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await task();
    } catch (error) {
      if (tries >= TRIES || !isWorthAgain(error)) throw error;
      await wait(50 * tries);
    }
  }
}

/** The client may report its own deadline a second late, so a timer of ours enforces it. */
async function within<T>(ms: number, probe: Probe, task: () => Promise<T>): Promise<T> {
  const over = new AbortController();
  const late = wait(ms, undefined, { signal: over.signal }).then(() =>
    Promise.reject(outcomeUnknown()),
  );
  const away = probe.untilAway(over.signal).then(() => Promise.reject(outcomeUnknown()));
  late.catch(() => undefined);
  away.catch(() => undefined);
  try {
    return await Promise.race([task(), late, away]);
  } finally {
    over.abort();
  }
}
