import { RULE } from '../../access/access.ts';
import { apply } from '../../case/apply.ts';
import { derive } from '../../case/derive.ts';
import type { Effect } from '../../case/recorded.ts';
import type { CaseState, CheckRecord, KeptState } from '../../case/state.ts';
import type { CheckAnswer, CheckKind } from '../../checks/checks.ts';
import type { Policy } from '../policy.ts';
import type { RefusalCode } from '../../refusal.ts';
import type { Requirement } from '../../case/requirements.ts';
import { asNew, type AsNew, type Standing, type Verdict } from './as-new.ts';
import { foretell, type ForetoldCase, type Limits, type Measures } from './predict.ts';

/** One case under another policy: what a move would do, and what its rules would have said. */
export interface Simulated {
  customer: string;
  now: Standing;
  /** Where the case would come to rest if it were moved; null where it would refuse. */
  moved: Standing | null;
  refused: RefusalCode | null;
  /** How it would stand had its evidence come today: under its own policy, and under the other. */
  asNew: { from: Standing; to: Standing };
  /** Requirements that a move would change, or of which the rules would speak otherwise; null: not asked. */
  requirements: SimulatedRequirement[];
  /** Kinds of checks that would have to run before more can be said. */
  unforeseen: CheckKind[];
  /** Anything at all would be otherwise. */
  changes: boolean;
}

export interface SimulatedRequirement {
  requirement: Requirement;
  now: KeptState | null;
  moved: KeptState | null;
  verdict: Verdict | null;
  verdictThen: Verdict | null;
}

/**
 * Holds a policy against a recorded case, changing nothing: the same functions decide as would if the
 * case were moved at `at`, on the answers that are recorded or follow from recorded measures.
 */
export function simulate(
  state: CaseState,
  by: { policy: Policy; measures: Measures; at: string },
): Simulated {
  const limits: Limits = {
    before: state,
    after: { ...state, policy: by.policy },
    measures: by.measures,
  };
  const recorded = ({ outcome, reasons }: CheckRecord): ForetoldCase =>
    outcome && { outcome, reasons };
  const from = asNew(state, { policy: state.policy, answer: recorded, at: by.at });
  const to = asNew(state, { ...by, answer: (check) => foretell(check, limits) });
  const moved = move(state, limits, by.at);
  const now = standing(state);
  const requirements = requirementsOf(state, moved.state, { from, to });
  const isOther = (a: Standing, b: Standing) =>
    a.status !== b.status || a.statusReason !== b.statusReason;
  return {
    customer: state.customer,
    now,
    moved: moved.state && standing(moved.state),
    refused: moved.refused,
    asNew: { from: plain(from), to: plain(to) },
    requirements,
    unforeseen: [...new Set([...moved.unforeseen, ...to.unforeseen])].sort(),
    changes:
      requirements.length > 0 ||
      isOther(from, to) ||
      (moved.state !== null && isOther(now, standing(moved.state))),
  };
}

interface Moved {
  state: CaseState | null;
  refused: RefusalCode | null;
  unforeseen: CheckKind[];
}

/** Moves a copy, and answers the rounds that the move begins as far as the record tells. */
function move(state: CaseState, limits: Limits, at: string): Moved {
  const { policy } = limits.after;
  const first = apply(state, { kind: 'policy_moved', actor: RULE, policy }, at);
  if ('refusal' in first) return { state: null, refused: first.refusal, unforeseen: [] };
  const unforeseen: CheckKind[] = [];
  let last = first.state;
  const waiting = rounds(first.effects);
  for (let round = waiting.shift(); round; round = waiting.shift()) {
    const ids = round.checks.map(({ id }) => id);
    const asked = last.checks.filter(({ id }) => ids.includes(id));
    const findings = asked.map((check) => answerTo(check, limits));
    unforeseen.push(...asked.flatMap(({ kind }, n) => (findings[n] ? [] : [kind])));
    if (!findings.every((one) => one !== null)) continue;
    const { document, detailsVersion } = round;
    const event = {
      kind: 'checks_answered',
      actor: RULE,
      document,
      detailsVersion,
      findings,
    } as const;
    const next = apply(last, event, at);
    if ('refusal' in next) continue;
    last = next.state;
    waiting.push(...rounds(next.effects));
  }
  return { state: last, refused: null, unforeseen };
}

function rounds(effects: readonly Effect[]) {
  return effects.flatMap((effect) => (effect.kind === 'run_checks' ? [effect.round] : []));
}

/** What the check that is asked again answered before of the same document, under the new limits. */
function answerTo(check: CheckRecord, limits: Limits): CheckAnswer | null {
  const { id, kind, requirement, document } = check;
  const before = limits.before.checks.findLast(
    (one) => one.kind === kind && one.requirement === requirement && one.document === document,
  );
  const answer = before ? foretell(before, limits) : null;
  return answer && { id, kind, ...answer };
}

function requirementsOf(
  state: CaseState,
  moved: CaseState | null,
  { from, to }: { from: AsNew; to: AsNew },
): SimulatedRequirement[] {
  const names = [...new Set([state, moved ?? state].flatMap((one) => one.requirements))].map(
    ({ requirement }) => requirement,
  );
  const kept = (one: CaseState, name: Requirement) =>
    one.requirements.find(({ requirement }) => requirement === name)?.state ?? null;
  const said = ({ verdicts }: AsNew, name: Requirement) =>
    verdicts.find(({ requirement }) => requirement === name)?.verdict ?? null;
  return [...new Set(names)]
    .map((requirement) => ({
      requirement,
      now: kept(state, requirement),
      moved: kept(moved ?? state, requirement),
      verdict: said(from, requirement),
      verdictThen: said(to, requirement),
    }))
    .filter((one) => one.now !== one.moved || one.verdict !== one.verdictThen);
}

function standing(state: CaseState): Standing {
  return plain(derive(state));
}

function plain({ status, statusReason }: Standing): Standing {
  return { status, statusReason };
}
