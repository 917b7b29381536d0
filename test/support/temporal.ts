import { randomUUID } from 'node:crypto';
import type { DataConverter } from '@temporalio/common';
import { TestWorkflowEnvironment } from '@temporalio/testing';
import { DefaultLogger, Runtime } from '@temporalio/worker';
import { inject } from 'vitest';

Runtime.install({ logger: new DefaultLogger('ERROR') });

/** Client and worker connections to the run's Temporal. Closing them leaves the server running. */
export async function connectTemporal(
  dataConverter?: DataConverter,
): Promise<TestWorkflowEnvironment> {
  return TestWorkflowEnvironment.createFromExistingServer({
    address: inject('temporalAddress'),
    ...(dataConverter ? { client: { dataConverter } } : {}),
  });
}

/** A unique name for a queue or a workflow, so that parallel tests do not share it. */
export function ownName(kind: string): string {
  return `${kind}-${randomUUID()}`;
}
