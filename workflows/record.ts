import {
  isCancellation,
  proxyActivities,
  proxyLocalActivities,
  proxySinks,
  setCurrentDetails,
  sleep,
  upsertSearchAttributes,
} from '@temporalio/workflow';
import {
  currentDetails,
  searchValues,
  type SearchValues,
} from '../domain/case/shown/search-values.ts';
import type { CaseState } from '../domain/case/state.ts';
import { foreignReason } from '../domain/foreign.ts';
import { SEARCH } from '../domain/search.ts';
import type { RecordAnswer, RecordEvents, RowAhead, Work } from '../domain/work.ts';
import { type CaseRun, noteRecorded } from './case-run.ts';
import type { ForeignSinks } from './received.ts';
import { takeOver } from './take-over.ts';

const atOnce = proxyLocalActivities<Work>({
  startToCloseTimeout: '1 s',
  retry: { initialInterval: '50 ms', maximumAttempts: 3 },
});
const untilDone = proxyActivities<Work>({
  startToCloseTimeout: '10 s',
  retry: { maximumInterval: '2 s' }, // no end: it must land
});

const ASK_AGAIN = '2 s';
const { foreign } = proxySinks<ForeignSinks>();

/** Writes the rows before anybody hears of the change; with Postgres away it goes on trying. */
export async function record(ledger: CaseRun, shown: SearchValues): Promise<void> {
  const { state } = ledger;
  const batch = { state, events: [...ledger.news] };
  ledger.stale = false;
  tell(state, shown);
  const ahead = await recordBatch(batch);
  if (!ahead) {
    noteRecorded(ledger, batch);
    return;
  }
  takeOver(ledger, ahead);
  tell(ledger.state, shown);
}

async function recordBatch(batch: RecordEvents): Promise<RowAhead | undefined> {
  try {
    return aheadIn(await atOnce.recordEvents(batch));
  } catch (error) {
    if (isCancellation(error)) throw error;
    return recordByQueue(batch);
  }
}

/** Whoever polls the queue may answer: only a recorder of ours, with the customer's key, can say what it did. */
async function recordByQueue(batch: RecordEvents): Promise<RowAhead | undefined> {
  const { rules, version } = batch.state;
  for (;;) {
    const answer = await answerByQueue(batch);
    const ahead = aheadIn(answer);
    if (ahead) return ahead;
    // Recorders of before the second generation say nothing.
    if (rules < 2 || (answer && 'recorded' in answer && answer.recorded === version)) {
      return undefined;
    }
    foreign.tell({ message: 'answer', reason: foreignReason(answer) ?? 'malformed' });
    await sleep(ASK_AGAIN);
  }
}

/** Ours fails only to be tried again: a failure for good is somebody else's, and no answer. */
async function answerByQueue(batch: RecordEvents): Promise<RecordAnswer | undefined> {
  try {
    return await untilDone.recordEvents(batch);
  } catch (error) {
    if (isCancellation(error) || batch.state.rules < 2) throw error;
    return undefined;
  }
}

function aheadIn(answer: RecordAnswer | undefined): RowAhead | undefined {
  return answer && 'changes' in answer && Array.isArray(answer.changes) ? answer : undefined;
}

/** What people see of the case in the Temporal UI. */
function tell(state: CaseState, shown: SearchValues): void {
  show(searchValues(state), shown);
  setCurrentDetails(currentDetails(state));
}

/**
 * Upserts all search attributes at once, and only if one changed that people search for: each upsert costs an
 * event.
 */
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
