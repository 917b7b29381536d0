import fc from 'fast-check';
import type { Actor } from '../../../domain/access/access.ts';
import { due } from '../../../domain/case/due.ts';
import type { CaseEvent, CaseEventKind, SubmittedDocument } from '../../../domain/case/event.ts';
import { evidenceParts } from '../../../domain/case/evidence.ts';
import { acceptedTypes, mandatory } from '../../../domain/case/level.ts';
import type { CaseState } from '../../../domain/case/state.ts';
import type { CheckAnswer } from '../../../domain/checks/checks.ts';
import { DOCUMENT_TYPES, type DocumentType } from '../../../domain/documents/documents.ts';
import type { Policy } from '../../../domain/policy/policy.ts';
import type { ReasonCode } from '../../../domain/reasons/reasons.ts';
import { DETAIL_FIELDS, REQUIREMENTS } from '../../../domain/case/requirements.ts';
import { later, shift, type Duration } from '../../../domain/time.ts';
import { ANNA, APP, BO, CORE, ENGINE, type Said, type Verdict } from './drive.ts';

/** One generated step: what is tried, when, and the numbers that choose its particulars. */
export interface Move {
  kind: CaseEventKind;
  gap: Gap;
  by: Actor;
  pick: number[];
}
type Gap = 'none' | 'hour' | 'days' | 'month' | 'years' | 'due' | 'before_due' | 'second';

/** Often enough what a case lives on, and now and then all the rest of the closed list. */
const WEIGHTS: Record<CaseEventKind, number> = {
  case_opened: 1,
  documents_submitted: 22,
  checks_answered: 34,
  details_changed: 6,
  details_confirmed: 5,
  level_changed: 3,
  decision_made: 12,
  documents_requested: 3,
  locked: 2,
  unlocked: 3,
  closed: 1,
  reopened: 4,
  time_passed: 14,
  list_changed: 3,
  vendor_answered: 3,
  waived: 2,
  policy_moved: 2,
  decision_proposed: 4,
  hit_decided: 3,
  consent_given: 3,
  consent_withdrawn: 1,
  review_escalated: 1,
  hold_set: 1,
  hold_lifted: 1,
  erased: 1,
};
const GAPS: Record<Gap, number> = {
  none: 30,
  second: 8,
  hour: 8,
  days: 4,
  month: 2,
  years: 1,
  due: 12,
  before_due: 3,
};

export function moves(kinds = Object.keys(WEIGHTS) as CaseEventKind[]): fc.Arbitrary<Move> {
  return fc.record({
    kind: weighted(Object.fromEntries(kinds.map((kind) => [kind, WEIGHTS[kind]])) as never),
    gap: weighted(GAPS),
    by: fc.constantFrom(ANNA, ANNA, BO, APP),
    pick: fc.array(fc.nat(1000), { minLength: 8, maxLength: 8 }),
  }) as fc.Arbitrary<Move>;
}

function weighted<Word extends string>(weights: Record<Word, number>): fc.Arbitrary<Word> {
  const entries = Object.entries(weights) as [Word, number][];
  return fc.oneof(...entries.map(([word, weight]) => ({ arbitrary: fc.constant(word), weight })));
}

const SPANS: Partial<Record<Gap, Duration>> = {
  second: { seconds: 1 },
  hour: { seconds: 3600 },
  days: { days: 3 },
  month: { days: 31 },
  years: { years: 2 },
};

/** The instant of a move: never earlier than the last one. */
export function instantOf(state: CaseState, now: string, { kind, gap: tried }: Move): string {
  const gap = kind === 'time_passed' && tried === 'none' ? 'due' : tried;
  const span = SPANS[gap];
  if (span) return shift(now, span);
  const next = due(state);
  if (gap === 'none' || next === undefined) return now;
  return later(now, gap === 'due' ? next : shift(next, { seconds: 0.001 }, -1));
}

/** The event of a move: mostly one that fits the case, sometimes a senseless one. */
export function eventOf(state: CaseState, move: Move, world: World): CaseEvent {
  const engine = ['checks_answered', 'time_passed', 'list_changed', 'vendor_answered'];
  const actor = engine.includes(move.kind) ? ENGINE : move.by;
  return { ...said(state, move, world), actor } as CaseEvent;
}

/** What a sequence may draw on beside the case itself. */
export interface World {
  policies: readonly Policy[];
  /** Only passes and `unavailable`. */
  onlyFaults?: boolean;
  validUntil: (now: string) => string;
  now: string;
}

function said(state: CaseState, { kind, pick }: Move, world: World): Said {
  const [a = 0, b = 0, c = 0] = pick;
  switch (kind) {
    case 'case_opened':
      return { kind, facts: { ...state } };
    case 'documents_submitted':
      return submission(state, pick);
    case 'checks_answered':
      return answers(state, pick, world);
    case 'details_changed':
      return detailsChange(state, pick);
    case 'details_confirmed':
      return { kind, detailsVersion: a % 8 === 0 ? 0 : state.detailsVersion };
    case 'level_changed':
      return { kind, level: of(['basic', 'standard', 'enhanced', 'unknown'], a) };
    case 'decision_made':
    case 'decision_proposed':
      return decision(state, kind, pick);
    case 'documents_requested': {
      const reasons: ReasonCode[] = c % 3 === 0 ? [] : ['document_expired'];
      const requirements = [of(REQUIREMENTS, a), of(REQUIREMENTS, b)];
      return { kind, requirements, reasons, note: null, message: null, evidence: null };
    }
    case 'waived': {
      const { proposal } = state;
      const evidence = evidenceParts(state);
      const confirming = proposal?.outcome === 'waive' && a % 3 > 0;
      const requirements = confirming ? proposal.requirements : [of(REQUIREMENTS, b)];
      const confirms = confirming ? proposal.id : null;
      return { kind, requirements, reasons: [], note: null, evidence, confirms };
    }
    case 'policy_moved':
      return { kind, policy: of(world.policies, a) };
    case 'vendor_answered': {
      const document = of(state.documents, a)?.id ?? 'doc_none';
      const reasons: ReasonCode[] = [of(['document_inconsistent', 'document_expired'], b)];
      const finding = {
        id: 'chk_vendor',
        kind: 'identity_reading',
        outcome: 'fail',
        reasons,
      } as const;
      return { kind, id: `v${a}`, document, findings: [finding] };
    }
    case 'closed':
      return { kind, withdrawn: a % 2 === 0, reason: null };
    case 'hit_decided': {
      const hit = of(state.hits, a)?.id ?? 'hit_none';
      const decided = b % 3 === 0 ? 'this_person' : 'not_this_person';
      return { kind, hit, decided, note: null };
    }
    case 'consent_given':
      return { kind, purpose: 'face_biometrics', given: a % 4 > 0 };
    case 'consent_withdrawn':
      return { kind, purpose: 'face_biometrics' };
    case 'list_changed':
      return { kind, list: 'eu' };
    case 'time_passed':
    case 'erased':
      return { kind };
    default:
      return { kind, reason: null };
  }
}

/** One of a list; undefined only where the list is empty. */
function of<Item>(list: readonly Item[], index: number): Item {
  return list[index % Math.max(1, list.length)] as Item;
}

let documents = 0;

function submission(state: CaseState, [a = 0, b = 0, c = 0]: number[]): Said {
  const open = state.requirements.filter((one) => one.state === 'currently_due');
  const wanted =
    a % 4 > 0 && open.length > 0 ? open.map((one) => one.requirement) : mandatory(state);
  const sensible = wanted.flatMap((one) => of(acceptedTypes(state, one), b) ?? []);
  const types: DocumentType[] =
    c % 12 === 0 ? [of(DOCUMENT_TYPES, b)] : c % 3 === 0 ? sensible : sensible.slice(0, 1);
  return {
    kind: 'documents_submitted',
    documents: types.map(paper),
  };
}

/** A document with one page. */
export function paper(type: DocumentType): SubmittedDocument {
  documents += 1;
  const blob = `blb_${documents}`;
  const page = { side: 'front', blob, digest: `d${documents}`, mediaType: 'image/jpeg' } as const;
  return { id: `doc_${documents}`, type, country: null, pages: [page] };
}

const WRONG: readonly Verdict[] = [
  ['inconclusive', 'image_blurred'],
  ['inconclusive', 'document_unreadable'],
  ['fail', 'name_mismatch'],
  ['fail', 'address_document_too_old'],
  ['fail', 'document_expired'],
  ['fail', 'document_inconsistent'],
  ['inconclusive', 'document_in_use'],
  ['inconclusive', 'address_date_ambiguous'],
  ['unavailable', 'check_unavailable'],
  ['fail', 'under_minimum_age'],
  ['fail', 'file_unsafe'],
  ['fail'],
  ['fail', 'attempts_exhausted'],
];

/** Answers of one requirement's running checks, or of checks that nobody waits for. */
function answers(state: CaseState, pick: number[], world: World): Said {
  const [a = 0, b = 0, c = 0, d = 0, e = 0] = pick;
  const { detailsVersion } = state;
  const running = state.checks.filter(({ outcome }) => outcome === null);
  const requirement = of(running, a)?.requirement;
  const round = running.filter(
    (one) => one.requirement === requirement && (e % 6 > 0 || b % 2 === 0),
  );
  const bad = c % 100 < 45;
  const findings = round.map(({ id, kind }, index): CheckAnswer => {
    const wrong = world.onlyFaults ? (['unavailable', 'check_unavailable'] as const) : of(WRONG, d);
    const answer: Verdict = bad && index === b % round.length ? [...wrong] : ['pass'];
    const [outcome, ...reasons] = answer;
    if (kind === 'screening') return screened(id, pick, world);
    const ends = kind === 'identity_reading' && outcome === 'pass';
    return {
      id,
      kind,
      outcome,
      reasons,
      ...(ends ? { validUntil: world.validUntil(world.now) } : {}),
    };
  });
  const unknown = { id: `chk_none_${a}`, kind: 'liveness', outcome: 'fail', reasons: [] } as const;
  const document = of(round, 0)?.document ?? null;
  const sent = findings.length > 0 ? findings : [unknown];
  return { kind: 'checks_answered', document, detailsVersion, findings: sent };
}

function screened(id: string, [, , c = 0, d = 0]: number[], world: World): CheckAnswer {
  const kind = 'screening';
  if (world.onlyFaults || c % 9 === 0) {
    const outcome = c % 2 === 0 ? 'unavailable' : 'pass';
    return { id, kind, outcome, reasons: outcome === 'pass' ? [] : ['check_unavailable'] };
  }
  if (c % 100 >= 45) return { id, kind, outcome: 'pass', reasons: [] };
  const hits = [{ id: `hit_${d % 3}`, strong: d % 2 === 0 }];
  return { id, kind, outcome: 'inconclusive', reasons: ['sanctions_possible_match'], hits };
}

function detailsChange(state: CaseState, [a = 0, b = 0, c = 0, d = 0]: number[]): Said {
  const from = a % 8 === 0 ? 0 : state.detailsVersion;
  const full: (typeof DETAIL_FIELDS)[number][] = [...CORE, 'occupation', 'source_of_funds'];
  const present = of([full, full, full, CORE, CORE.slice(1)], b);
  const country = of(['SE', 'SE', 'SE', 'FR', 'IR', 'XX'], c);
  const changed = [of(DETAIL_FIELDS, d), of(DETAIL_FIELDS, c)];
  return { kind: 'details_changed', from, to: state.detailsVersion + 1, changed, present, country };
}

function decision(
  state: CaseState,
  kind: 'decision_made' | 'decision_proposed',
  [a = 0, b = 0, c = 0, d = 0]: number[],
): Said {
  const { proposal } = state;
  const texts = { note: null, message: null };
  const evidence = evidenceParts(state);
  if (kind === 'decision_made' && proposal && a % 3 > 0 && proposal.outcome !== 'waive') {
    const { id: confirms, outcome, requirements, reasons, final } = proposal;
    return { kind, outcome, requirements, reasons, final, ...texts, evidence, confirms };
  }
  const final = b % 6 === 0;
  const outcome = b % 3 > 0 ? 'approve' : 'reject';
  const bad: ReasonCode[] = [final ? 'declined_by_reviewer' : 'more_information_needed'];
  const reasons = outcome === 'approve' ? [] : bad;
  const waiting = state.requirements.filter((one) => one.state === 'in_review');
  const one = of(c % 5 === 0 ? state.requirements : waiting, c)?.requirement;
  const requirements = d % 2 === 0 || !one ? null : [one];
  const seen = d % 10 === 0 ? { ...evidence, detailsVersion: 0 } : evidence;
  const said = { outcome, requirements, reasons, ...texts, evidence: seen } as const;
  if (kind === 'decision_made') {
    const confirms = c % 9 === 0 ? 'dec_none' : null;
    return { kind, ...said, final: outcome === 'reject' && final, confirms };
  }
  if (a % 3 > 0) return { kind, ...said, final: outcome === 'reject' && final };
  const left = [of(REQUIREMENTS, a)];
  return { kind, ...said, outcome: 'waive', requirements: left, reasons: [], final: false };
}
