import { NativeConnection, Worker } from '@temporalio/worker';
import { createBarcodeReader } from '../activities/verification/barcode.ts';
import type { ChildFault } from '../activities/verification/child-error.ts';
import { createFaceReader } from '../activities/verification/faces.ts';
import { createGate } from '../activities/verification/gate.ts';
import { createLetterReader } from '../activities/verification/letters.ts';
import type { Malware } from '../activities/verification/malware/answer.ts';
import { clamdAddress, createClamd } from '../activities/verification/malware/clamd.ts';
import { readRules } from '../activities/verification/malware/rules.ts';
import { createTextRecognizer } from '../activities/verification/ocr.ts';
import { storeEvidence } from '../activities/verification/evidence.ts';
import { QUEUES } from '../domain/work.ts';
import { blobPlace } from '../store/blob-config.ts';
import { crashPoints } from '../store/crash.ts';
import { dataConverter } from '../store/data-converter.ts';
import { createLog } from '../store/log.ts';
import { createMeters } from '../store/metrics/meters.ts';
import { openStore } from '../store/open-store.ts';
import { patientKeys } from '../store/patient-keys.ts';
import { openTraces } from '../store/traces/traces.ts';
import { askOnce } from './ask-once.ts';
import { readVerificationConfig } from './config.ts';
import { endWithin } from './end-within.ts';
import { installRuntime } from './runtime.ts';
import { serveOps } from './ops.ts';
import { openSdkMetrics } from './sdk-metrics.ts';
import { storeProbe } from './store-probe.ts';
import { tracedActivities } from './traced-activities.ts';
import { openVendors } from './vendors.ts';
import { verificationWork } from './verification-work.ts';

/** The verification worker: activities only, in a process whose children touch uploaded bytes. */
const config = readVerificationConfig(process.env);
const log = createLog({ process: 'verification', level: config.logLevel });
const meters = createMeters('verification');
const sdk = await openSdkMetrics();
meters.addText(sdk.text);
installRuntime(log, sdk);
const traces = await openTraces('verification', config);
const store = await openStore({
  databaseUrl: config.databaseUrl.reveal(),
  keysDatabaseUrl: config.keysDatabaseUrl.reveal(),
  kekFile: config.kekFile,
  ...blobPlace(config),
  meters,
});
const { connectionOptions, namespace } = config.temporal;
const connection = await NativeConnection.connect(connectionOptions);
const onFault = ({ child, cause }: ChildFault) =>
  meters.count('vouch_child_deaths_total', { child, cause });
const onScan = (result: Malware) => meters.count('vouch_clamd_scans_total', { result });
const gate = createGate({
  onFault,
  ...(config.yaraRulesDir ? { rules: await readRules(config.yaraRulesDir) } : {}),
  ...(config.clamdAddress
    ? { scanner: createClamd({ address: clamdAddress(config.clamdAddress), onScan }) }
    : {}),
});
const atOnce = config.verificationConcurrency; // a heavy page delays no other round
const recognizer = createTextRecognizer({ onFault, atOnce });
const barcodes = createBarcodeReader({ onFault, atOnce });
const letters = createLetterReader({ onFault, childrenMax: atOnce });
const faces = createFaceReader({ onFault, atOnce });
const { crash } = crashPoints(config.vouchCrash);
const now = () => new Date().toISOString();
const interceptors = traces ? { activity: [tracedActivities(traces)] } : undefined;
const worker = await Worker.create({
  connection,
  namespace,
  taskQueue: QUEUES.verification,
  dataConverter: dataConverter(patientKeys(store.keys)),
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
  ...(interceptors ? { interceptors } : {}),
  shutdownGraceTime: '10 s',
  shutdownForceTime: '20 s',
});
const vendors = await openVendors({ config, store, connection, log, meters, crash, interceptors });
endWithin(log);
const guards = askOnce(gate.guards); // each answer costs a child
const ops = await serveOps({
  host: config.opsHost,
  port: config.verificationOpsPort,
  probe: async () => ({ ...(await storeProbe(store, worker)), ...shown(await guards()) }),
  scrape: { meters, dependencies: () => storeProbe(store, worker) },
});
try {
  await Promise.all([worker.run(), vendors?.run()]); // until SIGTERM
} finally {
  await vendors?.close();
  await Promise.all([gate, recognizer, barcodes, letters, faces].map((one) => one.close()));
  await ops.close();
  await connection.close();
  await store.close();
  await traces?.close();
}

/** A wall that this machine cannot give is told, but keeps nobody from working. */
function shown(guards: object): Record<string, string> {
  return Object.fromEntries(
    Object.entries(guards).map(([name, active]) => [name, active ? 'active' : 'inactive']),
  );
}
