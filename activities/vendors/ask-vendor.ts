import {
  activityInfo,
  ApplicationFailure,
  cancellationSignal,
  heartbeat,
} from '@temporalio/activity';
import type { Kysely } from 'kysely';
import type { CauseWord } from '../../domain/reasons/causes.ts';
import type { CheckAnswer } from '../../domain/checks/checks.ts';
import { msBetween, shiftMs } from '../../domain/time.ts';
import type { RunChecks } from '../../domain/case/round.ts';
import type { VendorWork } from '../../domain/work.ts';
import type { Database } from '../../store/db/database.ts';
import type { Log } from '../../platform/log.ts';
import { leaseVendorCheck, releaseVendorCheck } from '../../store/vendors/begin-vendor-check.ts';
import type { VendorCheck } from '../../store/vendors/vendor-check.ts';
import { randomText } from '../../platform/new-id.ts';
import { asFailure } from '../failure.ts';
import { askedValues, testModeAnswers } from '../verification/round/test-mode-answers.ts';
import { notLookedAt } from '../verification/round/judge-round.ts';
import { settleAnswer, type SettleDeps, settleUnanswered } from './settle-answer.ts';
import type { Vendor, Vendors } from './vendor.ts';
import { FINAL, isVendorFault, vendorFault } from './vendor-fault.ts';

/** How long we wait for a vendor, in milliseconds. */
export interface Patience {
  /** Between two looks at a check that is at work: at least this, and more the longer it takes. */
  pollMs: number;
  /** For a vendor that is away; then a person looks. */
  faultMs: number;
  /** For a vendor that is at work. */
  answerMs: number;
}

export interface AskVendorDeps extends SettleDeps {
  database: Kysely<Database>;
  vendors: Vendors;
  patience: Patience;
  crash: (name: string) => void;
  log: Pick<Log, 'error' | 'warn'>;
}

const HEARTBEAT_MS = 3000;
const LEASE_MS = 12_000;
const POLL_MAX_MS = 600_000;
/** Pause while the file is still checked, or another try has the lease. */
const MOMENT_MS = 1000;
const MINUTE_MS = 60_000;
const LEASED_MS = 2000;

/**
 * A round that a vendor answers. No try waits: each asks, or looks whether the answer is there, and is
 * ended with the time of the next, so that nothing is held while a vendor takes its hours. A callback
 * comes to the case beside it (`answer-callbacks.ts`); the next try then finds the answer stored.
 */
export function askVendor(deps: AskVendorDeps): VendorWork['askVendor'] {
  return async (round) => {
    const late = AbortSignal.timeout(Math.floor(activityInfo().startToCloseTimeoutMs * 0.9));
    const beat = setInterval(() => heartbeat(), HEARTBEAT_MS);
    try {
      return await answerTo(deps, round, AbortSignal.any([cancellationSignal(), late]));
    } catch (error) {
      throw asFailure(error);
    } finally {
      clearInterval(beat);
    }
  };
}

async function answerTo(
  deps: AskVendorDeps,
  round: RunChecks,
  signal: AbortSignal,
): Promise<CheckAnswer[]> {
  const { evidence } = deps;
  const stored = await evidence.stored(round);
  if (stored.length === round.checks.length) return stored;
  const safety = await evidence.safety(round);
  if (safety.includes(null)) {
    const pauseMs = Math.min(MOMENT_MS * activityInfo().attempt, MINUTE_MS);
    throw again('vendor_file_not_looked_at', pauseMs);
  }
  const inHouse = await answeredInHouse(deps, round, { safety, signal });
  if (inHouse) return inHouse;
  const check = await evidence.begin(round);
  const vendor = round.vendor && deps.vendors[round.vendor];
  try {
    if (!vendor) throw vendorFault('not_set_up');
    return await asked(deps, { check, vendor, signal });
  } catch (error) {
    if (!isVendorFault(error)) throw error;
    const { customer, document } = round;
    deps.log.warn('vendor.fault', { customer, check: check.id, code: error.code });
    if (document === null) throw error;
    const since = await evidence.note.fault(check, error.kind);
    const isOver = msBetween(since, deps.now()) >= deps.patience.faultMs;
    if (isOver || FINAL.includes(error.kind)) return await giveUp(deps, check, error.kind);
    const pauseMs = error.retryAfterMs ?? Math.max(MOMENT_MS, deps.patience.pollMs);
    throw again(error.code, Math.min(pauseMs, POLL_MAX_MS));
  }
}

/** What no vendor is to see: a file that safety did not let through, a magic value of a test. */
async function answeredInHouse(
  deps: AskVendorDeps,
  round: RunChecks,
  { safety, signal }: { safety: (string | null)[]; signal: AbortSignal },
): Promise<CheckAnswer[] | null> {
  const { evidence, now } = deps;
  const at = now();
  if (!safety.every((outcome) => outcome === 'pass')) {
    for (const { id, kind } of round.checks) {
      const times = { startedAt: at, endedAt: at };
      await evidence.storeFinding(round, { ...notLookedAt(kind), id, kind, ...times });
    }
    return evidence.stored(round);
  }
  const files = () => evidence.testValues(round);
  const magic = await askedValues(round, { files, givenNames: null });
  if (!magic) return null;
  const judge = testModeAnswers({ version: 'none' }, { answers: [], signal, at }, magic);
  for (const { id, kind } of round.checks) {
    const result = await judge(kind);
    await evidence.storeFinding(round, { ...result, id, kind, startedAt: at, endedAt: now() });
  }
  return evidence.stored(round);
}

interface Asked {
  check: VendorCheck;
  vendor: Vendor;
  signal: AbortSignal;
}

async function asked(deps: AskVendorDeps, of: Asked): Promise<CheckAnswer[]> {
  const { check, vendor, signal } = of;
  const { evidence } = deps;
  const { reference } = check;
  if (reference === null) {
    await start(deps, of);
    throw again('vendor_pending', deps.patience.pollMs);
  }
  const { mode } = check.round;
  const answer = await vendor.fetch({ reference, mode, signal });
  await evidence.note.heard(check);
  if (answer !== null) {
    const { stored } = await settleAnswer(deps, { vendor, check, answer });
    deps.meters?.count('vouch_vendor_checks_total', { vendor: vendor.name, result: 'answered' });
    return stored;
  }
  const waitedMs = msBetween(check.startedAt ?? check.begunAt, deps.now());
  if (waitedMs >= deps.patience.answerMs) return giveUp(deps, check, 'too_slow');
  // A tenth of the time it took so far: seconds at first, minutes for what a person there looks at.
  const pauseMs = Math.max(deps.patience.pollMs, waitedMs / 10);
  throw again('vendor_pending', Math.min(pauseMs, POLL_MAX_MS));
}

/** Asks, once: the lease keeps a try that was frozen from asking after another has. */
async function start(deps: AskVendorDeps, { check, vendor, signal }: Asked): Promise<void> {
  const { database, evidence, now, crash } = deps;
  const { id, round, applicant } = check;
  const lease = randomText(16);
  const take = async () => {
    const until = shiftMs(now(), LEASE_MS);
    const of = { id, customer: round.customer, lease, now: now(), until };
    if (!(await leaseVendorCheck(database, of))) throw again('vendor_leased', LEASED_MS);
  };
  await take();
  const renewing = setInterval(() => void take().catch(() => undefined), HEARTBEAT_MS);
  try {
    const details = await evidence.details(round); // its audit entry stands before any page is opened
    const submission = { key: id, round, details, pages: await evidence.pages(round) };
    const reference = await vendor.start(submission, {
      applicant,
      noteApplicant: (made) => evidence.note.applicant(check, made),
      mayAsk: take,
      crash,
      signal,
    });
    await evidence.note.started(check, reference);
  } finally {
    clearInterval(renewing);
    await releaseVendorCheck(database, { id, lease });
  }
}

async function giveUp(deps: AskVendorDeps, check: VendorCheck, why: CauseWord) {
  const { vendor, round } = check;
  await deps.evidence.note.givenUp(check, why);
  deps.meters?.count('vouch_vendor_checks_total', { vendor, result: 'given_up' });
  return settleUnanswered(deps, round, why);
}

/** Ends this try and says when the next may begin; not a fault of anybody. */
function again(type: string, nextRetryDelay: number): ApplicationFailure {
  return ApplicationFailure.create({
    type,
    message: type,
    nextRetryDelay: Math.ceil(nextRetryDelay),
  });
}
