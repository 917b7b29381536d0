import { sql } from 'kysely';
import { QUEUES } from '../domain/work.ts';
import { createKeyVerifier } from '../store/api-keys/verify-api-key.ts';
import { blobPlace } from '../store/blobs/blob-config.ts';
import { addressRules } from '../platform/config/config.ts';
import { crashPoints } from '../platform/crash.ts';
import { listenCases } from '../store/events/listen-cases.ts';
import { dataConverter } from '../store/temporal/data-converter.ts';
import { createLog } from '../platform/log.ts';
import { isMigrated } from '../store/db/is-migrated.ts';
import { type OpeningStore, prepareStore } from '../store/open-store.ts';
import { requireServing } from '../store/live-mode/require-serving.ts';
import { openTraces } from '../platform/traces/traces.ts';
import { createBodyBudget } from './http/body/body-budget.ts';
import type { ApiConfig } from './config.ts';
import type { Deps } from './deps.ts';
import { createRequestMacs } from './http/idempotency/request-macs.ts';
import { createMetrics } from './http/metrics.ts';
import { hostedAddress } from './verify/address.ts';
import type { Probes } from './http/ops.ts';
import { createRateLimiter } from './http/access/rate.ts';
import { servedKeys } from './http/access/served-keys.ts';
import { connectService } from './temporal/temporal.ts';

const VISIBLE_MS = 5000;

/** What the API works with, prepared before any server was contacted. */
export interface OpeningDeps {
  /** Everything but the stores. */
  deps: Omit<Deps, 'store'>;
  probes: Probes;
  /** Opens the stores; safe to repeat after a failure. */
  open: () => Promise<Deps>;
  close: () => Promise<void>;
}

/** Prepares everything that the API works with. If this throws, a setting is wrong. */
export async function prepareDeps(config: ApiConfig, stopping: AbortSignal): Promise<OpeningDeps> {
  const log = createLog({ process: 'api', level: config.logLevel });
  const { crash } = crashPoints(config.vouchCrash);
  const metrics = createMetrics();
  const traces = await openTraces('api', config);
  const store = await prepareStore({
    databaseUrl: config.databaseUrl.reveal(),
    keysDatabaseUrl: config.keysDatabaseUrl.reveal(),
    kekFile: config.kekFile,
    ...blobPlace(config),
    crash,
    meters: metrics.meters,
  });
  const { connectionOptions, namespace } = config.temporal;
  const engine = connectService({
    connection: connectionOptions,
    namespace: namespace ?? 'default',
    dataConverter: dataConverter(store.keys),
    queues: { cases: QUEUES.cases, checks: QUEUES.verification },
    traces,
  });
  const deps: Omit<Deps, 'store'> = {
    engine,
    verifier: servedKeys(createKeyVerifier(store.database, { now: Date.now }), config),
    limiter: createRateLimiter(
      {
        reads: config.rateReadsPerSecond,
        writes: config.rateWritesPerSecond,
        uploads: config.rateUploadsPerSecond,
      },
      config.apiProcesses,
    ),
    bodies: createBodyBudget(config.bodyMemoryMib * 1024 * 1024),
    metrics,
    traces,
    listener: listenCases(config.databaseUrl.reveal()),
    log,
    marks: createRequestMacs(store.keys),
    crash,
    now: () => new Date().toISOString(),
    stopping,
    settings: {
      defaultLocale: config.defaultLocale,
      visibleMs: VISIBLE_MS,
      codecOrigin: config.codecEndpoint === 'on' ? config.temporalUiOrigin : null,
      webhooks: addressRules(config),
      hosted: hostedAddress(config),
      trustedProxies: config.trustedProxies,
      vendors: config.vendors,
      callbackSecrets: { onfido: callbackSecrets(config) },
    },
  };
  return {
    deps,
    probes: probesOf(store, deps),
    open: async () => {
      const opened = await store.open();
      await requireServing(opened.database, config);
      return { ...deps, store: opened };
    },
    close: async () => {
      await deps.listener.close();
      await engine.close();
      await store.close();
      await traces?.close();
    },
  };
}

function probesOf(store: OpeningStore, { engine }: Pick<Deps, 'engine'>): Probes {
  return {
    postgres: async () => {
      await sql`SELECT 1`.execute(store.database);
      return true;
    },
    migrations: () => isMigrated(store.database),
    key_store: async () => {
      await store.keys.ready();
      return true;
    },
    temporal: () => Promise.resolve(!engine.isAway()),
    blobs: async () => {
      await store.blobsReady();
      return true;
    },
  };
}

/** The secrets that may sign a callback: two while an old one is being replaced. */
function callbackSecrets({ onfidoWebhookTokens }: ApiConfig): string[] {
  const given = onfidoWebhookTokens?.reveal() ?? '';
  return given.split(',').flatMap((one) => one.trim() || []);
}
