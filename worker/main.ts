import { Client, Connection } from '@temporalio/client';
import { NativeConnection, Worker } from '@temporalio/worker';
import { QUEUES } from '../domain/work.ts';
import { writeCheckpoint } from '../store/audit/checkpoint.ts';
import { blobPlace } from '../store/blob-config.ts';
import { openWitness } from '../store/audit/witness.ts';
import { crashPoints } from '../store/crash.ts';
import { dataConverter } from '../store/data-converter.ts';
import { createLog } from '../store/log.ts';
import { createMeters } from '../store/metrics/meters.ts';
import { openStore } from '../store/open-store.ts';
import { patientKeys } from '../store/patient-keys.ts';
import { sweep } from '../store/sweep.ts';
import { openTraces } from '../store/traces/traces.ts';
import { bundleWorkflows } from './bundle.ts';
import { readWorkerConfig } from './config.ts';
import { endWithin } from './end-within.ts';
import { installRuntime } from './runtime.ts';
import { moveCase } from './move-case.ts';
import { serveOps } from './ops.ts';
import { reconcileMoves } from './reconcile-moves.ts';
import { reconcile } from './reconcile.ts';
import { repeat } from './repeat.ts';
import { openSdkMetrics } from './sdk-metrics.ts';
import { STOCK_MS, stockTaker } from './stock.ts';
import { storeProbe } from './store-probe.ts';
import { tracedActivities } from './traced-activities.ts';
import { requireWitness, witnessErrands } from './witness-errands.ts';
import { work } from './work.ts';

/** The worker of cases: workflows, their recording, and the errands that keep the store whole. */
const RECONCILE_MS_MAX = 15_000;
const SWEEP_MS = 3_600_000;
const CHECKPOINT_MS = 60_000;

const config = readWorkerConfig(process.env);
const log = createLog({ process: 'worker', level: config.logLevel });
const meters = createMeters('worker');
const sdk = await openSdkMetrics();
meters.addText(sdk.text);
installRuntime(log, sdk);
const traces = await openTraces('worker', config);
const store = await openStore({
  databaseUrl: config.databaseUrl.reveal(),
  keysDatabaseUrl: config.keysDatabaseUrl.reveal(),
  kekFile: config.kekFile,
  ...blobPlace(config),
  meters,
});
const witness = config.witnessDir ? await openWitness(config.witnessDir) : undefined;
await requireWitness(store, witness);
const { connectionOptions, namespace } = config.temporal;
const converter = dataConverter(patientKeys(store.keys));
const connection = await NativeConnection.connect(connectionOptions);
const client = new Client({
  connection: Connection.lazy(connectionOptions),
  namespace,
  dataConverter: converter,
});
const { crash } = crashPoints(config.vouchCrash);
const worker = await Worker.create({
  connection,
  namespace,
  taskQueue: QUEUES.cases,
  dataConverter: converter,
  workflowBundle: config.workflowBundle
    ? { codePath: config.workflowBundle }
    : await bundleWorkflows(),
  activities: work({
    database: store.database,
    crash,
    log,
    meters,
    moveCase: moveCase(client, log),
  }),
  stickyQueueScheduleToStartTimeout: '2 s', // the next update after kill -9 waits this long
  maxConcurrentWorkflowTaskExecutions: 80,
  workflowTaskPollerBehavior: { type: 'autoscaling', maximum: 20 },
  activityTaskPollerBehavior: { type: 'autoscaling', maximum: 20 },
  ...(traces ? { interceptors: { activity: [tracedActivities(traces)] } } : {}),
  shutdownGraceTime: '10 s',
  shutdownForceTime: '20 s',
});
endWithin(log);
const ops = await serveOps({
  host: config.opsHost,
  port: config.workerOpsPort,
  probe: () => storeProbe(store, worker),
  scrape: { meters, dependencies: () => storeProbe(store, worker) },
});
const queues = { cases: QUEUES.cases, checks: QUEUES.verification };
const ageMs = config.reconcileAfterSeconds * 1000;
const onError = (error: unknown) => {
  meters.count('vouch_errand_failures_total', {});
  log.error('errand.failed', error);
};
const errands = [
  repeat(() => reconcile({ store, client, queues, now: Date.now, ageMs, log, meters }), {
    everyMs: Math.min(RECONCILE_MS_MAX, ageMs),
    onError,
  }),
  repeat(() => reconcileMoves({ store, client, queues, now: Date.now, ageMs, log }), {
    everyMs: Math.min(RECONCILE_MS_MAX, ageMs),
    onError,
  }),
  repeat(() => sweep(store.database, store.blobs, { now: new Date().toISOString() }), {
    everyMs: SWEEP_MS,
    onError,
  }),
  repeat(checkpoint, { everyMs: CHECKPOINT_MS, onError }),
  repeat(stockTaker(store, meters), { everyMs: STOCK_MS, onError }),
  ...witnessErrands({ store, witness, log }, onError),
];
try {
  await worker.run(); // until SIGTERM
} finally {
  await Promise.all(errands.map(({ stop }) => stop()));
  await ops.close();
  await connection.close();
  await store.close();
  await traces?.close();
}

async function checkpoint(): Promise<void> {
  await writeCheckpoint(store.database, store.keys, { at: new Date().toISOString() });
  await witness?.keepCheckpoints(store.database);
}
