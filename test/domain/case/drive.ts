import type { Actor } from '../../../domain/access.ts';
import { apply } from '../../../domain/case/apply.ts';
import { rowOf } from '../../../domain/case/derive.ts';
import { describe } from '../../../domain/case/describe.ts';
import { due } from '../../../domain/case/due.ts';
import type { CaseEvent } from '../../../domain/case/event.ts';
import { evidenceParts } from '../../../domain/case/evidence.ts';
import { openCase } from '../../../domain/case/open.ts';
import type { Recorded } from '../../../domain/case/recorded.ts';
import type { CaseState, Facts, RequirementRecord } from '../../../domain/case/state.ts';
import type { Applied } from '../../../domain/case/step.ts';
import type { CheckAnswer, CheckKind, Outcome } from '../../../domain/checks.ts';
import type { DocumentType } from '../../../domain/documents.ts';
import type { Policy } from '../../../domain/policy.ts';
import type { ReasonCode } from '../../../domain/reasons.ts';
import type { RefusalCode } from '../../../domain/refusal.ts';
import type { DetailField, Requirement } from '../../../domain/requirements.ts';
import { STANDARD_1 } from '../../../domain/shipped.ts';
import { shift, type Duration } from '../../../domain/time.ts';

export const APP: Actor = { kind: 'key', id: 'key_app', role: 'app', holder: null };
export const ANNA: Actor = { kind: 'user', id: 'usr_anna', role: 'reviewer', holder: null };
export const BO: Actor = { kind: 'user', id: 'usr_bo', role: 'senior_reviewer', holder: null };
export const ENGINE: Actor = { kind: 'rule', id: 'rule', role: 'system', holder: null };

export const CORE: DetailField[] = ['family_name', 'birth_date', 'nationality', 'address'];
export const OPENED_AT = '2027-01-01T12:00:00.000Z';

/** What a check says: an outcome and its reasons. */
export type Verdict = [Outcome, ...ReasonCode[]];
export type Verdicts = Partial<Record<CheckKind, Verdict>>;
/** An event without its actor. */
type Loose<Event> = Event extends CaseEvent ? Omit<Event, 'actor'> : never;
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
}

/** A case that is driven by hand; a refusal where none is expected fails the test. */
export function drive(opening: Opening = {}) {
  const { policy = STANDARD_1, level = 'standard', country = 'SE', present = CORE } = opening;
  const facts: Facts = { customer: 'cus_7', mode: 'test', level, country, present, detailsVersion: 1 };
  const opened = openCase(facts, policy, { openedAt: OPENED_AT, actor: APP });
  let now = OPENED_AT;
  let applied: Applied = opened;
  let recorded: Recorded = describe(null, opened, opened.event, now);
  let documents = 0;

  const at = (said: Said, actor: Actor) => ({ ...said, actor }) as CaseEvent;
  const state = (): CaseState => applied.state;
  const record = (requirement: Requirement): RequirementRecord => {
    const found = state().requirements.find((one) => one.requirement === requirement);
    if (!found) throw new Error(`no record of ${requirement}`);
    return found;
  };
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
  const page = (index: number) =>
    ({ side: 'front', blob: `blb_${index}`, digest: `d${index}`, mediaType: 'image/jpeg' }) as const;
  const submission = (types: readonly DocumentType[]): Said => ({
    kind: 'documents_submitted',
    documents: types.map((type) => {
      documents += 1;
      return { id: `doc_${documents}`, type, country: null, pages: [page(documents)] };
    }),
  });
  const running = (requirement: Requirement) =>
    state().checks.filter((one) => one.requirement === requirement && one.outcome === null);
  /** Answers of every running check of a requirement; a pass where nothing else is said. */
  const answers = (
    requirement: Requirement,
    verdicts: Verdicts = {},
    more: Partial<CheckAnswer> = {},
  ): Said => {
    const checks = running(requirement);
    const findings = checks.map(({ id, kind }) => {
      const [outcome, ...reasons] = verdicts[kind] ?? (['pass'] as const);
      return { id, kind, outcome, reasons, ...more };
    });
    const { detailsVersion } = state();
    return { kind: 'checks_answered', document: checks[0]?.document ?? null, detailsVersion, findings };
  };
  const decision = (
    outcome: 'approve' | 'reject',
    more: { requirements?: Requirement[]; reasons?: ReasonCode[]; final?: boolean } = {},
  ) => ({
    outcome,
    requirements: more.requirements ?? null,
    reasons: more.reasons ?? [],
    final: more.final ?? false,
    note: null,
    message: null,
    evidence: evidenceParts(state()),
  });
  return {
    state,
    record,
    send,
    refusal,
    submission,
    answers,
    running,
    decision,
    now: () => now,
    row: () => rowOf(state()),
    recorded: () => recorded,
    applied: () => applied,
    document: (requirement: Requirement) =>
      state().documents.findLast((one) => one.requirement === requirement),
    submit: (...types: DocumentType[]) => send(submission(types), APP),
    answer: (requirement: Requirement, verdicts?: Verdicts, more?: Partial<CheckAnswer>) =>
      send(answers(requirement, verdicts, more), ENGINE),
    approve: (...requirements: Requirement[]) =>
      send({
        kind: 'decision_made',
        ...decision('approve', requirements.length > 0 ? { requirements } : {}),
        confirms: null,
      }),
    change: (...changed: DetailField[]) => {
      const { detailsVersion: from, present: had, country: lives } = state();
      const to = from + 1;
      return send({ kind: 'details_changed', from, to, changed, present: had, country: lives }, APP);
    },
    wait: (duration: Duration) => {
      now = shift(now, duration);
    },
    /** Lets time run to the next instant at which it changes something. */
    ring: () => {
      const next = due(state());
      if (next === undefined) throw new Error('nothing is due');
      if (next > now) now = next;
      return send({ kind: 'time_passed' }, ENGINE);
    },
    next: () => due(state()),
  };
}

export type Drive = ReturnType<typeof drive>;

/** A customer under the standard level whose papers were good. */
export function approved(opening: Opening = {}, validUntil?: string): Drive {
  const one = drive(opening);
  one.submit('passport', 'utility_bill');
  one.answer('identity', {}, validUntil ? { validUntil } : {});
  one.answer('address');
  return one;
}

/** The shipped default with parts of it changed. */
export function policyWith(change: Partial<Policy>, version = 2): Policy {
  return { ...STANDARD_1, version, ...change };
}
