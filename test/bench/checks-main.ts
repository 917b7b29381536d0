import { NativeConnection, Worker } from '@temporalio/worker';
import { QUEUES, type VerificationWork } from '../../domain/work.ts';
import { dataConverter } from '../../store/temporal/data-converter.ts';
import { blobPlace } from '../../store/blobs/blob-config.ts';
import { openStore } from '../../store/open-store.ts';
import { readVerificationConfig } from '../../worker/config.ts';

/** A verification worker whose engines look at nothing: every check passes at once. */
const work: VerificationWork = {
  runChecks: (round) =>
    Promise.resolve(
      round.checks.map(({ id, kind }) => ({ id, kind, outcome: 'pass', reasons: [] })),
    ),
};

const config = readVerificationConfig(process.env);
const store = await openStore({
  databaseUrl: config.databaseUrl.reveal(),
  keysDatabaseUrl: config.keysDatabaseUrl.reveal(),
  kekFile: config.kekFile,
  ...blobPlace(config),
});
const { connectionOptions, namespace } = config.temporal;
const connection = await NativeConnection.connect(connectionOptions);
const worker = await Worker.create({
  connection,
  namespace,
  taskQueue: QUEUES.verification,
  dataConverter: dataConverter(store.keys),
  activities: work,
});
console.log('ready');
try {
  await worker.run(); // until SIGTERM
} finally {
  await connection.close();
  await store.close();
}
