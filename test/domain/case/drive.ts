import type { Actor } from '../../../domain/access/access.ts';
import { apply } from '../../../domain/case/apply.ts';
import { rowOf } from '../../../domain/case/derive.ts';
import { describe } from '../../../domain/case/shown/describe.ts';
import { due } from '../../../domain/case/due.ts';
import type { CaseEvent } from '../../../domain/case/event.ts';
import { evidenceParts } from '../../../domain/case/evidence.ts';
import { openCase } from '../../../domain/case/open.ts';
import type { Recorded } from '../../../domain/case/recorded.ts';
import type { CaseState, Facts, RequirementRecord } from '../../../domain/case/state.ts';
import type { Applied } from '../../../domain/case/step.ts';
import type { CheckAnswer, CheckKind, Outcome } from '../../../domain/checks/checks.ts';
import type { DocumentType, Page } from '../../../domain/documents/documents.ts';
import type { Policy } from '../../../domain/policy/policy.ts';
import type { ReasonCode } from '../../../domain/reasons/reasons.ts';
import type { RefusalCode } from '../../../domain/refusal.ts';
import type { DetailField, Requirement } from '../../../domain/case/requirements.ts';
import { STANDARD_1 } from '../../../domain/policy/built-in-policies.ts';
import { shift, type Duration } from '../../../domain/time.ts';

export const APP: Actor = { kind: 'key', id: 'key_app', role: 'app', holder: null };
export const ANNA: Actor = { kind: 'user', id: 'usr_anna', role: 'reviewer', holder: null };
export const BO: Actor = { kind: 'user', id: 'usr_bo', role: 'senior_reviewer', holder: null };
export const ENGINE: Actor = { kind: 'rule', id: 'rule', role: 'system', holder: null };

export const CORE: DetailField[] = ['family_name', 'birth_date', 'nationality', 'address'];
export const OPENED_AT = '2027-01-01T12:00:00.000Z';

/** What a check says: an outcome and its reasons. */
export type Verdict = readonly [Outcome, ...ReasonCode[]];
export type Verdicts = Partial<Record<CheckKind, Verdict>>;
type Still<Value> = Value extends object
  ? { readonly [Key in keyof Value]: Still<Value[Key]> }
  : Value;
type Loose<Event> = Event extends CaseEvent ? Still<Omit<Event, 'actor'>> : never;
/** An event without its actor. */
export type Said = Loose<CaseEvent>;

export const TOO_OLD: Verdicts = { address_recency: ['fail', 'address_document_too_old'] };
export const BLURRED: Verdicts = {
  image_quality: ['inconclusive', 'image_blurred'],
  identity_reading: ['inconclusive', 'document_unreadable'],
};

export interface Opening {
  policy?: Policy;
  level?: string;
  country?: string;
  present?: DetailField[];
  detailsBy?: string[];
}

/** A case that is driven by hand; a refusal where none is expected fails the test. */
export function drive(opening: Opening = {}) {
  const life = begin(opening);
  const { state, send } = life;
  return {
    ...life,
    ...words(life),
    row: () => rowOf(state()),
    record: (requirement: Requirement): RequirementRecord => {
      const found = state().requirements.find((one) => one.requirement === requirement);
      if (!found) throw new Error(`no record of ${requirement}`);
      return found;
    },
    document: (requirement: Requirement) =>
      state().documents.findLast((one) => one.requirement === requirement),
    change: (...changed: DetailField[]) => {
      const { detailsVersion: from, present, country } = state();
      return send({ kind: 'details_changed', from, to: from + 1, changed, present, country }, APP);
    },
  };
}

/** The case itself: events go in, time moves. */
function begin(opening: Opening) {
  const { policy = STANDARD_1, level = 'standard', country = 'SE', present = CORE } = opening;
  const facts: Facts = {
    customer: 'cus_7',
    mode: 'test',
    level,
    country,
    present,
    detailsVersion: 1,
    ...(opening.detailsBy && { detailsBy: opening.detailsBy }),
  };
  const opened = openCase(facts, policy, { openedAt: OPENED_AT, actor: APP });
  let now = OPENED_AT;
  let applied: Applied = opened;
  let recorded: Recorded = describe(null, opened, opened.event, now);
  const state = (): CaseState => applied.state;
  const at = (said: Said, actor: Actor) => ({ ...said, actor }) as CaseEvent;
  const send = (said: Said, actor: Actor = ANNA): Applied => {
    const event = at(said, actor);
    const next = apply(state(), event, now);
    if ('refusal' in next) throw new Error(`${said.kind} was refused: ${next.refusal}`);
    recorded = describe(state(), next, event, now);
    applied = next;
    return next;
  };
  const refusal = (said: Said, actor: Actor = ANNA): RefusalCode | null => {
    const next = apply(state(), at(said, actor), now);
    return 'refusal' in next ? next.refusal : null;
  };
  const wait = (duration: Duration): void => {
    now = shift(now, duration);
  };
  /** Lets time run to the next instant at which it changes something. */
  const ring = (): Applied => {
    const next = due(state());
    if (next === undefined) throw new Error('nothing is due');
    if (next > now) now = next;
    return send({ kind: 'time_passed' }, ENGINE);
  };
  const shown = { now: () => now, next: () => due(state()) };
  return {
    state,
    send,
    refusal,
    wait,
    ring,
    ...shown,
    applied: () => applied,
    recorded: () => recorded,
  };
}

/** What people, apps and engines say of a case. */
function words({ state, send }: ReturnType<typeof begin>) {
  let documents = 0;
  const submission = (types: readonly DocumentType[]): Said => ({
    kind: 'documents_submitted',
    documents: types.map((type) => {
      documents += 1;
      return { id: `doc_${documents}`, type, country: null, pages: [pageOf(documents)] };
    }),
  });
  const running = (requirement: Requirement) =>
    state().checks.filter((one) => one.requirement === requirement && one.outcome === null);
  /** Answers of every running check of a requirement; a pass where nothing else is said. */
  const answers = (requirement: Requirement, verdicts: Verdicts = {}, more: More = {}): Said => {
    const checks = running(requirement);
    const findings = checks.map(({ id, kind }) => {
      const [outcome, ...reasons] = verdicts[kind] ?? PASS;
      return { id, kind, outcome, reasons, ...more };
    });
    const { detailsVersion } = state();
    return {
      kind: 'checks_answered',
      document: checks[0]?.document ?? null,
      detailsVersion,
      findings,
    };
  };
  const decision = (outcome: 'approve' | 'reject', more: Decided = {}) => ({
    outcome,
    requirements: more.requirements ?? null,
    reasons: more.reasons ?? [],
    final: more.final ?? false,
    note: null,
    message: null,
    evidence: evidenceParts(state()),
  });
  return {
    submission,
    running,
    answers,
    decision,
    submit: (...types: DocumentType[]) => send(submission(types), APP),
    /** A person hands in what a customer brought. */
    submitAs: (actor: Actor, ...types: DocumentType[]) => send(submission(types), actor),
    answer: (requirement: Requirement, verdicts?: Verdicts, more?: More) =>
      send(answers(requirement, verdicts, more), ENGINE),
    approve: (...requirements: Requirement[]) => {
      const said = decision('approve', requirements.length > 0 ? { requirements } : {});
      return send({ kind: 'decision_made', ...said, confirms: null });
    },
  };
}

const PASS: Verdict = ['pass'];
type More = Partial<CheckAnswer>;
interface Decided {
  requirements?: readonly Requirement[];
  reasons?: readonly ReasonCode[];
  final?: boolean;
}

function pageOf(index: number): Page {
  return { side: 'front', blob: `blb_${index}`, digest: `d${index}`, mediaType: 'image/jpeg' };
}

export type Drive = ReturnType<typeof drive>;

/** A customer of the level `standard`, or of `basic`, whose papers were good. */
export function approved(opening: Opening = {}, validUntil?: string): Drive {
  const one = drive(opening);
  one.submit('passport');
  one.answer('identity', {}, validUntil ? { validUntil } : {});
  if (opening.level === 'basic') return one;
  one.submit('utility_bill');
  one.answer('address');
  return one;
}

/** The shipped default with parts of it changed. */
export function policyWith(change: Partial<Policy>, version = 2): Policy {
  return { ...STANDARD_1, version, ...change };
}
