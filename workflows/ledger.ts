import { currentUpdateInfo } from '@temporalio/workflow';
import { apply } from '../domain/case/apply.ts';
import { describe } from '../domain/case/describe.ts';
import { openCase } from '../domain/case/open.ts';
import type { CaseEvent } from '../domain/case/event.ts';
import type { Effect, Recorded } from '../domain/case/recorded.ts';
import type { CaseState } from '../domain/case/state.ts';
import type { RefusalCode } from '../domain/refusal.ts';
import type { CaseInput, Receipt } from './messages.ts';

/** Handled ids kept across continue-as-new: the server forgets them with each run (protection.md 5). */
const HANDLED_MAX = 200;

/** What one run of a case holds: a plain object, changed by `take` alone. */
export interface Ledger {
  state: CaseState;
  /** The last version whose row is written. */
  recorded: number;
  effects: Effect[];
  news: Recorded[];
  handled: Map<string, Receipt>;
}

/** The ledger at the start of a run: a case that opens, or one that is carried on. */
export function openLedger(input: CaseInput): Ledger {
  if ('carried' in input) {
    const { state, handled, effects = [] } = input.carried;
    const held = { state, recorded: state.version, news: [], handled: new Map(handled) };
    return { ...held, effects: [...effects] };
  }
  const { facts, policy, openedAt, actor } = input.opening;
  const first = openCase(facts, policy, { openedAt, actor });
  const news = [describe(null, first, first.event, openedAt)];
  return {
    state: first.state,
    recorded: 0,
    effects: [...first.effects],
    news,
    handled: new Map(),
  };
}

/** Replayed time: safe in a workflow. */
export function now(): string {
  return new Date().toISOString();
}

/** Applies an event; what no longer fits changes nothing and throws nothing. */
export function take(ledger: Ledger, event: CaseEvent): Receipt {
  const at = now();
  const next = apply(ledger.state, event, at);
  if (!('refusal' in next)) {
    ledger.news.push(describe(ledger.state, next, event, at));
    ledger.effects.push(...next.effects);
    ledger.state = next.state;
  }
  return { version: ledger.state.version, status: ledger.state.status };
}

/** Applies an event under its sender's id: the same id always gets its first receipt. */
export function once(ledger: Ledger, id: string, event: CaseEvent): Receipt {
  const { handled } = ledger;
  const receipt = handled.get(id) ?? take(ledger, event);
  handled.set(id, receipt);
  if (handled.size > HANDLED_MAX) handled.delete([...handled.keys()][0] ?? '');
  return receipt;
}

/** Why the running update would be refused; undefined when it fits or was handled before. */
export function refusalOf(ledger: Ledger, event: CaseEvent): RefusalCode | undefined {
  if (ledger.handled.has(updateId())) return undefined; // the retry of an applied update
  const next = apply(ledger.state, event, now());
  return 'refusal' in next ? next.refusal : undefined;
}

/** The id of the running update; works in validators too. */
export function updateId(): string {
  return currentUpdateInfo()?.id ?? '';
}
