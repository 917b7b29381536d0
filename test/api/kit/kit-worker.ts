import { Client, Connection } from '@temporalio/client';
import type { DataConverter } from '@temporalio/common';
import { NativeConnection, Worker } from '@temporalio/worker';
import { inject } from 'vitest';
import { movePolicies } from '../../../activities/policies/move-policies.ts';
import { recordEvents } from '../../../activities/record/record-events.ts';
import type { VerificationWork } from '../../../domain/work.ts';
import { addressCommands } from '../../../store/temporal/address-commands.ts';
import { dataConverter as converterOf } from '../../../store/temporal/data-converter.ts';
import type { Log } from '../../../platform/log.ts';
import type { Store } from '../../../store/open-store.ts';
import { onForeign, foreignSinks } from '../../../worker/temporal/hear-foreign.ts';
import { moveCase } from '../../../worker/reconcile/move-case.ts';
import { refuseForeign } from '../../../worker/temporal/refuse-foreign.ts';

/** A case worker on a queue of its own, with the test's engines. */
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
  const client = new Client({
    connection: Connection.lazy({ address }),
    // Like the worker's own: it sends nothing that cannot be sealed.
    dataConverter: converterOf(store.keys),
    interceptors: { workflow: [addressCommands()] },
  });
  const hear = onForeign(log, { count: () => undefined });
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
    sinks: foreignSinks(hear),
    interceptors: { activity: [refuseForeign(hear)] },
  });
  const running = worker.run();
  const stop = async (): Promise<void> => {
    worker.shutdown();
    await running;
    await Promise.all([connection.close(), client.connection.close()]);
  };
  return { stop };
}
