import {
  allHandlersFinished,
  ApplicationFailure,
  CancellationScope,
  condition,
  continueAsNew,
  isCancellation,
  proxyActivities,
  proxyLocalActivities,
  setCurrentDetails,
  setHandler,
  upsertSearchAttributes,
  workflowInfo,
} from '@temporalio/workflow';
import { RULE } from '../domain/access.ts';
import { due } from '../domain/case/due.ts';
import { currentDetails, searchValues, type SearchValues } from '../domain/case/search-values.ts';
import type { CheckAnswer } from '../domain/checks.ts';
import { SEARCH } from '../domain/search.ts';
import {
  QUEUES,
  type RunChecks,
  type VendorWork,
  type VerificationWork,
  type Work,
} from '../domain/work.ts';
import { createAlarm } from './alarm.ts';
import { once, openLedger, refusalOf, take, updateId, type Ledger } from './ledger.ts';
import { caseState, listChanged, UPDATES, vendorAnswered, type CaseInput } from './messages.ts';

const checks = proxyActivities<VerificationWork>({
  startToCloseTimeout: '2 m', // several heavy files in one round; a dead worker shows by its heartbeat
  heartbeatTimeout: '15 s',
  scheduleToCloseTimeout: '24 h',
  retry: { initialInterval: '1 s', maximumInterval: '1 m' }, // the activity itself gives up
});
const vendors = proxyActivities<VendorWork>({
  startToCloseTimeout: '2 m',
  heartbeatTimeout: '10 s',
  scheduleToStartTimeout: '1 h', // where nobody asks vendors, a person looks
  scheduleToCloseTimeout: '24 h',
  // A try says itself when to look again; many looks must not make a dead worker's next try late.
  retry: { initialInterval: '3 s', backoffCoefficient: 1, maximumInterval: '10 m' },
});
const atOnce = proxyLocalActivities<Work>({
  startToCloseTimeout: '1 s',
  retry: { initialInterval: '50 ms', maximumAttempts: 3 },
});
const untilDone = proxyActivities<Work>({
  startToCloseTimeout: '10 s',
  retry: { maximumInterval: '2 s' }, // no end: it must land
});

/** One customer, from first details to erasure: wires messages, runs effects, records, waits. */
export async function kycCase(input: CaseInput): Promise<void> {
  // A case ends by closing and erasure. A cancellation from outside would leave its rows standing.
  await CancellationScope.nonCancellable(() => run(input));
}

async function run(input: CaseInput): Promise<void> {
  const ledger = openLedger(input);
  const alarm = createAlarm();
  // The starter sets the first values; a run that is carried on knows what was shown last.
  const shown = 'carried' in input ? input.carried.shown : searchValues(ledger.state);
  setCurrentDetails(currentDetails(ledger.state));
  let running = 0;
  const hasWork = () =>
    alarm.ringing() || ledger.effects.length > 0 || ledger.recorded < ledger.state.version;
  listen(ledger);

  for (;;) {
    if (alarm.rang()) take(ledger, { kind: 'time_passed', actor: RULE });
    for (const effect of ledger.effects.splice(0)) {
      if (effect.kind !== 'run_checks') continue; // the others travel with the recording
      running += 1;
      void check(ledger, effect.round, input).finally(() => (running -= 1));
    }
    alarm.set(due(ledger.state));
    if (ledger.recorded < ledger.state.version) await record(ledger, shown);
    const idle = !hasWork() && running === 0;
    if (idle && (ledger.state.erased || workflowInfo().continueAsNewSuggested)) {
      await condition(allHandlersFinished);
      if (hasWork()) continue;
      if (ledger.state.erased) return;
      const { state, handled } = ledger;
      const carried = { state, handled: [...handled], shown };
      const { checksQueue, vendorsQueue } = input;
      const queues = { checksQueue, ...(vendorsQueue === undefined ? {} : { vendorsQueue }) };
      await continueAsNew<typeof kycCase>({ ...queues, carried });
    }
    await condition(hasWork);
  }
}

/** Validators refuse by the law alone, synchronously: an async one would fail its task for ever. */
function listen(ledger: Ledger): void {
  for (const update of UPDATES) {
    setHandler(update, (event) => once(ledger, updateId(), event), {
      validator: (event) => {
        const refusal = refusalOf(ledger, event);
        if (refusal) throw ApplicationFailure.nonRetryable(refusal, refusal);
      },
    });
  }
  setHandler(vendorAnswered, ({ id, event }) => void once(ledger, id, event));
  setHandler(listChanged, ({ id, event }) => void once(ledger, id, event));
  setHandler(caseState, () => ledger.state);
}

/** Runs one round on the queue of who answers it; a fault that outlasts its retries is never a rejection. */
async function check(ledger: Ledger, round: RunChecks, input: CaseInput): Promise<void> {
  const { document, detailsVersion } = round;
  const summary = document ?? 'details';
  let findings: CheckAnswer[];
  try {
    findings = await answers(round, input, summary);
  } catch (error) {
    if (isCancellation(error)) throw error;
    findings = round.checks.map(({ id, kind }) => ({
      id,
      kind,
      outcome: 'unavailable',
      reasons: ['check_unavailable'],
    }));
  }
  take(ledger, { kind: 'checks_answered', actor: RULE, document, detailsVersion, findings });
}

function answers(round: RunChecks, input: CaseInput, summary: string): Promise<CheckAnswer[]> {
  if (round.vendor) {
    const taskQueue = input.vendorsQueue ?? QUEUES.vendors;
    return vendors.askVendor.executeWithOptions({ summary, taskQueue }, [round]);
  }
  const taskQueue = input.checksQueue;
  return checks.runChecks.executeWithOptions({ summary, taskQueue }, [round]);
}

/** Writes the rows before anybody hears of the change; with Postgres away it goes on trying. */
async function record(ledger: Ledger, shown: SearchValues): Promise<void> {
  const { state } = ledger;
  const batch = { state, events: [...ledger.news] };
  show(searchValues(state), shown);
  setCurrentDetails(currentDetails(state));
  try {
    await atOnce.recordEvents(batch);
  } catch (error) {
    if (isCancellation(error)) throw error;
    await untilDone.recordEvents(batch);
  }
  ledger.news.splice(0, batch.events.length);
  ledger.recorded = state.version;
}

/** One upsert for all attributes, and only when one moved that people look for: each costs an event. */
function show(next: SearchValues, shown: SearchValues): void {
  if (!isNews(next, shown)) return;
  const keys = Object.keys(SEARCH) as (keyof typeof SEARCH)[];
  const changed = keys.filter((key) => next[key] !== shown[key]);
  upsertSearchAttributes(
    changed.map((key) => {
      const value = next[key];
      const { name, type } = SEARCH[key];
      if (type === 'DATETIME') {
        return { key: { name, type }, value: value === null ? null : new Date(String(value)) };
      }
      return type === 'BOOL'
        ? { key: { name, type }, value: Boolean(value) }
        : { key: { name, type }, value: String(value) };
    }),
  );
  Object.assign(shown, next);
}

/** Collecting and verifying take turns with each document: that alone is no news. */
function isNews(next: SearchValues, shown: SearchValues): boolean {
  const isBusy = ({ reason }: SearchValues) => reason === 'collecting' || reason === 'verifying';
  if (next.reason !== shown.reason && !(isBusy(next) && isBusy(shown))) return true;
  if (next.due !== null && next.due !== shown.due) return true;
  const others = ['status', 'level', 'risk', 'review'] as const;
  return others.some((key) => next[key] !== shown[key]);
}
