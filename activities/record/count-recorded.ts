import { personOf } from '../../domain/access/access.ts';
import { isOverride } from '../../domain/case/override.ts';
import type { Decision, Recorded } from '../../domain/case/recorded.ts';
import type { CaseState } from '../../domain/case/state.ts';
import { msBetween } from '../../domain/time.ts';
import type { Meters } from '../../platform/metrics/meters.ts';

/** Counts what was just recorded: how late, which decisions, which reviews. `now`: after the commit. */
export function countRecorded(
  meters: Pick<Meters, 'count' | 'observe'>,
  { state, fresh, now }: { state: CaseState; fresh: readonly Recorded[]; now: string },
): void {
  const { mode } = state;
  for (const { at, decisions, effects, wire } of fresh) {
    const lag = Math.max(0, msBetween(at, now) / 1000);
    meters.observe('vouch_projection_lag_seconds', {}, lag);
    for (const decision of decisions) countDecision(meters, decision, state);
    for (const { type } of wire) {
      if (type === 'review.opened') meters.count('vouch_reviews_opened_total', { mode });
    }
    for (const effect of effects) {
      if (effect.kind !== 'close_review') continue;
      meters.count('vouch_reviews_closed_total', { mode, outcome: effect.outcome });
    }
  }
}

function countDecision(
  meters: Pick<Meters, 'count'>,
  decision: Decision,
  { checks }: CaseState,
): void {
  const { outcome, state } = decision;
  const by = decidedBy(decision);
  const override = isOverride(decision, checks) ? 'true' : 'false';
  meters.count('vouch_decisions_total', { by, outcome, state, override });
}

function decidedBy({ by }: Decision): 'rule' | 'person' | 'app' {
  if (by.kind === 'rule' || by.kind === 'system') return 'rule';
  return personOf(by) === null ? 'app' : 'person';
}
