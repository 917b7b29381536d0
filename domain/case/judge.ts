import { FINAL_BY_RULE, type Automation } from '../policy/policy.ts';
import { reasonOf, type ReasonCode } from '../reasons/reasons.ts';
import type { Requirement } from './requirements.ts';
import { BIOMETRIC, engineChecks, needsOf, unstarted } from './rounds.ts';
import type { CaseState, CheckRecord, RequirementRecord } from './state.ts';
import { checksOf, currentDocument, recordOf } from './step.ts';

export type Judgement =
  | { kind: 'wait' }
  | { kind: 'accept' }
  | { kind: 'reject'; reasons: ReasonCode[]; final: boolean }
  | { kind: 'retake'; reasons: ReasonCode[] }
  | { kind: 'person'; reasons: ReasonCode[]; counts?: true };

/** What an automation mode leaves to the rules; a person does the rest. */
const RULES_MAY = {
  automatic: { accept: true, reject: true, retake: true },
  manual: { accept: false, reject: false, retake: false },
  automatic_reject_only: { accept: false, reject: true, retake: true },
  automatic_approve_only: { accept: true, reject: false, retake: true },
} as const satisfies Record<Automation, { accept: boolean; reject: boolean; retake: boolean }>;

/** The rule's decision on a requirement whose checks have all answered (docs/case.md#how-a-rule-judges). */
export function judge(state: CaseState, requirement: Requirement): Judgement {
  const record = recordOf(state, requirement);
  const checks = checksOf(state, requirement);
  if (!record || checks.some(({ outcome }) => outcome === null)) return { kind: 'wait' };
  const missing = missingInput(state, requirement);
  if (missing === 'later') return { kind: 'wait' };
  const found = weigh(checks, state.rules);
  const rules = state.policy.requirements[requirement];
  const may = RULES_MAY[rules.automation];
  const person: Judgement = {
    kind: 'person',
    reasons: found.kind === 'accept' ? [] : codesOf(checks),
  };
  if (found.kind === 'person') return person;
  if (found.kind === 'accept') {
    const alone = !record.personAsked && missing === null && !wantsPerson(state, requirement);
    return may.accept && alone ? { kind: 'accept' } : person;
  }
  if (found.kind === 'retake') {
    const most = found.once
      ? Math.min(1, state.policy.retakesPerRound)
      : state.policy.retakesPerRound;
    const again = may.retake && record.retakes < most;
    return again ? { kind: 'retake', reasons: found.reasons } : person;
  }
  if (!may.reject) return person;
  return found.final ? ended(state, found) : counted(state, record, found);
}

/** Given by the count of attempts, by no engine. */
const COUNTED: ReasonCode = 'attempts_exhausted';

interface Weighed {
  kind: 'accept' | 'reject' | 'retake' | 'person';
  reasons: ReasonCode[];
  final: boolean;
  /** Another picture is asked for at most once. */
  once?: true;
}

/** What the answers say by themselves, before policy and attempts are asked. */
function weigh(checks: CheckRecord[], rules: number): Weighed {
  const reasons = codesOf(checks);
  const fails = checks.filter(({ outcome }) => outcome === 'fail');
  const doubtful = checks.filter(({ outcome }) => outcome === 'inconclusive');
  const person: Weighed = { kind: 'person', reasons, final: false };
  const quiet = reasons.some((code) => reasonOf(code).tells === 'nothing');
  if (quiet || reasons.includes('file_unsafe')) return person;
  const failed = codesOf(fails);
  const finals = failed.filter(isFinalByRule);
  if (finals.length > 0) return { kind: 'reject', reasons: finals, final: true };
  // a doubt of what ends an application is a person's, whatever else failed
  if (rules >= 3 && codesOf(doubtful).some(isFinalByRule)) return person;
  const again = failed.filter((code) => reasonOf(code).disposition === 'retry');
  if (again.length > 0) {
    const kind = again.every((code) => reasonOf(code).retake) ? 'retake' : 'reject';
    return { kind, reasons: again, final: false };
  }
  if (fails.length > 0 || checks.some(({ outcome }) => outcome === 'unavailable')) return person;
  const open = doubtful.filter(({ kind }) => kind !== 'image_quality');
  if (open.length === 0) return { kind: 'accept', reasons: [], final: false };
  const unsound = rules >= 3 ? doubtful.filter(isUnsound) : [];
  const told = doubtful.flatMap((one) => (unsound.includes(one) ? [UNREAD] : one.reasons));
  const pictures = told.length > 0 && told.every((code) => reasonOf(code).retake);
  if (!pictures) return person;
  if (unsound.length === 0) return { kind: 'retake', reasons, final: false };
  return { kind: 'retake', reasons: [...new Set(told)].sort(), final: false, once: true };
}

function isFinalByRule(code: ReasonCode): boolean {
  return FINAL_BY_RULE.includes(code) && code !== COUNTED;
}

const UNREAD: ReasonCode = 'document_unreadable';

/** Read clearly, and wrong in itself: a misreading or a forgery. Another picture tells which, once. */
function isUnsound({ reasons }: CheckRecord): boolean {
  return reasons.includes(UNREAD) && reasons.includes('document_inconsistent');
}

function codesOf(checks: readonly CheckRecord[]): ReasonCode[] {
  return [...new Set(checks.flatMap((one) => one.reasons))].sort();
}

/** A rule may reject a customer for good only before the first approval. */
function ended(state: CaseState, found: Weighed): Judgement {
  if (state.approval) return { kind: 'person', reasons: found.reasons };
  return { kind: 'reject', reasons: found.reasons, final: true };
}

function counted(state: CaseState, record: RequirementRecord, found: Weighed): Judgement {
  const { perRound, whenUsedUp } = state.policy.attempts;
  const { reasons } = found;
  const document = currentDocument(state, record.requirement);
  // A document that was good for the old details: asking anew is no failed attempt.
  if (document?.state === 'accepted') return { kind: 'reject', reasons, final: false };
  const counts = document?.counted ? 0 : 1;
  if (record.attempts + counts < perRound) return { kind: 'reject', reasons, final: false };
  if (state.approval || whenUsedUp === 'review') return { kind: 'person', reasons, counts: true };
  return { kind: 'reject', reasons: [...reasons, COUNTED], final: true };
}

/** A pass that no rule may turn into an acceptance: a person looks in any case. */
function wantsPerson(state: CaseState, requirement: Requirement): boolean {
  const { checks } = state.policy.requirements[requirement];
  if (checks.some((kind) => needsOf(kind).person)) return true;
  if (checks.includes('liveness') && !state.policy.challengeAccepted) return true;
  if (requirement !== 'selfie' || state.faceConsent === 'given') return false;
  return state.faceConsent === 'refused' || checks.some((kind) => BIOMETRIC.includes(kind));
}

/** The input that a check lacks: `later` if it will come, `never` if nobody is asked for it. */
function missingInput(state: CaseState, requirement: Requirement): 'later' | 'never' | null {
  if (unstarted(state, requirement).length > 0) return 'later';
  const answered = new Set(checksOf(state, requirement).map(({ kind }) => kind));
  const others = engineChecks(state, requirement).flatMap((kind) => {
    const { across } = needsOf(kind);
    return across && !answered.has(kind) ? [recordOf(state, across)?.state] : [];
  });
  if (others.length === 0) return null;
  const comes = ['currently_due', 'pending', 'in_review'];
  return others.every((kept) => kept !== undefined && comes.includes(kept)) ? 'later' : 'never';
}
