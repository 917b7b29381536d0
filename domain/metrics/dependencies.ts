import { PROCESSES, type Metrics } from './spec.ts';

/** Metrics of the services that a process depends on. */
export const DEPENDENCIES = {
  vouch_dependency_up: {
    kind: 'gauge',
    help: '1 while a dependency answers',
    labels: { dependency: ['postgres', 'migrations', 'key_store', 'temporal', 'blobs'] },
    in: PROCESSES,
  },
  vouch_key_store_errors_total: {
    kind: 'counter',
    help: 'Keys that could not be had: the store is away, the key is destroyed, it does not unwrap',
    labels: { kind: ['unavailable', 'destroyed', 'unwrap_failed'] },
    in: PROCESSES,
  },
  vouch_blob_errors_total: {
    kind: 'counter',
    help: 'Operations on stored files that failed',
    labels: {
      operation: ['put', 'read', 'delete', 'list'],
      kind: ['missing', 'key', 'storage'],
    },
    in: ['api', 'worker', 'verification'],
  },
} as const satisfies Metrics;
