import { Client, Connection } from '@temporalio/client';
import type { DataConverter } from '@temporalio/common';
import { NativeConnection, Worker } from '@temporalio/worker';
import { inject } from 'vitest';
import { movePolicies } from '../../activities/move-policies.ts';
import { recordEvents } from '../../activities/record-events.ts';
import type { VerificationWork } from '../../domain/work.ts';
import type { Log } from '../../store/log.ts';
import type { Store } from '../../store/open-store.ts';
import { moveCase } from '../../worker/move-case.ts';

/** A worker of cases on a queue of its own, whose engines are the test's. */
export async function startWorker(options: {
  store: Store;
  queue: string;
  dataConverter: DataConverter;
  runChecks: VerificationWork['runChecks'];
  log: Log;
  crash?: (name: string) => void;
}): Promise<{ stop: () => Promise<void> }> {
  const { store, queue: taskQueue, dataConverter, runChecks, log } = options;
  const address = inject('temporalAddress');
  const connection = await NativeConnection.connect({ address });
  const client = new Client({ connection: Connection.lazy({ address }), dataConverter });
  const deps = { database: store.database, log, crash: options.crash ?? (() => undefined) };
  const worker = await Worker.create({
    connection,
    taskQueue,
    workflowBundle: { codePath: inject('bundlePath') },
    dataConverter,
    activities: {
      recordEvents: recordEvents(deps),
      movePolicies: movePolicies({ ...deps, moveCase: moveCase(client, log) }),
      runChecks,
    },
  });
  const running = worker.run();
  const stop = async (): Promise<void> => {
    worker.shutdown();
    await running;
    await Promise.all([connection.close(), client.connection.close()]);
  };
  return { stop };
}
