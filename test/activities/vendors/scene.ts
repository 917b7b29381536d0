import { MockActivityEnvironment } from '@temporalio/testing';
import { DefaultLogger } from '@temporalio/worker';
import { answerSome } from '../../../activities/vendors/answer-callbacks.ts';
import { askVendor, type Patience } from '../../../activities/vendors/ask-vendor.ts';
import { createBreaker } from '../../../activities/vendors/breaker.ts';
import { createOnfido } from '../../../activities/vendors/onfido/onfido.ts';
import type { Vendors } from '../../../activities/vendors/vendor.ts';
import { vendorEvidence } from '../../../activities/vendors/vendor-evidence.ts';
import { SYSTEM } from '../../../domain/access/access.ts';
import type { EventOf } from '../../../domain/case/event.ts';
import type { CheckAnswer, Outcome } from '../../../domain/checks/checks.ts';
import { Secret } from '../../../domain/secret.ts';
import { shiftMs } from '../../../domain/time.ts';
import type { RunChecks } from '../../../domain/case/round.ts';
import { storeCleanPages } from '../../../store/findings/store-clean-pages.ts';
import { storeFindings } from '../../../store/findings/store-findings.ts';
import { createMeters } from '../../../platform/metrics/meters.ts';
import { newId } from '../../../platform/new-id.ts';
import type { Store } from '../../../store/open-store.ts';
import { takeCallback } from '../../../store/vendors/callbacks.ts';
import type { FakeOnfido } from '../../support/fake-onfido/server.ts';
import { happens, makeCase, saveCase, submission } from '../../store/kit/make.ts';
import { passportRound } from './vendor-kit.ts';

export const PATIENCE: Patience = { pollMs: 1000, faultMs: 60_000, answerMs: 600_000 };
const PIXELS = Buffer.from('clean pixels');

/** A passport that was submitted and cleaned, its vendor's round, and whoever asks: on a clock of its own. */
export async function openScene(store: Store, fake: FakeOnfido) {
  const round = await submitted(store);
  let now = new Date().toISOString();
  let dies: string | null = null;
  const clock = () => now;
  const meters = createMeters('verification');
  const vendors: Vendors = {
    onfido: createOnfido({
      baseUrl: fake.url,
      tokens: { test: new Secret('a token') },
      timeoutMs: 2000,
      breaker: createBreaker({ faultsMax: 100, restMs: 1000 }, { nowMs: () => Date.parse(now) }),
      meters,
    }),
  };
  const { database } = store;
  const log = { error: () => undefined, warn: () => undefined };
  const evidence = vendorEvidence(store, clock);
  const told: EventOf<'vendor_answered'>[] = [];
  const crash = (name: string) => {
    if (name === dies) throw new Error('the process died');
  };
  const shared = { database, evidence, vendors, log, meters, now: clock };
  /** One try of the activity: its answer, or the type of what it threw and when it may come again. */
  const tryOnce = async (more: { vendors?: Vendors; round?: RunChecks } = {}) => {
    const info = { startToCloseTimeoutMs: 60_000 };
    const environment = new MockActivityEnvironment(info, { logger: new DefaultLogger('ERROR') });
    const deps = { ...shared, ...more, patience: PATIENCE, crash };
    const asked = environment.run(askVendor(deps), more.round ?? round) as Promise<CheckAnswer[]>;
    return asked.then(
      (answers) => ({ answers, type: null, againMs: null }),
      (error: { type: string; nextRetryDelay?: number }) => {
        return { answers: null, type: error.type, againMs: error.nextRetryDelay ?? null };
      },
    );
  };
  return {
    round,
    told,
    meters,
    tryOnce,
    diesAt: (name: string | null) => (dies = name),
    pass: (ms: number) => (now = shiftMs(now, ms)),
    checks: () => fake.checks.filter(({ tags }) => tags?.includes(round.checks[0]?.id ?? '')),
    /** A callback that was taken, and one look at what is due. */
    hears: async (reference: string, event = newId('event')) => {
      const callback = { vendor: 'onfido' as const, eventId: event, reference, at: now };
      await database.transaction().execute((trx) => takeCallback(trx, callback));
    },
    looks: () => {
      const signal = new AbortController().signal;
      const listener = { wait: () => Promise.resolve() };
      const tell = (_: string, news: { event: EventOf<'vendor_answered'> }) =>
        Promise.resolve(told.push(news.event) > 0);
      return answerSome({ ...shared, listener, signal: tell, pollMs: 1000 }, signal);
    },
    ...readings(store, round.customer),
  };
}

/** What is left behind in the store. */
function readings({ database }: Store, customer: string) {
  return {
    row: () =>
      database
        .selectFrom('vendor_check')
        .selectAll()
        .where('customer_id', '=', customer)
        .executeTakeFirst(),
    audited: async () => {
      const entries = database.selectFrom('audit_entry').select('body').orderBy('n');
      const rows = await entries.where('chain', '=', customer).execute();
      return rows.map(({ body }) => (JSON.parse(body) as { action: string }).action);
    },
  };
}

async function submitted(store: Store): Promise<RunChecks> {
  const one = happens(await makeCase(store), submission());
  await saveCase(store, one);
  const [asked] = one.effects.flatMap((effect) =>
    effect.kind === 'run_checks' && effect.round.document !== null ? [effect.round] : [],
  );
  const vendor = passportRound(one.customer);
  if (!asked) throw new Error('no round');
  const kinds = new Set(vendor.checks.map(({ kind }) => kind));
  const checks = asked.checks.filter(({ kind }) => kinds.has(kind));
  return { ...asked, checks, vendor: 'onfido' };
}

/** What the house says of the file first; a page is there where it let it through. */
export async function cleaned(store: Store, round: RunChecks, outcome: Outcome): Promise<void> {
  const { customer, document } = round;
  if (document === null) throw new Error('no document');
  const at = new Date().toISOString();
  const blob = newId('blob');
  await store.blobs.put({ customer, id: blob, bytes: PIXELS });
  const size = { width: 10, height: 10, bytes: PIXELS.length };
  const page = { page: 0, side: 'front' as const, blob, mediaType: 'image/jpeg', ...size };
  const rest = { readings: [], pieces: [], measures: {}, notProven: [], engine: 'gate@1' };
  const times = { startedAt: at, endedAt: at };
  const found = { id: newId('check'), kind: 'file_safety' as const, outcome, reasons: [] };
  await store.database.transaction().execute(async (trx) => {
    await storeCleanPages(trx, SYSTEM, { customer, document, pages: [page], at });
    await storeFindings(trx, store.keys, SYSTEM, {
      customer,
      document,
      detailsVersion: 1,
      policy: { name: 'standard', version: 1 },
      findings: [{ ...found, ...rest, ...times }],
      at,
    });
  });
}
