import type { Client } from '@temporalio/client';
import { type InjectedSinks, Worker, type WorkerOptions } from '@temporalio/worker';
import { caseId } from '../../domain/ids.ts';
import type { RecordEvents } from '../../domain/work.ts';
import { bundleWorkflows } from '../bundle.ts';
import { foreignSinks } from '../temporal/hear-foreign.ts';

/** Asks Temporal what a case recorded. */
export type Recordings = (input: { customer: string; after: number }) => Promise<RecordEvents[]>;

/**
 * The changes that a case recorded after a version, in order. Its history is replayed by the workflow's own
 * code, so times, ids and decisions come out as they were. It reaches back over continued runs, as long as
 * Temporal keeps them. Throws where a history cannot be read or replayed.
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
    // As the activity's arguments travel: as JSON, and no object of the sandbox's own.
    const copy = (batch: RecordEvents) => JSON.parse(JSON.stringify(batch)) as RecordEvents;
    const hear = { fn: (_: unknown, batch: RecordEvents) => void heard.push(copy(batch)) };
    const sinks: InjectedSinks<{ recordings: { hear: (batch: RecordEvents) => void } }> = {
      recordings: { hear: { ...hear, callDuringReplay: true } },
      ...foreignSinks(() => undefined), // the worker told of it when it came
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
