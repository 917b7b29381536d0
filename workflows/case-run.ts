import { currentUpdateInfo } from '@temporalio/workflow';
import { apply } from '../domain/case/apply.ts';
import { describe } from '../domain/case/shown/describe.ts';
import { openCase } from '../domain/case/open.ts';
import type { CaseEvent } from '../domain/case/event.ts';
import { refusedToApps } from '../domain/case/on/four-eyes.ts';
import type { Effect, Recorded } from '../domain/case/recorded.ts';
import type { CaseState } from '../domain/case/state.ts';
import type { RefusalCode } from '../domain/refusal.ts';
import type { RecordEvents } from '../domain/work.ts';
import type { CaseInput, Receipt } from './messages.ts';

/**
 * Handled ids kept across continue-as-new: the server forgets them with each run
 * (docs/record.md#idempotency).
 */
const HANDLED_MAX = 200;

/** What one run of a case holds: a plain object, changed by `take`, `noteRecorded` and `takeOver` alone. */
export interface CaseRun {
  state: CaseState;
  /** The case as its row is known to have it; at the very start, as it opened. */
  base: CaseState;
  /** The last version whose row is written. */
  recorded: number;
  /** What versions ask of the world, with the version that asks. */
  effects: { version: number; effect: Effect }[];
  news: Recorded[];
  handled: Map<string, Receipt>;
  /**
   * Accepted commands that could no longer be applied, because the row already had other changes; with the
   * refusal.
   */
  refused: Map<string, RefusalCode>;
  /** The row may have changes that this run does not know. */
  stale: boolean;
}

/** The ledger at the start of a run: a case that opens, or one that is carried on. */
export function openCaseRun(input: CaseInput): CaseRun {
  const none = { refused: new Map<string, RefusalCode>(), stale: false };
  if ('carried' in input) {
    const { state, handled, effects = [] } = input.carried;
    const held = { base: state, recorded: state.version, news: [], handled: new Map(handled) };
    return { state, ...held, effects: ofVersion(state.version, effects), ...none };
  }
  // A case from before the second generation of rules names no generation.
  const { facts, policy, openedAt, actor, rules = 1 } = input.opening;
  const first = openCase(facts, policy, { openedAt, actor, rules });
  const { state } = first;
  return {
    state,
    base: state,
    recorded: 0,
    effects: ofVersion(state.version, first.effects),
    news: [describe(null, first, first.event, openedAt)],
    handled: new Map(),
    ...none,
  };
}

/** Replayed time: safe in a workflow. */
export function now(): string {
  return new Date().toISOString();
}

/** Applies an event; what no longer fits changes nothing and throws nothing. */
export function take(ledger: CaseRun, event: CaseEvent, command?: string): Receipt {
  const at = now();
  const next = apply(ledger.state, event, at);
  if (!('refusal' in next)) {
    const told = describe(ledger.state, next, event, at);
    ledger.news.push(command === undefined ? told : { ...told, command });
    ledger.effects.push(...ofVersion(next.state.version, next.effects));
    ledger.state = next.state;
  }
  return receiptOf(ledger);
}

/** Applies an event under its sender's id: the same id always gets its first receipt. */
export function once(ledger: CaseRun, id: string, event: CaseEvent): Receipt {
  const receipt = ledger.handled.get(id) ?? take(ledger, event, id);
  keep(ledger, id, receipt);
  return receipt;
}

/** Keeps the receipt of a command; the oldest one is let go. */
export function keep({ handled }: CaseRun, id: string, receipt: Receipt): void {
  handled.set(id, receipt);
  if (handled.size > HANDLED_MAX) handled.delete([...handled.keys()][0] ?? '');
}

/** The version and the status as they stand. */
export function receiptOf({ state }: CaseRun): Receipt {
  return { version: state.version, status: state.status };
}

/** The row has this batch. */
export function noteRecorded(ledger: CaseRun, { state, events }: RecordEvents): void {
  ledger.news.splice(0, events.length);
  ledger.recorded = state.version;
  ledger.base = state;
}

/** Takes out what is asked of the world, up to a version: what is not recorded yet may still change. */
export function takeEffects(ledger: CaseRun, upTo: number): Effect[] {
  const now = ledger.effects.filter(({ version }) => version <= upTo);
  ledger.effects = ledger.effects.filter(({ version }) => version > upTo);
  return now.map(({ effect }) => effect);
}

export function ofVersion(version: number, effects: readonly Effect[]): CaseRun['effects'] {
  return effects.map((effect) => ({ version, effect }));
}

/** Why the running update would be refused; undefined when it fits or was handled before. */
export function refusalOf(ledger: CaseRun, event: CaseEvent): RefusalCode | undefined {
  if (ledger.handled.has(updateId())) return undefined; // the retry of an applied update
  return refusalNow(ledger, event);
}

/** Why a command would be refused if it came now. */
export function refusalNow({ state }: CaseRun, event: CaseEvent): RefusalCode | undefined {
  const next = apply(state, event, now());
  return 'refusal' in next ? next.refusal : refusedToApps(state, event);
}

/** The id of the running update; works in validators too. */
export function updateId(): string {
  return currentUpdateInfo()?.id ?? '';
}
