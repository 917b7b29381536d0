import { apply } from '../../domain/case/apply.ts';
import type { Recorded } from '../../domain/case/recorded.ts';
import type { CaseState } from '../../domain/case/state.ts';

/** An event that is to be applied again, with the id of the update or signal that brought it. */
export interface Retry {
  command: string | null;
  event: Recorded['event'];
}

/**
 * The events that a workflow has and its row lacks: those after the last version that happened at the same
 * instant in both. `rowAt`: when each version of the row happened, if its events show it.
 */
export function ownEvents(
  heard: readonly Recorded[],
  rowAt: ReadonlyMap<number, string>,
): Recorded[] {
  const same = heard.findLast(({ version, at }) => rowAt.get(version) === at)?.version ?? 0;
  return heard.filter(({ version, event }) => version > same && event.kind !== 'case_opened');
}

/**
 * Applies these events one after another at this instant, and returns which the case still accepts and which
 * not.
 */
export function tryAnew(
  from: CaseState,
  own: readonly Recorded[],
  now: string,
): { retry: Retry[]; refused: Recorded[] } {
  let state = from;
  const refused: Recorded[] = [];
  const retry: Retry[] = [];
  for (const one of own) {
    const next = apply(state, one.event, now);
    if ('refusal' in next) {
      refused.push(one);
      continue;
    }
    state = next.state;
    retry.push({ command: one.command ?? null, event: one.event });
  }
  return { retry, refused };
}
