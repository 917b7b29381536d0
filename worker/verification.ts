import { createBarcodeReader } from '../activities/verification/engines/barcode.ts';
import type { ChildFault } from '../activities/verification/child/child-error.ts';
import { createFaceReader } from '../activities/verification/engines/faces.ts';
import { createSanitiser } from '../activities/verification/engines/sanitiser.ts';
import { createTextReader } from '../activities/verification/engines/text-reader.ts';
import type { Malware } from '../activities/verification/malware/answer.ts';
import { clamdAddress, createClamd } from '../activities/verification/malware/clamd.ts';
import { readRules } from '../activities/verification/malware/rules.ts';
import { createTextRecognizer } from '../activities/verification/engines/ocr.ts';
import { storeEvidence } from '../activities/verification/round/evidence.ts';
import { QUEUES } from '../domain/work.ts';
import { blobPlace } from '../store/blobs/blob-config.ts';
import { crashPoints } from '../platform/crash.ts';
import { dataConverter } from '../store/temporal/data-converter.ts';
import { createLog } from '../platform/log.ts';
import { createMeters } from '../platform/metrics/meters.ts';
import { prepareStore } from '../store/open-store.ts';
import { waitForKeyStore } from '../store/keys/wait-for-key-store.ts';
import { requireServing } from '../store/live-mode/require-serving.ts';
import { openTraces } from '../platform/traces/traces.ts';
import { watchLoop } from '../platform/event-loop/watch-loop.ts';
import { askOnce } from './process/ask-once.ts';
import { readVerificationConfig } from './config.ts';
import { endWithin } from './process/end-within.ts';
import { onForeign } from './temporal/hear-foreign.ts';
import { installRuntime } from './temporal/runtime.ts';
import { refuseForeign } from './temporal/refuse-foreign.ts';
import { serveOps } from './process/ops.ts';
import { openWorker } from './temporal/open-worker.ts';
import { openSdkMetrics } from './temporal/sdk-metrics.ts';
import { beginStart } from './process/start.ts';
import { storeProbe } from './process/store-probe.ts';
import { temporalProbe } from './temporal/temporal-probe.ts';
import { tracedActivities } from './temporal/traced-activities.ts';
import { openVendors } from './vendors.ts';
import { verificationWork } from './verification-work.ts';

/** The verification worker: activities only, in a process whose children touch uploaded bytes. */
watchLoop('verification');
const config = readVerificationConfig(process.env);
const log = createLog({ process: 'verification', level: config.logLevel });
const meters = createMeters('verification');
const sdk = await openSdkMetrics();
meters.addText(sdk.text);
installRuntime(log, sdk);
const start = beginStart(log);
const traces = await openTraces('verification', config);
const opening = await prepareStore({
  databaseUrl: config.databaseUrl.reveal(),
  keysDatabaseUrl: config.keysDatabaseUrl.reveal(),
  kekFile: config.kekFile,
  ...blobPlace(config),
  meters,
});
const onFault = ({ child, cause }: ChildFault) =>
  meters.count('vouch_child_deaths_total', { child, cause });
const onScan = (result: Malware) => meters.count('vouch_clamd_scans_total', { result });
const gate = createSanitiser({
  onFault,
  ...(config.yaraRulesDir ? { rules: await readRules(config.yaraRulesDir) } : {}),
  ...(config.clamdAddress
    ? { scanner: createClamd({ address: clamdAddress(config.clamdAddress), onScan }) }
    : {}),
});
const atOnce = config.verificationConcurrency; // so that a heavy page does not delay other rounds
const recognizer = createTextRecognizer({ onFault, atOnce });
const barcodes = createBarcodeReader({ onFault, atOnce });
const letters = createTextReader({ onFault, childrenMax: atOnce });
const faces = createFaceReader({ onFault, atOnce });
const { crash } = crashPoints(config.vouchCrash);
const now = () => new Date().toISOString();
const interceptors = {
  activity: [refuseForeign(onForeign(log, meters)), ...(traces ? [tracedActivities(traces)] : [])],
};
const temporal = temporalProbe(config.temporal.connectionOptions);
let isRunning = () => false;
const probe = storeProbe(opening, { probe: temporal, isRunning: () => isRunning() });
const guards = askOnce(gate.guards); // each answer starts a child process
const ops = await serveOps({
  host: config.opsHost,
  port: config.verificationOpsPort,
  probe: async () => ({ ...(await probe()), ...shown(await guards()) }),
  hasStarted: start.hasEnded,
  scrape: { meters, dependencies: probe },
});
const store = await start.wait('store', async () => {
  const opened = await opening.open();
  await requireServing(opened.database, config);
  return opened;
});
const options: Parameters<typeof openWorker>[1] = {
  taskQueue: QUEUES.verification,
  dataConverter: dataConverter(waitForKeyStore(store.keys), { withholds: true }),
  activities: verificationWork({
    evidence: storeEvidence(store, now),
    gate,
    recognizer,
    barcodes,
    letters,
    faces,
    now,
    triesMax: config.verificationTries,
    crash,
    log,
    meters,
  }),
  maxConcurrentActivityTaskExecutions: config.verificationConcurrency,
  interceptors,
  shutdownGraceTime: '10 s',
  shutdownForceTime: '20 s',
};
const { worker, connection } = await start.wait('temporal', () =>
  openWorker(config.temporal, options),
);
const vendors = await start.wait('temporal', () =>
  openVendors({ config, store, log, meters, crash, interceptors }),
);
isRunning = () => worker.getState() === 'RUNNING';
start.end();
endWithin(log);
try {
  await Promise.all([worker.run(), vendors?.run()]); // until SIGTERM
} finally {
  await vendors?.close();
  await Promise.all([gate, recognizer, barcodes, letters, faces].map((one) => one.close()));
  await ops.close();
  await temporal.close();
  await connection.close();
  await store.close();
  await traces?.close();
}

/** Reports a limit that this machine cannot put around the child, but goes on without it. */
function shown(guards: object): Record<string, string> {
  return Object.fromEntries(
    Object.entries(guards).map(([name, active]) => [name, active ? 'active' : 'inactive']),
  );
}
