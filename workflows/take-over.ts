import { apply } from '../domain/case/apply.ts';
import type { Recorded } from '../domain/case/recorded.ts';
import type { RowAhead } from '../domain/work.ts';
import { keep, type CaseRun, ofVersion, receiptOf, refusalNow, take } from './case-run.ts';

/**
 * Takes over what the row has and this run does not know: a task recorded it, and was lost before it was
 * completed. Others may have read it, so it stands: the case goes back to what it had recorded, applies
 * the row's changes as they were, and then tries anew what it had not recorded itself.
 */
export function takeOver(ledger: CaseRun, { changes }: RowAhead): void {
  const own = ledger.news.splice(0);
  ledger.effects = ledger.effects.filter(({ version }) => version <= ledger.base.version);
  ledger.state = ledger.base;
  for (const { version, at, event, command } of changes) {
    if (version <= ledger.base.version) continue; // the opening, which the row proved to be the same
    if (version !== ledger.state.version + 1) throw new Error('recorded changes have a gap');
    const next = apply(ledger.state, event, at);
    // Other code recorded it: this task fails, and comes again to a worker that has that code.
    if ('refusal' in next) throw new Error(`a recorded change does not apply: ${next.refusal}`);
    ledger.state = next.state;
    ledger.effects.push(...ofVersion(version, next.effects));
    if (command !== null) keep(ledger, command, receiptOf(ledger));
  }
  ledger.base = ledger.state;
  ledger.recorded = ledger.state.version;
  const known = new Set(changes.map(({ command }) => command));
  for (const one of own) if (!isKnown(one, known)) tryAnew(ledger, one);
}

/**
 * True for a change that the recorded row already has. A change that the case made by itself has no command and
 * counts as unknown: it is applied again, and the case refuses it as `late` if the row has it.
 */
function isKnown({ version, command }: Recorded, known: ReadonlySet<string | null>): boolean {
  return version === 1 || (command !== undefined && known.has(command));
}

/**
 * Applies an event as if it came now. If it is refused, its sender is told why, because its command had been
 * accepted.
 */
function tryAnew(ledger: CaseRun, { event, command }: Recorded): void {
  if (command === undefined) {
    take(ledger, event);
    return;
  }
  ledger.handled.delete(command);
  const refusal = refusalNow(ledger, event);
  if (refusal) ledger.refused.set(command, refusal);
  else keep(ledger, command, take(ledger, event, command));
}
