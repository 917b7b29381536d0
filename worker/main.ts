import { Client, Connection } from '@temporalio/client';
import { QUEUES } from '../domain/work.ts';
import { addressCommands } from '../store/temporal/address-commands.ts';
import { writeCheckpoint } from '../store/audit/checkpoint.ts';
import { blobPlace } from '../store/blobs/blob-config.ts';
import { openWitness } from '../store/audit/witness.ts';
import { crashPoints } from '../platform/crash.ts';
import { dataConverter } from '../store/temporal/data-converter.ts';
import { createLog } from '../platform/log.ts';
import { createMeters } from '../platform/metrics/meters.ts';
import { prepareStore } from '../store/open-store.ts';
import { waitForKeyStore } from '../store/keys/wait-for-key-store.ts';
import { requireServing } from '../store/live-mode/require-serving.ts';
import { sweep } from '../store/sweep.ts';
import { openTraces } from '../platform/traces/traces.ts';
import { watchLoop } from '../platform/event-loop/watch-loop.ts';
import { askOnce } from './process/ask-once.ts';
import { bundleWorkflows } from './bundle.ts';
import { readWorkerConfig } from './config.ts';
import { endWithin } from './process/end-within.ts';
import { onForeign, foreignSinks } from './temporal/hear-foreign.ts';
import { openRecordings, type Recordings } from './restore/recordings.ts';
import { installRuntime } from './temporal/runtime.ts';
import { moveCase } from './reconcile/move-case.ts';
import { openWorker } from './temporal/open-worker.ts';
import { serveOps } from './process/ops.ts';
import { refuseForeign } from './temporal/refuse-foreign.ts';
import { reconcileMoves } from './reconcile/reconcile-moves.ts';
import { reconcileChanged } from './reconcile/reconcile-changed.ts';
import { reconcile } from './reconcile/reconcile.ts';
import { repeat } from '../platform/repeat.ts';
import { openSdkMetrics } from './temporal/sdk-metrics.ts';
import { beginStart } from './process/start.ts';
import { STOCK_MS, databaseGauges } from './process/database-gauges.ts';
import { storeProbe } from './process/store-probe.ts';
import { temporalProbe } from './temporal/temporal-probe.ts';
import { tracedActivities } from './temporal/traced-activities.ts';
import { requireWitness, witnessJobs } from './process/witness-jobs.ts';
import { work } from './work.ts';

/** The case worker: workflows, their recording, and the background jobs that keep the store consistent. */
const RECONCILE_MS_MAX = 15_000;
const COMPARE_MS = 5_000;
const REST_SECONDS_MIN = 10;
const SWEEP_MS = 3_600_000;
const CHECKPOINT_MS = 60_000;

watchLoop('worker');
const config = readWorkerConfig(process.env);
const log = createLog({ process: 'worker', level: config.logLevel });
const meters = createMeters('worker');
const sdk = await openSdkMetrics();
meters.addText(sdk.text);
installRuntime(log, sdk);
const start = beginStart(log);
const traces = await openTraces('worker', config);
const opening = await prepareStore({
  databaseUrl: config.databaseUrl.reveal(),
  keysDatabaseUrl: config.keysDatabaseUrl.reveal(),
  kekFile: config.kekFile,
  ...blobPlace(config),
  meters,
});
const { connectionOptions, namespace } = config.temporal;
let isRunning = () => false;
const temporal = temporalProbe(connectionOptions);
const probe = storeProbe(opening, { probe: temporal, isRunning: () => isRunning() });
const ops = await serveOps({
  host: config.opsHost,
  port: config.workerOpsPort,
  probe,
  hasStarted: start.hasEnded,
  scrape: { meters, dependencies: probe },
});
const { store, witness } = await start.wait('store', openAll);
const converter = dataConverter(waitForKeyStore(store.keys), { withholds: true });
const client = new Client({
  connection: Connection.lazy(connectionOptions),
  namespace,
  // This client sends nothing that cannot be sealed.
  dataConverter: dataConverter(waitForKeyStore(store.keys)),
  interceptors: { workflow: [addressCommands()] },
});
const { crash } = crashPoints(config.vouchCrash);
const suspects = new Set<string>();
const workflowBundle = config.workflowBundle
  ? { codePath: config.workflowBundle }
  : await bundleWorkflows();
const hearForeign = onForeign(log, meters);
const options: Parameters<typeof openWorker>[1] = {
  taskQueue: QUEUES.cases,
  dataConverter: converter,
  workflowBundle,
  activities: work({
    database: store.database,
    crash,
    log,
    meters,
    moveCase: moveCase(client, log),
    onDiverged: (customer) => suspects.add(customer),
  }),
  stickyQueueScheduleToStartTimeout: '2 s', // the next update after kill -9 waits this long
  maxCachedWorkflows: config.workflowsCachedMax,
  maxConcurrentWorkflowTaskExecutions: 80,
  workflowTaskPollerBehavior: { type: 'autoscaling', maximum: 20 },
  activityTaskPollerBehavior: { type: 'autoscaling', maximum: 20 },
  sinks: foreignSinks(hearForeign),
  interceptors: {
    activity: [refuseForeign(hearForeign), ...(traces ? [tracedActivities(traces)] : [])],
  },
  shutdownGraceTime: '10 s',
  shutdownForceTime: '20 s',
};
const { worker, connection } = await start.wait('temporal', () =>
  openWorker(config.temporal, options),
);
isRunning = () => worker.getState() === 'RUNNING';
start.end();
endWithin(log);
const queues = { cases: QUEUES.cases, checks: QUEUES.verification };
// Replays need a bundle of their own. It is built when the first row has to be rebuilt.
const recordings = askOnce(() => openRecordings({ client, dataConverter: converter }));
const comparing = {
  store,
  client,
  recordings: async (asked: Parameters<Recordings>[0]) => (await recordings())(asked),
  queues,
  dryRun: false,
  restSeconds: Math.max(REST_SECONDS_MIN, config.reconcileAfterSeconds / 4),
  now: () => new Date().toISOString(),
  log,
  meters,
  suspects,
};
const ageMs = config.reconcileAfterSeconds * 1000;
const onError = (error: unknown) => {
  meters.count('vouch_errand_failures_total', {});
  log.error('errand.failed', error);
};
const backgroundJobs = [
  repeat(() => reconcile({ store, client, queues, now: Date.now, ageMs, log, meters }), {
    everyMs: Math.min(RECONCILE_MS_MAX, ageMs),
    onError,
  }),
  repeat(() => reconcileMoves({ store, client, queues, now: Date.now, ageMs, log }), {
    everyMs: Math.min(RECONCILE_MS_MAX, ageMs),
    onError,
  }),
  repeat(() => reconcileChanged(comparing), { everyMs: COMPARE_MS, onError }),
  repeat(() => sweep(store.database, store.blobs, { now: new Date().toISOString() }), {
    everyMs: SWEEP_MS,
    onError,
  }),
  repeat(checkpoint, { everyMs: CHECKPOINT_MS, onError }),
  repeat(databaseGauges(store, meters), { everyMs: STOCK_MS, onError }),
  ...witnessJobs({ store, witness, log }, onError),
];
try {
  await worker.run(); // until SIGTERM
} finally {
  await Promise.all(backgroundJobs.map(({ stop }) => stop()));
  await ops.close();
  await temporal.close();
  await connection.close();
  await store.close();
  await traces?.close();
}

async function openAll() {
  const store = await opening.open();
  await requireServing(store.database, config);
  const witness = config.witnessDir ? await openWitness(config.witnessDir) : undefined;
  await requireWitness(store, witness);
  return { store, witness };
}

async function checkpoint(): Promise<void> {
  await writeCheckpoint(store.database, store.keys, { at: new Date().toISOString() });
  await witness?.keepCheckpoints(store.database);
}
