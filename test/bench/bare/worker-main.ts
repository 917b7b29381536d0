import { fileURLToPath } from 'node:url';
import { bundleWorkflowCode, NativeConnection, Worker } from '@temporalio/worker';
import type { BareWork } from './workflow.ts';

/** A worker of the bare lifecycle: `bare` has the workflow, `bare-checks` the activities. */
const [taskQueue] = process.argv.slice(2);
const address = process.env['TEMPORAL_ADDRESS'];
if (!taskQueue || !address) throw new Error('usage: TEMPORAL_ADDRESS=… worker-main QUEUE');
const work: BareWork = {
  check: (document) => Promise.resolve(document),
  record: () => Promise.resolve(),
};
const connection = await NativeConnection.connect({ address });
const workflowsPath = fileURLToPath(new URL('workflow.ts', import.meta.url));
const bundle = taskQueue === 'bare' ? await bundleWorkflowCode({ workflowsPath }) : null;
const worker = await Worker.create({
  connection,
  taskQueue,
  activities: work,
  ...(bundle
    ? {
        workflowBundle: bundle,
        // As the worker of cases has them.
        maxConcurrentWorkflowTaskExecutions: 80,
        workflowTaskPollerBehavior: { type: 'autoscaling', maximum: 20 },
        activityTaskPollerBehavior: { type: 'autoscaling', maximum: 20 },
      }
    : {}),
});
console.log('ready');
await worker.run(); // until SIGTERM
await connection.close();
