import type { Connection } from '@temporalio/client';
import { vi } from 'vitest';

/** Makes a namespace, and waits until every part of the server knows it. */
export async function makeNamespace(connection: Connection, namespace: string): Promise<void> {
  const { workflowService, operatorService } = connection;
  const workflowExecutionRetentionPeriod = { seconds: 86_400 as unknown as never };
  await workflowService.registerNamespace({ namespace, workflowExecutionRetentionPeriod });
  const known = async () => {
    await workflowService.countWorkflowExecutions({ namespace });
    await operatorService.listSearchAttributes({ namespace });
  };
  await vi.waitFor(known, { timeout: 20_000, interval: 100 });
}
