import { setTimeout as sleep } from 'node:timers/promises';
import type { Kysely } from 'kysely';
import { RULE } from '../../domain/access/access.ts';
import type { EventOf } from '../../domain/case/event.ts';
import type { CheckAnswer } from '../../domain/checks/checks.ts';
import { msBetween, shiftMs } from '../../domain/time.ts';
import type { VendorName } from '../../domain/policy/vendors.ts';
import type { Database } from '../../store/db/database.ts';
import type { CaseListener } from '../../store/events/listen-cases.ts';
import type { Log } from '../../platform/log.ts';
import {
  claimCallbacks,
  type ClaimedCallback,
  settleCallback,
  VENDOR_NEWS,
} from '../../store/vendors/callbacks.ts';
import { findByReferenceUnscoped, type VendorCheck } from '../../store/vendors/vendor-check.ts';
import { settleAnswer, type SettleDeps } from './settle-answer.ts';
import type { Vendors } from './vendor.ts';

type News = { id: string; event: EventOf<'vendor_answered'> };

export interface CallbackDeps extends SettleDeps {
  database: Kysely<Database>;
  vendors: Vendors;
  listener: Pick<CaseListener, 'wait'>;
  /** Tells the case; resolves with false where it has ended. */
  signal: (customer: string, news: News) => Promise<boolean>;
  /** The net under lost news. */
  pollMs: number;
  log: Pick<Log, 'error' | 'warn'>;
}

const AT_ONCE = 8;
const LEASE_MS = 60_000;
/** A callback may come before the answer to the call that it is about. */
const UNKNOWN_MS = 600_000;
const AGAIN_MAX_MS = 300_000;
const GIVE_UP_MS = 86_400_000;

/**
 * Looks after callbacks until it is stopped: fetches what they are a hint at, stores it, tells the case.
 * The case hears only what is news: an answer that it waits for, or one unlike that which it has.
 */
export function answerCallbacks(deps: CallbackDeps): { stop: () => Promise<void> } {
  const stopping = new AbortController();
  const { signal } = stopping;
  const loop = async () => {
    while (!signal.aborted) {
      const news = deps.listener.wait(VENDOR_NEWS, deps.pollMs, signal);
      try {
        if ((await answerSome(deps, signal)) === 0) await news;
      } catch (error) {
        deps.log.error('vendor.callbacks_failed', error);
        await sleep(deps.pollMs, undefined, { signal }).catch(() => undefined);
      }
    }
  };
  const running = loop();
  return {
    stop: async () => {
      stopping.abort();
      await running;
    },
  };
}

/** One look at what is due; gives how many there were. */
export async function answerSome(deps: CallbackDeps, signal: AbortSignal): Promise<number> {
  const vendors = Object.keys(deps.vendors) as VendorName[];
  const at = { vendors, now: deps.now(), leaseMs: LEASE_MS, atOnce: AT_ONCE };
  const claimed = await claimCallbacks(deps.database, at);
  await Promise.all(claimed.map((one) => answerOne(deps, one, signal)));
  return claimed.length;
}

async function answerOne(deps: CallbackDeps, one: ClaimedCallback, signal: AbortSignal) {
  const { database, now } = deps;
  const ageMs = msBetween(one.receivedAt, now());
  const settle = (state: 'done' | 'unknown' | 'received', inMs = 0) =>
    settleCallback(database, one, { state, dueAt: shiftMs(now(), inMs) });
  try {
    const check = await findByReferenceUnscoped(database, one);
    if (!check) {
      const isOver = ageMs >= UNKNOWN_MS;
      return await settle(isOver ? 'unknown' : 'received', isOver ? 0 : pauseMs(one.tries));
    }
    const isAnswered = await fetchAndTell(deps, { check, one, signal });
    return await settle(isAnswered ? 'done' : 'received', isAnswered ? 0 : pauseMs(one.tries));
  } catch (error) {
    deps.log.error('vendor.callback_failed', error, { code: one.vendor });
    // The round polls by itself; what came after it is tried for a day.
    const isOver = ageMs >= GIVE_UP_MS;
    await settle(isOver ? 'done' : 'received', isOver ? 0 : pauseMs(one.tries)).catch(
      () => undefined, // its lease lapses
    );
  }
}

function pauseMs(tries: number): number {
  return Math.min(1000 * 2 ** Math.min(tries - 1, 20), AGAIN_MAX_MS);
}

/** False while the vendor is still at work: a hint that came too early. */
async function fetchAndTell(
  deps: CallbackDeps,
  of: { check: VendorCheck; one: ClaimedCallback; signal: AbortSignal },
): Promise<boolean> {
  const { check, one } = of;
  const vendor = deps.vendors[one.vendor];
  if (!vendor) return false;
  const { round } = check;
  const signal = AbortSignal.any([of.signal, AbortSignal.timeout(LEASE_MS / 2)]);
  const asked = { reference: one.reference, mode: round.mode, signal };
  const answer = await vendor.fetch(asked);
  if (answer === null) return false;
  const known = await deps.evidence.stored(round);
  const { said } = await settleAnswer(deps, { vendor, check, answer });
  const isNews = known.length < round.checks.length || !agree(known, said);
  if (!isNews) return true;
  const isLate = known.length === round.checks.length;
  const result = isLate ? 'late' : 'answered';
  deps.meters?.count('vouch_vendor_checks_total', { vendor: one.vendor, result });
  await tell(deps, { check, one, findings: said });
  return true;
}

async function tell(
  deps: CallbackDeps,
  of: { check: VendorCheck; one: ClaimedCallback; findings: CheckAnswer[] },
): Promise<void> {
  const { check, one, findings } = of;
  const { customer, document } = check.round;
  if (document === null) return;
  const event = {
    kind: 'vendor_answered' as const,
    actor: RULE,
    id: one.eventId,
    document,
    findings,
  };
  const isHeard = await deps.signal(customer, { id: `${one.vendor}/${one.eventId}`, event });
  if (!isHeard) deps.log.warn('vendor.answer_late', { customer, check: check.id });
}

function agree(known: readonly CheckAnswer[], said: readonly CheckAnswer[]): boolean {
  return said.every(({ id, outcome, reasons }) => {
    const before = known.find((one) => one.id === id);
    return before?.outcome === outcome && String(before.reasons) === String([...reasons].sort());
  });
}
