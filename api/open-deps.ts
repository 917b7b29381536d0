import { sql } from 'kysely';
import { QUEUES } from '../domain/work.ts';
import { createKeyVerifier } from '../store/api-keys/verify-api-key.ts';
import { blobPlace } from '../store/blob-config.ts';
import { addressRules } from '../store/config.ts';
import { crashPoints } from '../store/crash.ts';
import { listenCases } from '../store/events/listen-cases.ts';
import { dataConverter } from '../store/data-converter.ts';
import { createLog } from '../store/log.ts';
import { isMigrated } from '../store/is-migrated.ts';
import { openStore } from '../store/open-store.ts';
import { openTraces } from '../store/traces/traces.ts';
import { createBodyBudget } from './body-budget.ts';
import type { ApiConfig } from './config.ts';
import type { Deps } from './deps.ts';
import { createMarks } from './marks.ts';
import { createMetrics } from './metrics.ts';
import { hostedAddress } from './hosted/address.ts';
import type { Probes } from './ops.ts';
import { createRateLimiter } from './rate.ts';
import { connectEngine } from './temporal.ts';

const VISIBLE_MS = 5000;

/** Opens everything that the API works with; what fails here stops the start. */
export async function openDeps(
  config: ApiConfig,
  stopping: AbortSignal,
): Promise<{ deps: Deps; probes: Probes; close: () => Promise<void> }> {
  const log = createLog({ process: 'api', level: config.logLevel });
  const { crash } = crashPoints(config.vouchCrash);
  const metrics = createMetrics();
  const traces = await openTraces('api', config);
  const store = await openStore({
    databaseUrl: config.databaseUrl.reveal(),
    keysDatabaseUrl: config.keysDatabaseUrl.reveal(),
    kekFile: config.kekFile,
    ...blobPlace(config),
    crash,
    meters: metrics.meters,
  });
  const { connectionOptions, namespace } = config.temporal;
  const engine = connectEngine({
    connection: connectionOptions,
    namespace: namespace ?? 'default',
    dataConverter: dataConverter(store.keys),
    queues: { cases: QUEUES.cases, checks: QUEUES.verification },
    traces,
  });
  const deps: Deps = {
    store,
    engine,
    verifier: createKeyVerifier(store.database, { now: Date.now }),
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
    marks: createMarks(store.keys),
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
    probes: probesOf(deps),
    close: async () => {
      await deps.listener.close();
      await engine.close();
      await store.close();
      await traces?.close();
    },
  };
}

function probesOf({ store, engine }: Deps): Probes {
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
      await store.blobs.ready();
      return true;
    },
  };
}

/** What may sign a callback: with two, a new one beside the old while it is exchanged. */
function callbackSecrets({ onfidoWebhookTokens }: ApiConfig): string[] {
  const given = onfidoWebhookTokens?.reveal() ?? '';
  return given.split(',').flatMap((one) => one.trim() || []);
}
