import { availableParallelism, totalmem } from 'node:os';
import { loadClientConnectConfig } from '@temporalio/envconfig';
import { z } from 'zod';
import { BLOB_FIELDS, withBlobRules } from '../store/blobs/blob-config.ts';
import { readRanges } from '../activities/webhooks/is-public.ts';
import { STANDARD_PACE } from '../domain/webhooks/pace.ts';
import {
  type Env,
  MODE_FIELDS,
  port,
  PROCESS_FIELDS,
  readConfig,
  STORE_FIELDS,
  TEMPORAL_FIELDS,
  temporalEnv,
  WEBHOOK_FIELDS,
} from '../platform/config/config.ts';
import { withTemporalRules } from '../platform/temporal/connection-config.ts';
import { ASKING_FIELDS } from '../platform/config/vendor-config.ts';
import { roundsAtOnce } from './process/rounds-at-once.ts';

/**
 * Enough for cases that go on within the same seconds; the others wait for days
 * (docs/temporal.md#the-cache-of-workflows).
 */
const WORKFLOWS_CACHED_MAX = 300;

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
    .describe(
      'Age at which a customer without a case is given its start again; a changed case is compared with its workflow after a quarter of it',
    ),
  workflowBundle: z
    .string()
    .optional()
    .describe(
      'File that worker/bundle wrote; unset, the worker bundles the workflows as it starts',
    ),
  workflowsCachedMax: z.coerce
    .number()
    .int()
    .min(2)
    .default(WORKFLOWS_CACHED_MAX)
    .describe('Workflows that the worker keeps in memory; others are replayed when they go on'),
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
    .default(
      roundsAtOnce({
        cores: availableParallelism(),
        memoryMib: Math.min(totalmem(), process.constrainedMemory() || Infinity) / 1_048_576,
      }),
    )
    .describe(
      'Rounds of checks at once, and children of each engine; by default one per core and 2 GiB of memory',
    ),
  clamdAddress: z
    .string()
    .regex(/^(\/.+|\[?[\w.:-]+\]?:\d{1,5})$/, 'expected host:port or the path of a socket')
    .optional()
    .describe(
      'ClamAV’s daemon, host:port or the path of its socket; unset, no file is called clean by it',
    ),
  yaraRulesDir: z
    .string()
    .optional()
    .describe(
      'Directory of YARA rules (.yar) of your own, looked for in every file beside Vouch’s',
    ),
  verificationTries: z.coerce
    .number()
    .int()
    .min(1)
    .max(20)
    .default(20)
    .describe('Tries of a round before a fault of the machine is answered as unavailable'),
  ...ASKING_FIELDS,
});

export const SENDER_CONFIG = z.object({
  databaseUrl: STORE_FIELDS.databaseUrl,
  keysDatabaseUrl: STORE_FIELDS.keysDatabaseUrl,
  kekFile: STORE_FIELDS.kekFile,
  ...PROCESS_FIELDS,
  ...WEBHOOK_FIELDS,
  senderOpsPort: port('Port of the sender’s health and metrics', 3004),
  webhookRefusedRanges: z
    .string()
    .default('')
    .transform((text, ctx) => {
      try {
        return readRanges(text);
      } catch {
        ctx.addIssue('expected ranges such as 203.0.113.0/24, with commas between');
        return z.NEVER;
      }
    })
    .describe('Public ranges that webhooks never reach, as 203.0.113.0/24, with commas between'),
  webhookRetrySeconds: z
    .string()
    .regex(/^\d+(\.\d+)?(,\d+(\.\d+)?){0,19}$/, 'expected seconds with commas between')
    .default(STANDARD_PACE.delaysMs.map((ms) => ms / 1000).join(','))
    .describe('Pauses before each try of a webhook, in seconds'),
  webhookLeaseSeconds: z.coerce
    .number()
    .min(1)
    .max(300)
    .default(STANDARD_PACE.leaseMs / 1000)
    .describe('After so many seconds another takes up what a dead sender was sending'),
});

export const MIGRATE_CONFIG = z.object({
  databaseUrl: STORE_FIELDS.databaseUrl,
  keysDatabaseUrl: STORE_FIELDS.keysDatabaseUrl,
  servingRole: z
    .string()
    .regex(/^[a-z_][a-z0-9_]{0,62}$/, 'expected a plain name of a role')
    .optional()
    .describe('Migration: the role that the processes serve with, given what it needs and no more'),
  ...MODE_FIELDS,
  witnessDir,
  ...TEMPORAL_FIELDS,
});

const KEYS_CONFIG = z.object({ databaseUrl: STORE_FIELDS.databaseUrl, ...MODE_FIELDS });

/** Settings of `vouch keys` and of the first keys. Throws one error that names every problem. */
export function readKeysConfig(env: Env) {
  return readConfig(KEYS_CONFIG, env);
}

/** Settings of the case worker. Throws one error that names every problem. */
export function readWorkerConfig(env: Env) {
  return withTemporal(readConfig(withTemporalRules(withBlobRules(WORKER_CONFIG)), env));
}

/** Settings of the verification worker. Throws one error that names every problem. */
export function readVerificationConfig(env: Env) {
  return withTemporal(readConfig(withTemporalRules(withBlobRules(VERIFICATION_CONFIG)), env));
}

/** Settings of the sender, with its sending rate. Throws one error that names every problem. */
export function readSenderConfig(env: Env) {
  const values = readConfig(SENDER_CONFIG, env);
  const delaysMs = values.webhookRetrySeconds.split(',').map((text) => Number(text) * 1000);
  const leaseMs = values.webhookLeaseSeconds * 1000;
  return Object.freeze({ ...values, pace: { ...STANDARD_PACE, delaysMs, leaseMs } });
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
