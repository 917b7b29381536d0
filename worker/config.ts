import { availableParallelism } from 'node:os';
import { loadClientConnectConfig } from '@temporalio/envconfig';
import { z } from 'zod';
import { BLOB_FIELDS, withBlobRules } from '../store/blob-config.ts';
import {
  type Env,
  port,
  PROCESS_FIELDS,
  readConfig,
  STORE_FIELDS,
  TEMPORAL_FIELDS,
  temporalEnv,
} from '../store/config.ts';
import { withTemporalRules } from '../store/temporal-config.ts';

const witnessDir = z
  .string()
  .optional()
  .describe(
    'Directory that no database role can change: checkpoints and ids of destroyed keys; live mode needs it',
  );

export const WORKER_CONFIG = z.object({
  ...STORE_FIELDS,
  ...BLOB_FIELDS,
  ...PROCESS_FIELDS,
  ...TEMPORAL_FIELDS,
  witnessDir,
  workerOpsPort: port('Port of the worker’s health and metrics', 3002),
  reconcileAfterSeconds: z.coerce
    .number()
    .positive()
    .default(60)
    .describe('Age at which a customer without a case is given its start again'),
  workflowBundle: z
    .string()
    .optional()
    .describe(
      'File that worker/bundle wrote; unset, the worker bundles the workflows as it starts',
    ),
});

export const VERIFICATION_CONFIG = z.object({
  ...STORE_FIELDS,
  ...BLOB_FIELDS,
  ...PROCESS_FIELDS,
  ...TEMPORAL_FIELDS,
  verificationOpsPort: port('Port of the verification worker’s health and metrics', 3003),
  verificationConcurrency: z.coerce
    .number()
    .int()
    .min(1)
    .default(availableParallelism())
    .describe('Rounds of checks at once; by default one per core'),
  verificationTries: z.coerce
    .number()
    .int()
    .min(1)
    .max(20)
    .default(20)
    .describe('Tries of a round before a fault of the machine is answered as unavailable'),
});

export const MIGRATE_CONFIG = z.object({
  databaseUrl: STORE_FIELDS.databaseUrl,
  keysDatabaseUrl: STORE_FIELDS.keysDatabaseUrl,
  witnessDir,
  ...TEMPORAL_FIELDS,
});

const KEYS_CONFIG = z.object({ databaseUrl: STORE_FIELDS.databaseUrl });

/** Settings of `vouch keys`. Throws one error that names every problem. */
export function readKeysConfig(env: Env) {
  return readConfig(KEYS_CONFIG, env);
}

/** Settings of the worker of cases. Throws one error that names every problem. */
export function readWorkerConfig(env: Env) {
  return withTemporal(readConfig(withTemporalRules(withBlobRules(WORKER_CONFIG)), env));
}

/** Settings of the verification worker. Throws one error that names every problem. */
export function readVerificationConfig(env: Env) {
  return withTemporal(readConfig(withTemporalRules(withBlobRules(VERIFICATION_CONFIG)), env));
}

/** Settings of the migration. Throws one error that names every problem. */
export function readMigrateConfig(env: Env) {
  return withTemporal(readConfig(withTemporalRules(MIGRATE_CONFIG), env));
}

function withTemporal<T extends Parameters<typeof temporalEnv>[0]>(values: T) {
  const overrideEnvVars = temporalEnv(values);
  const { connectionOptions } = loadClientConnectConfig({ disableFile: true, overrideEnvVars });
  const temporal = { connectionOptions, namespace: values.temporalNamespace };
  return Object.freeze({ ...values, temporal });
}
