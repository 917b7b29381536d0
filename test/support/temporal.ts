import { randomUUID } from 'node:crypto';
import type { DataConverter } from '@temporalio/common';
import { TestWorkflowEnvironment } from '@temporalio/testing';
import { DefaultLogger, Runtime } from '@temporalio/worker';
import { inject } from 'vitest';

Runtime.install({ logger: new DefaultLogger('ERROR') });

/** Client and worker connections to the run's Temporal; its teardown closes only them. */
export async function connectTemporal(
  dataConverter?: DataConverter,
): Promise<TestWorkflowEnvironment> {
  return TestWorkflowEnvironment.createFromExistingServer({
    address: inject('temporalAddress'),
    ...(dataConverter ? { client: { dataConverter } } : {}),
  });
}

/** A name of one's own for a queue or a workflow, so that parallel tests do not meet. */
export function ownName(kind: string): string {
  return `${kind}-${randomUUID()}`;
}
