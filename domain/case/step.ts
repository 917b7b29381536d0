import type { Actor } from '../access/access.ts';
import { derivedId } from '../ids.ts';
import type { RefusalCode } from '../refusal.ts';
import type { Requirement } from './requirements.ts';
import { evidenceParts } from './evidence.ts';
import type { Decision, Effect } from './recorded.ts';
import type {
  CaseState,
  CheckRecord,
  DocumentRecord,
  DoubtCause,
  RequirementRecord,
} from './state.ts';

/** One event being applied: a draft that is thrown away if the event is refused. */
export interface Step {
  draft: CaseState;
  now: string;
  actor: Actor;
  effects: Effect[];
  decisions: Decision[];
  /** How many ids this version has given. */
  ids: number;
}

export interface Applied {
  state: CaseState;
  effects: Effect[];
  decisions: Decision[];
}
export interface Refused {
  refusal: RefusalCode;
}

/** A draft of the next version. What an earlier version finished and recorded is let go. */
export function begin(state: CaseState, actor: Actor, now: string): Step {
  const documents = state.documents.filter(
    (one) => currentDocument(state, one.requirement) === one,
  );
  const kept = new Set(documents.map(({ id }) => id));
  const draft: CaseState = {
    ...state,
    version: state.version + 1,
    requirements: state.requirements.map((one) => ({ ...one, errors: [...one.errors] })),
    documents: documents.map((one) => ({ ...one })),
    checks: state.checks.map((one) => ({ ...one })),
    pastChecks: { ...state.pastChecks },
    doubts: state.doubts.map((one) => ({ ...one, touched: [...one.touched] })),
    hits: state.hits.map((one) => ({ ...one })),
    review: state.review && { ...state.review },
  };
  const step = { draft, now, actor, effects: [], decisions: [], ids: 0 };
  dropChecks(step, (one) => one.document !== null && !kept.has(one.document));
  return step;
}

/** People who had the secret that an app or a customer acts by, where there are any. */
export function alsoBy({ behind = [] }: Actor): { alsoBy?: readonly string[] } {
  return behind.length > 0 ? { alsoBy: behind } : {};
}

/** The next id of this version: derived, never drawn. */
export function nextId(step: Step, kind: 'check' | 'review' | 'decision'): string {
  step.ids += 1;
  const { customer, version } = step.draft;
  return derivedId(kind, { customer, version, index: step.ids });
}

/** The latest document of a requirement: the one that counts. */
export function currentDocument(
  state: CaseState,
  requirement: Requirement,
): DocumentRecord | undefined {
  return state.documents.findLast((one) => one.requirement === requirement);
}

/** True of a document that somebody, or something, is still to judge. */
export function isOpen({ state }: DocumentRecord): boolean {
  return state === 'received' || state === 'verifying' || state === 'in_review';
}

export function recordOf(
  state: CaseState,
  requirement: Requirement,
): RequirementRecord | undefined {
  return state.requirements.find((one) => one.requirement === requirement);
}

/** The checks that a requirement rests on now. */
export function checksOf(state: CaseState, requirement: Requirement): CheckRecord[] {
  return state.checks.filter((one) => one.requirement === requirement);
}

/** Notes a doubt about the approval; one of the same cause grows, so that the state does not. */
export function doubt(step: Step, cause: DoubtCause, touched: readonly Requirement[]): void {
  const { draft } = step;
  if (!draft.approval || touched.length === 0) return;
  const known = draft.doubts.find((one) => one.cause === cause);
  if (known) known.touched = [...new Set([...known.touched, ...touched])];
  else draft.doubts.push({ cause, touched: [...touched] });
}

/** Lets checks go; answered ones stay as counts, running ones become late. */
export function dropChecks(step: Step, which: (check: CheckRecord) => boolean): void {
  const { draft } = step;
  for (const { outcome } of draft.checks.filter(which)) {
    if (outcome) draft.pastChecks[outcome] = (draft.pastChecks[outcome] ?? 0) + 1;
  }
  draft.checks = draft.checks.filter((one) => !which(one));
}

/** Notes a conclusion; conclusions of one outcome in one version are one decision. */
export function conclude(
  step: Step,
  made: Pick<Decision, 'outcome' | 'requirements' | 'reasons'> & Partial<Decision>,
): string {
  const by = made.by ?? step.actor;
  const same = step.decisions.find(
    (one) => one.outcome === made.outcome && one.by.kind === by.kind && one.state === 'made',
  );
  if (same) {
    same.requirements = [...new Set([...same.requirements, ...made.requirements])];
    same.reasons = [...new Set([...same.reasons, ...made.reasons])];
    same.final ||= made.final ?? false;
    return same.id;
  }
  const { name, version } = step.draft.policy;
  const first = made.requirements[0];
  const decision: Decision = {
    id: nextId(step, 'decision'),
    state: 'made',
    final: false,
    note: null,
    message: null,
    evidence: evidenceParts(step.draft),
    policy: { name, version },
    automation: first ? step.draft.policy.requirements[first].automation : null,
    ...made,
    by,
  };
  step.decisions.push(decision);
  return decision.id;
}
