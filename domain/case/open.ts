import { RULE, type Actor } from '../access/access.ts';
import type { Policy } from '../policy/policy.ts';
import { shift } from '../time.ts';
import type { EventOf } from './event.ts';
import { mandatory, unserved } from './level.ts';
import { freshRecord, makeDue } from './moves.ts';
import { settle } from './settle.ts';
import { RULES, type CaseState, type Facts } from './state.ts';
import { conclude, type Applied, type Step } from './step.ts';

export interface Opened extends Applied {
  event: EventOf<'case_opened'>;
}

/** The first state of a case (version 1), its event and its effects, under the newest rules unless told. */
export function openCase(
  facts: Facts,
  policy: Policy,
  opening: { openedAt: string; actor: Actor; rules?: number },
): Opened {
  const { openedAt, actor, rules = RULES } = opening;
  const event: EventOf<'case_opened'> = { kind: 'case_opened', actor, facts };
  const draft = firstState(facts, policy, { openedAt, rules });
  const step: Step = { draft, now: openedAt, actor, effects: [], decisions: [], ids: 0 };
  addRequirements(step, 'initial', draft.onboardingDeadline);
  if (unserved(draft)) refuseCountry(step);
  return { ...settle(step), event };
}

/** Records for what the level in force asks for and the case does not have yet. */
export function addRequirements(
  step: Step,
  cause: 'initial' | 'level' | 'policy' | 'hit',
  deadline: string,
): void {
  const { draft } = step;
  for (const requirement of mandatory(draft)) {
    if (draft.requirements.some((one) => one.requirement === requirement)) continue;
    const record = freshRecord(requirement, cause);
    makeDue(step, record, { cause, deadline, newRound: false });
    draft.requirements.push(record);
  }
}

/** The one end of an application that its country alone decides. */
export function refuseCountry(step: Step): void {
  const { draft, now } = step;
  const requirements = mandatory(draft);
  const reasons = ['country_not_served' as const];
  const made = { by: RULE, outcome: 'reject' as const, requirements, reasons, final: true };
  draft.rejected = { at: now, decision: conclude(step, made), reasons };
}

function firstState(
  facts: Facts,
  policy: Policy,
  { openedAt, rules }: { openedAt: string; rules: number },
): CaseState {
  return {
    ...facts,
    rules,
    policy,
    version: 1,
    openedAt,
    onboardingDeadline: shift(openedAt, policy.deadlines.onboarding),
    requirements: [],
    documents: [],
    checks: [],
    pastChecks: {},
    review: null,
    proposal: null,
    hits: [],
    approval: null,
    doubts: [],
    lock: null,
    rejected: null,
    expiredAt: null,
    closed: null,
    hold: false,
    faceConsent: null,
    erased: false,
    erasureDue: false,
    status: 'approval_pending',
  };
}
