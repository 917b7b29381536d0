import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomBytes } from 'node:crypto';
import type { Kysely } from 'kysely';
import { inject } from 'vitest';
import { createApp } from '../../../api/app.ts';
import { createBodyBudget } from '../../../api/http/body/body-budget.ts';
import type { Deps } from '../../../api/deps.ts';
import { createRequestMacs } from '../../../api/http/idempotency/request-macs.ts';
import { createMetrics } from '../../../api/http/metrics.ts';
import { createRateLimiter, type RateLimiter, type Rates } from '../../../api/http/access/rate.ts';
import { connectService, type TemporalService } from '../../../api/temporal/temporal.ts';
import { SCOPES, SYSTEM, type Mode, type Role, type Scope } from '../../../domain/access/access.ts';
import type { Policy } from '../../../domain/policy/policy.ts';
import { BUILT_IN_POLICIES } from '../../../domain/policy/built-in-policies.ts';
import type { VerificationWork } from '../../../domain/work.ts';
import { createApiKey } from '../../../store/api-keys/create-api-key.ts';
import { createKeyVerifier } from '../../../store/api-keys/verify-api-key.ts';
import { CustomerCodec } from '../../../store/temporal/codec.ts';
import { connect, type Database } from '../../../store/db/database.ts';
import { listenCases } from '../../../store/events/listen-cases.ts';
import { createLog } from '../../../platform/log.ts';
import { openStore } from '../../../store/open-store.ts';
import { publishBuiltIn } from '../../../store/policies/put-policy.ts';
import { freshDatabases } from '../../support/postgres.ts';
import { ownName } from '../../support/temporal.ts';
import { createCaller, type Caller } from './caller.ts';
import { startWorker } from './kit-worker.ts';

const FAILURES = new URL('../../../workflows/failure-converter.ts', import.meta.url).pathname;
const QUIET = {
  log: createLog({ process: 'api-test', level: 'error' }),
  crash: () => undefined,
};
const SETTINGS: Deps['settings'] = {
  defaultLocale: 'en',
  visibleMs: 5000,
  codecOrigin: null,
  webhooks: { loopback: true, refusedHosts: ['own.example'] },
  hosted: { url: 'https://verify.example', isSecure: true },
  trustedProxies: [],
  vendors: ['onfido'],
  callbackSecrets: { onfido: ['the token of before', 'a webhook token'] },
};
const PLENTY: Rates = { reads: 10_000, writes: 10_000, uploads: 10_000 };

export interface KeyWish {
  role?: Role;
  scopes?: readonly Scope[];
  mode?: Mode;
  holder?: string;
}

export interface Kit extends Caller {
  deps: Deps;
  /** The main database, opened as its owner, for tests that forge what the serving role may not change. */
  owner: Kysely<Database>;
  /** The task queue of its worker. */
  queue: string;
  /** A new API key, by default with all scopes. */
  key: (wish?: KeyWish) => Promise<string>;
  /** The same app with other dependencies, such as a Temporal service that is away, or other limits. */
  withDeps: (more: Partial<Deps>) => Caller;
  limiterOf: (rates: Partial<Rates>) => RateLimiter;
  close: () => Promise<void>;
}

export interface KitOptions {
  /** Answers rounds of checks; without one every check passes. */
  runChecks?: VerificationWork['runChecks'];
  policies?: readonly Policy[];
  rates?: Partial<Rates>;
}

/** Starts the API on real Postgres and real Temporal, with a worker of its own and the test's engines. */
export async function openKit(options: KitOptions = {}): Promise<Kit> {
  const databases = await freshDatabases();
  const owner = connect(databases.databaseUrl, { max: 1 });
  const directory = await mkdtemp(join(tmpdir(), 'vouch-api-'));
  const kekFile = join(directory, 'kek');
  await writeFile(kekFile, randomBytes(32));
  await chmod(kekFile, 0o400);
  const { databaseUrl, keysDatabaseUrl } = databases.serving;
  const store = await openStore({
    databaseUrl,
    keysDatabaseUrl,
    kekFile,
    blobDir: join(directory, 'blobs'),
  });
  await publishBuiltIn(store.database, [...BUILT_IN_POLICIES, ...(options.policies ?? [])], now());
  const queue = ownName('api');
  const dataConverter = {
    payloadCodecs: [new CustomerCodec(store.keys, { withholds: true })],
    failureConverterPath: FAILURES,
  };
  const engine = connectService({
    connection: { address: inject('temporalAddress') },
    namespace: 'default',
    dataConverter,
    queues: { cases: queue, checks: queue },
  });
  const runChecks = options.runChecks ?? allPass;
  const worker = await startWorker({ store, queue, dataConverter, runChecks, ...QUIET });
  const deps: Deps = {
    store,
    engine,
    verifier: createKeyVerifier(store.database, { now: Date.now }),
    limiter: createRateLimiter({ ...PLENTY, ...options.rates }),
    bodies: createBodyBudget(256 * 1024 * 1024),
    metrics: createMetrics(),
    listener: listenCases(databaseUrl),
    ...QUIET,
    marks: createRequestMacs(store.keys),
    now,
    stopping: new AbortController().signal,
    settings: SETTINGS,
  };
  return {
    ...createCaller(createApp(deps)),
    deps,
    owner,
    queue,
    key: (wish) => makeKey(deps, wish),
    withDeps: (more) => createCaller(createApp({ ...deps, ...more })),
    limiterOf: (rates) => createRateLimiter({ ...PLENTY, ...rates }),
    close: async () => {
      await worker.stop();
      await deps.listener.close();
      await engine.close();
      await Promise.all([store.close(), owner.destroy()]);
      await databases.drop();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

/** A Temporal service whose server is not there: nobody listens on its port. */
export function absentEngine(deps: Deps): TemporalService {
  return connectService({
    connection: { address: '127.0.0.1:1' },
    namespace: 'default',
    dataConverter: { payloadCodecs: [new CustomerCodec(deps.store.keys)] },
    queues: { cases: 'none', checks: 'none' },
  });
}

export const allPass: VerificationWork['runChecks'] = (round) =>
  Promise.resolve(round.checks.map(({ id, kind }) => ({ id, kind, outcome: 'pass', reasons: [] })));

async function makeKey(deps: Deps, wish: KeyWish = {}): Promise<string> {
  const { role = 'app', scopes = SCOPES, mode = 'test' } = wish;
  const holder = wish.holder ?? (role === 'app' ? null : ownName('person'));
  const at = now();
  const expiresAt = new Date(Date.now() + 86_400_000).toISOString();
  const made = await deps.store.database.transaction().execute((trx) =>
    createApiKey(trx, SYSTEM, {
      name: 'test',
      mode,
      role,
      scopes: [...scopes],
      holder,
      at,
      expiresAt,
    }),
  );
  return made.key.reveal();
}

function now(): string {
  return new Date().toISOString();
}
