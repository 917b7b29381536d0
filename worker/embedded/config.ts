import { z } from 'zod';
import { BLOB_FIELDS } from '../../store/blobs/blob-config.ts';
import {
  API_FIELDS,
  type Env,
  MODE_FIELDS,
  optionalSecretText,
  port,
  readConfig,
  STORE_FIELDS,
} from '../../platform/config/config.ts';
import { SENDER_CONFIG, VERIFICATION_CONFIG, WORKER_CONFIG } from '../config.ts';

export const START_CONFIG = z
  .object({
    ...API_FIELDS,
    vouchMode: MODE_FIELDS.vouchMode
      .refine((mode) => mode !== 'production', 'npm start is for development: docs/runbook.md')
      .describe('npm start: development alone'),
    opsHost: WORKER_CONFIG.shape.opsHost,
    workerOpsPort: WORKER_CONFIG.shape.workerOpsPort,
    verificationOpsPort: VERIFICATION_CONFIG.shape.verificationOpsPort,
    senderOpsPort: SENDER_CONFIG.shape.senderOpsPort,
    vouchDir: z
      .string()
      .default('.vouch')
      .describe('npm start: directory of keys, documents and the data of the servers it starts'),
    databaseUrl: optionalSecretText('npm start: unset, it starts a Postgres of its own'),
    keysDatabaseUrl: optionalSecretText('npm start: comes together with DATABASE_URL'),
    postgresPort: port('npm start: port of the Postgres it starts', 5434),
    temporalAddress: z.string().optional().describe('npm start: unset, it starts a Temporal'),
    temporalPort: port('npm start: port of the Temporal it starts', 7233),
    temporalUiPort: port('npm start: port of the UI of the Temporal it starts', 8233),
    temporalUiOrigin: z.url().optional().describe('npm start: unset, that of the UI it starts'),
    kekFile: STORE_FIELDS.kekFile.optional().describe('npm start: unset, made in VOUCH_DIR'),
    blobDir: BLOB_FIELDS.blobDir.describe('npm start: unset, and no S3_BUCKET, made in VOUCH_DIR'),
    s3Bucket: BLOB_FIELDS.s3Bucket,
    workflowBundle: WORKER_CONFIG.shape.workflowBundle.describe(
      'npm start: unset, made in VOUCH_DIR at each start',
    ),
    codecEndpoint: z
      .enum(['off', 'on'])
      .optional()
      .describe('npm start: unset, on if API_HOST is a loopback address'),
  })
  .refine((values) => !values.databaseUrl === !values.keysDatabaseUrl, {
    path: ['keysDatabaseUrl'],
    message: 'DATABASE_URL and KEYS_DATABASE_URL come together or not at all',
    when: () => true,
  });

/** Settings of `npm start`. The processes that it starts read and check their own. */
export function readStartConfig(env: Env) {
  return readConfig(START_CONFIG, env);
}

export type StartConfig = ReturnType<typeof readStartConfig>;
