import {
  allHandlersFinished,
  ApplicationFailure,
  CancellationScope,
  condition,
  continueAsNew,
  isCancellation,
  proxyActivities,
  setCurrentDetails,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';
import { RULE } from '../domain/access/access.ts';
import { due } from '../domain/case/due.ts';
import type { CaseEvent } from '../domain/case/event.ts';
import { currentDetails, searchValues } from '../domain/case/shown/search-values.ts';
import { newestRules } from '../domain/case/state.ts';
import type { CheckAnswer } from '../domain/checks/checks.ts';
import type { RefusalCode } from '../domain/refusal.ts';
import type { RunChecks } from '../domain/case/round.ts';
import { QUEUES, type VendorWork, type VerificationWork } from '../domain/work.ts';
import { createDeadlineTimer } from './deadline-timer.ts';
import { askAgain, isAnswered } from './answered.ts';
import {
  type CaseRun,
  once,
  openCaseRun,
  receiptOf,
  refusalOf,
  take,
  takeEffects,
  updateId,
} from './case-run.ts';
import {
  type CaseInput,
  caseState,
  catchUp,
  listChanged,
  type Receipt,
  UPDATES,
  vendorAnswered,
} from './messages.ts';
import { record } from './record.ts';

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

/**
 * From this generation of rules on, nothing is asked of engines and no update is answered before the
 * change that asks for it is recorded. Before, both came first, as recorded histories show.
 */
const RECORDS_FIRST = 2;

/** One customer, from first details to erasure: wires messages, runs effects, records, waits. */
export async function kycCase(input: CaseInput): Promise<void> {
  // A case ends by closing and erasure. A cancellation from outside would leave its rows standing.
  await CancellationScope.nonCancellable(() => run(input));
}

async function run(input: CaseInput): Promise<void> {
  const ledger = openCaseRun(input);
  const alarm = createDeadlineTimer();
  // The starter sets the first values; a run that is carried on knows what was shown last.
  const shown = 'carried' in input ? input.carried.shown : searchValues(ledger.state);
  setCurrentDetails(currentDetails(ledger.state));
  let running = 0;
  const hasNews = () => ledger.stale || ledger.recorded < ledger.state.version;
  const hasWork = () => alarm.hasFired() || ledger.effects.length > 0 || hasNews();
  const actOn = (upTo: number) => {
    for (const effect of takeEffects(ledger, upTo)) {
      if (effect.kind !== 'run_checks') continue; // the others travel with the recording
      running += 1;
      void check(ledger, effect.round, input).finally(() => (running -= 1));
    }
    alarm.set(due(ledger.state));
  };
  const recordsFirst = ledger.state.rules >= RECORDS_FIRST;
  listen(ledger, recordsFirst);
  for (const { command, event } of 'carried' in input ? (input.carried.retry ?? []) : []) {
    if (command === null) take(ledger, event);
    else once(ledger, command, event);
  }

  for (;;) {
    if (alarm.takeFired()) take(ledger, { kind: 'time_passed', actor: RULE });
    if (!recordsFirst) actOn(ledger.state.version);
    if (hasNews()) await record(ledger, shown);
    if (recordsFirst) actOn(ledger.recorded);
    const idle = !hasWork() && running === 0;
    if (idle && (ledger.state.erased || workflowInfo().continueAsNewSuggested)) {
      await condition(allHandlersFinished);
      if (hasWork()) continue;
      if (ledger.state.erased) return;
      const { state, handled } = ledger;
      const carried = { state: newestRules(state), handled: [...handled], shown };
      const { checksQueue, vendorsQueue } = input;
      const queues = { checksQueue, ...(vendorsQueue === undefined ? {} : { vendorsQueue }) };
      await continueAsNew<typeof kycCase>({ ...queues, carried });
    }
    await condition(() => hasWork() || (running === 0 && isOverlong(ledger)));
  }
}

/** Messages that were not taken make a history long too: it must not end by the server's limit. */
function isOverlong({ state }: CaseRun): boolean {
  return state.rules >= 2 && workflowInfo().continueAsNewSuggested;
}

/**
 * Validators only ask the rules of the domain, synchronously: an async validator would fail its task for
 * ever.
 */
function listen(ledger: CaseRun, recordsFirst: boolean): void {
  const handler = recordsFirst
    ? (event: CaseEvent) => {
        const id = updateId();
        return CancellationScope.nonCancellable(() => onceRecorded(ledger, id, event));
      }
    : (event: CaseEvent) => once(ledger, updateId(), event);
  for (const update of UPDATES) {
    setHandler(update, handler, {
      validator: (event) => {
        const refusal = refusalOf(ledger, event);
        if (refusal) throw refused(refusal, ledger);
      },
    });
  }
  setHandler(vendorAnswered, ({ id, event }) => void once(ledger, id, event));
  setHandler(listChanged, ({ id, event }) => void once(ledger, id, event));
  setHandler(catchUp, () => {
    ledger.stale = true;
  });
  setHandler(caseState, () => ledger.state);
}

/** Answers an update once its change is recorded: the row may have had others that leave it no room. */
async function onceRecorded(ledger: CaseRun, id: string, event: CaseEvent): Promise<Receipt> {
  let receipt: Receipt | undefined = once(ledger, id, event);
  await condition(() => {
    receipt = ledger.handled.get(id);
    return ledger.refused.has(id) || (receipt?.version ?? 0) <= ledger.recorded;
  });
  const refusal = ledger.refused.get(id);
  ledger.refused.delete(id);
  if (refusal) throw refused(refusal, ledger);
  return receipt ?? receiptOf(ledger);
}

/**
 * The refusal, with the version that the case knows. A caller who has read a later one asks the case to catch
 * up.
 */
function refused(refusal: RefusalCode, { state }: CaseRun): ApplicationFailure {
  return ApplicationFailure.nonRetryable(refusal, refusal, state.version);
}

/** Runs one round on the queue of who answers it; a fault that outlasts its retries is never a rejection. */
async function check(ledger: CaseRun, round: RunChecks, input: CaseInput): Promise<void> {
  const { document, detailsVersion } = round;
  const summary = document ?? 'details';
  let findings: CheckAnswer[];
  try {
    findings = await answers(round, input, summary);
    if (!isAnswered(round, findings)) {
      findings = await askAgain(round, () => answers(round, input, summary));
    }
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
