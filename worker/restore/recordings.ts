import type { Client } from '@temporalio/client';
import { type InjectedSinks, Worker, type WorkerOptions } from '@temporalio/worker';
import { caseId } from '../../domain/ids.ts';
import type { RecordEvents } from '../../domain/work.ts';
import { bundleWorkflows } from '../bundle.ts';
import { foreignSinks } from '../temporal/hear-foreign.ts';

/** Gets from Temporal what a case recorded. */
export type Recordings = (input: { customer: string; after: number }) => Promise<RecordEvents[]>;

/**
 * The changes that a case recorded after a version, in order. The workflow's own code replays its history, so
 * times, ids and decisions are the same as before. Goes back over continued runs as far as Temporal keeps
 * them. Throws if a history cannot be read or replayed.
 */
export async function openRecordings(options: {
  client: Client;
  dataConverter: NonNullable<WorkerOptions['dataConverter']>;
}): Promise<Recordings> {
  const { client, dataConverter } = options;
  const workflowBundle = await bundleWorkflows({ tap: true });

  async function replayed(workflowId: string, runId: string) {
    const history = await client.workflow.getHandle(workflowId, runId).fetchHistory();
    const heard: RecordEvents[] = [];
    // Copies the arguments through JSON, as when they are sent to the activity, so that none is an object of
    // the sandbox.
    const copy = (batch: RecordEvents) => JSON.parse(JSON.stringify(batch)) as RecordEvents;
    const hear = { fn: (_: unknown, batch: RecordEvents) => void heard.push(copy(batch)) };
    const sinks: InjectedSinks<{ recordings: { hear: (batch: RecordEvents) => void } }> = {
      recordings: { hear: { ...hear, callDuringReplay: true } },
      ...foreignSinks(() => undefined), // the worker reported it when it came
    };
    await Worker.runReplayHistory({ workflowBundle, dataConverter, sinks }, history, workflowId);
    const started = history.events?.[0]?.workflowExecutionStartedEventAttributes;
    return { heard, before: started?.continuedExecutionRunId ?? '' };
  }
  return async ({ customer, after }) => {
    const workflowId = caseId(customer);
    const found: RecordEvents[] = [];
    let { runId } = await client.workflow.getHandle(workflowId).describe();
    while (runId !== '') {
      const { heard, before } = await replayed(workflowId, runId);
      found.unshift(...heard);
      if ((found[0]?.events[0]?.version ?? Infinity) <= after + 1) break;
      runId = before;
    }
    return found.filter(({ state }) => state.version > after);
  };
}
