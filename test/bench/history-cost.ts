import { setTimeout as wait } from 'node:timers/promises';
import type { Client } from '@temporalio/client';
import proto from '@temporalio/proto';

/** What a history costs: the figures of the event budget (docs/temporal.md#event-budget). */
export interface HistoryCost {
  events: number;
  /** Workflow tasks that were completed. */
  tasks: number;
  /** As the server counts them. */
  bytes: number;
}

const { EVENT_TYPE_WORKFLOW_TASK_COMPLETED: TASK } = proto.temporal.api.enums.v1.EventType;

/** Counts a workflow's history once nothing is added to it any more. */
export async function costOf(client: Client, workflowId: string): Promise<HistoryCost> {
  const handle = client.workflow.getHandle(workflowId);
  for (;;) {
    const { events } = await handle.fetchHistory();
    await wait(50);
    const { raw, historyLength } = await handle.describe();
    if (!events || events.length !== historyLength) continue;
    const tasks = events.filter(({ eventType }) => eventType === TASK).length;
    const bytes = Number(raw.workflowExecutionInfo?.historySizeBytes ?? 0);
    return { events: events.length, tasks, bytes };
  }
}
