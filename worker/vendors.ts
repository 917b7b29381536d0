import { Client, Connection, WorkflowNotFoundError } from '@temporalio/client';
import type { WorkerOptions } from '@temporalio/worker';
import { answerCallbacks } from '../activities/vendors/answer-callbacks.ts';
import { askVendor, type Patience } from '../activities/vendors/ask-vendor.ts';
import { createBreaker, STANDARD_BREAKER } from '../activities/vendors/breaker.ts';
import { createOnfido } from '../activities/vendors/onfido/onfido.ts';
import type { Vendors } from '../activities/vendors/vendor.ts';
import { vendorEvidence } from '../activities/vendors/vendor-evidence.ts';
import { caseId } from '../domain/ids.ts';
import { shiftMs } from '../domain/time.ts';
import type { VendorName } from '../domain/policy/vendors.ts';
import { QUEUES, type VendorWork } from '../domain/work.ts';
import { addressCommands } from '../store/temporal/address-commands.ts';
import { dataConverter } from '../store/temporal/data-converter.ts';
import { listenCases } from '../store/events/listen-cases.ts';
import type { Log } from '../platform/log.ts';
import type { Meters } from '../platform/metrics/meters.ts';
import type { Store } from '../store/open-store.ts';
import { waitForKeyStore } from '../store/keys/wait-for-key-store.ts';
import { forgetCallbacks } from '../store/vendors/callbacks.ts';
import { onfidoUrl } from '../platform/config/vendor-config.ts';
import type { readVerificationConfig } from './config.ts';
import { openWorker } from './temporal/open-worker.ts';
import { repeat } from '../platform/repeat.ts';

type Config = ReturnType<typeof readVerificationConfig>;

export interface VendorsDeps {
  config: Config;
  store: Store;
  log: Log;
  meters: Meters;
  crash: (name: string) => void;
  interceptors: NonNullable<WorkerOptions['interceptors']>;
}

/**
 * How many attempts ask a vendor or poll for its answer at the same time. No attempt waits until the vendor
 * is done, so the number can be high.
 */
const AT_ONCE = 32;
const POLL_MS = 1000;
const SIGNAL_MS = 10_000;
const CLEAN_MS = 3_600_000;
const CALLBACKS_KEPT_MS = 30 * 24 * CLEAN_MS;

/**
 * Calls vendors and handles their callbacks, on a task queue of its own, so that this takes no slots from the
 * engines. Null if no vendor is set up.
 */
export async function openVendors(
  deps: VendorsDeps,
): Promise<{ run: () => Promise<void>; close: () => Promise<void> } | null> {
  const { config, store, log, meters, crash } = deps;
  if (config.vendors.length === 0) return null;
  const now = () => new Date().toISOString();
  const shared = { database: store.database, vendors: vendorsOf(config, meters), log, meters, now };
  const evidence = vendorEvidence(store, now);
  const converter = dataConverter(waitForKeyStore(store.keys), { withholds: true });
  const ask = { ...shared, evidence, patience: patienceOf(config), crash };
  const opened = await openWorker(config.temporal, {
    taskQueue: QUEUES.vendors,
    dataConverter: converter,
    activities: { askVendor: askVendor(ask) } satisfies VendorWork,
    maxConcurrentActivityTaskExecutions: AT_ONCE,
    interceptors: deps.interceptors,
    shutdownGraceTime: '10 s',
    shutdownForceTime: '20 s',
  });
  const { connectionOptions, namespace } = config.temporal;
  const connection = Connection.lazy(connectionOptions);
  const interceptors = { workflow: [addressCommands()] };
  const client = new Client({ connection, namespace, dataConverter: converter, interceptors });
  const listener = listenCases(config.databaseUrl.reveal());
  const signal = signalCase(client);
  const callbacks = answerCallbacks({ ...shared, evidence, listener, signal, pollMs: POLL_MS });
  const clean = repeat(
    () => forgetCallbacks(store.database, { before: shiftMs(now(), -CALLBACKS_KEPT_MS) }),
    { everyMs: CLEAN_MS, onError: (error) => log.error('errand.failed', error) },
  );
  return {
    run: () => opened.worker.run(),
    close: async () => {
      await Promise.all([callbacks.stop(), clean.stop()]);
      await listener.close();
      await connection.close();
      await opened.connection.close();
    },
  };
}

/** Signals a vendor's answer to a case; false if the case has ended. */
function signalCase(client: Client): Parameters<typeof answerCallbacks>[0]['signal'] {
  return async (customer, news) => {
    try {
      const handle = client.workflow.getHandle(caseId(customer));
      await client.withDeadline(Date.now() + SIGNAL_MS, () =>
        handle.signal('vendorAnswered', news),
      );
      return true;
    } catch (error) {
      if (error instanceof WorkflowNotFoundError) return false;
      throw error;
    }
  };
}

function vendorsOf(config: Config, meters: Meters): Vendors {
  const { onfidoApiToken: live, onfidoSandboxToken: test } = config;
  const tokens = { ...(live ? { live } : {}), ...(test ? { test } : {}) };
  const makers: Record<VendorName, () => Vendors> = {
    onfido: () => ({
      onfido: createOnfido({
        baseUrl: onfidoUrl(config),
        tokens,
        breaker: createBreaker(STANDARD_BREAKER, {
          nowMs: Date.now,
          onState: (state) =>
            meters.set(
              'vouch_vendor_breaker_open',
              { vendor: 'onfido' },
              state === 'closed' ? 0 : 1,
            ),
        }),
        meters,
      }),
    }),
  };
  return Object.assign({}, ...config.vendors.map((name) => makers[name]())) as Vendors;
}

function patienceOf(config: Config): Patience {
  return {
    pollMs: config.vendorPollSeconds * 1000,
    faultMs: config.vendorFaultSeconds * 1000,
    answerMs: config.vendorAnswerSeconds * 1000,
  };
}
