import { readsOf, restsOn } from '../../case/policy-reads.ts';
import type { CaseState, CheckRecord } from '../../case/state.ts';
import { currentDocument } from '../../case/step.ts';
import type { CheckAnswer, CheckKind } from '../../checks/checks.ts';
import type { Policy } from '../policy.ts';
import type { ReasonCode } from '../../reasons/reasons.ts';
import { type Duration, shift } from '../../time.ts';
import { vendorOf } from '../vendors.ts';
import { foretellAge } from '../../simulate/foretell-age.ts';

/** What engines measured, by check id: scores and codes, no personal data. */
export type Measures = Readonly<Record<string, Readonly<Record<string, number | string>>>>;

/** Kinds whose recorded scores can be held against other limits. */
export const SCORED: readonly CheckKind[] = [
  'identity_match',
  'identity_validity',
  'face_match',
  'screening',
];

/** The answer of a check under other limits; null if the document would have to be examined again. */
export type ForetoldCase = Pick<CheckAnswer, 'outcome' | 'reasons'> | null;

export interface Limits {
  /** The case under the policy whose limits the answer was given by, and under the other one. */
  before: CaseState;
  after: CaseState;
  measures: Measures;
}

/** A recorded answer held against the limits of another policy. */
export function foretell(check: CheckRecord, limits: Limits): ForetoldCase {
  const { outcome, reasons } = check;
  if (outcome === null) return null;
  const { before, after } = limits;
  if (restsOn(before, check) === restsOn(after, check)) return { outcome, reasons };
  // Another engine would look for itself: what it finds, nobody can foretell.
  if (vendorOf(before.policy, check.kind) !== vendorOf(after.policy, check.kind)) return null;
  if (outcome === 'unavailable') return null;
  return AGAIN[check.kind]?.({ ...check, outcome }, limits) ?? null;
}

type Answered = CheckRecord & { outcome: CheckAnswer['outcome'] };

const AGAIN: Partial<Record<CheckKind, (check: Answered, limits: Limits) => ForetoldCase>> = {
  identity_match: nameAgain,
  identity_validity: validityAgain,
  address_recency: recencyAgain,
  face_match: faceAgain,
  screening: screeningAgain,
};

/** Scores are kept to three digits: nearer to a limit than this, the digits cut off decide. */
const CUT = 0.0005;

function isClose(score: number, limit: number): boolean {
  return Math.abs(score - limit) <= CUT;
}

/** The rule of `identity_match`, on the score that it recorded. */
function nameAgain(check: Answered, { before, after, measures }: Limits): ForetoldCase {
  const found = measures[check.id];
  if (!found) return null;
  const { outcome, reasons } = check;
  const { name_score: score, birth_date: birth } = found;
  if (typeof score !== 'number') return { outcome, reasons }; // unread: no limit was asked
  const { pass, fail } = after.policy.names;
  if (isClose(score, pass) || isClose(score, fail)) return null;
  const certain = score < fail ? isNameCertain(check, found, before.policy) : true;
  if (certain === null) return null;
  const isOther = score < fail && certain;
  if (birth === 'differs') {
    const outcome = found['certain'] === 'no' ? 'inconclusive' : 'fail'; // of print alone
    return { outcome, reasons: ['birth_date_mismatch', ...(isOther ? [NAME] : [])] };
  }
  if (isOther) return { outcome: 'fail', reasons: [NAME] };
  const doubts: ReasonCode[] = [];
  if (score < pass) doubts.push(NAME);
  else if (birth !== 'agrees') doubts.push('birth_date_mismatch');
  if (found['nationality'] === 'differs') doubts.push('document_inconsistent');
  return { outcome: doubts.length > 0 ? 'inconclusive' : 'pass', reasons: doubts };
}

const NAME: ReasonCode = 'name_mismatch';

/** Whether a low score is a contradiction or a doubt; null where the record does not tell. */
function isNameCertain(
  { outcome, reasons }: Answered,
  found: Readonly<Record<string, number | string>>,
  { names }: Policy,
): boolean | null {
  if (found['name_certain'] !== undefined) return found['name_certain'] === 'yes';
  if (outcome === 'fail' && reasons.includes(NAME)) return true;
  return Number(found['name_score']) < names.fail ? false : null;
}

/** Looser rules leave a pass as it is; a higher age is held against the steps that the engine recorded. */
function validityAgain(
  { id, outcome, reasons }: Answered,
  { before, after, measures }: Limits,
): ForetoldCase {
  if (outcome !== 'pass') return null;
  const [was, is] = [before, after].map(({ policy }) => policy) as [Policy, Policy];
  const types = (state: CaseState) =>
    readsOf(state, { kind: 'identity_validity', requirement: 'identity' }) as [
      unknown,
      unknown,
      string[],
    ];
  const isLooser =
    holdsAll(is.issuingCountries, was.issuingCountries) &&
    holdsAll(types(after)[2], types(before)[2]);
  if (!isLooser) return null;
  return is.minimumAge <= was.minimumAge
    ? { outcome, reasons }
    : foretellAge(measures[id], is.minimumAge);
}

/** Null: all. */
function holdsAll(list: readonly string[] | null, of: readonly string[] | null): boolean {
  return list === null || (of !== null && of.every((one) => list.includes(one)));
}

/** A longer term leaves a pass, a shorter one a failure; what was not read stays so. */
function recencyAgain(check: Answered, { before, after }: Limits): ForetoldCase {
  const { outcome, reasons } = check;
  const read = (state: CaseState) => readsOf(state, check) as [boolean, Duration | null] | null;
  const [was, is] = [read(before), read(after)];
  const document = currentDocument(after, check.requirement);
  if (!was || !is || !document) return null;
  if (!is[0]) return { outcome: 'fail', reasons: ['address_type_not_accepted'] };
  if (!was[0]) return null;
  if (is[1] === null) return { outcome: 'pass', reasons: [] };
  const unread =
    reasons.includes('address_date_not_found') || reasons.includes('document_unreadable');
  if (was[1] === null) return null;
  if (unread) return { outcome, reasons };
  const [since, then] = [was[1], is[1]].map((age) => shift(document.receivedAt, age, -1));
  const isLonger = (then ?? '') <= (since ?? '');
  const stands = isLonger ? outcome === 'pass' : outcome === 'fail';
  return stands ? { outcome, reasons } : null;
}

/** `face_score`: the cosine that the engine measured. */
function faceAgain({ id, outcome, reasons }: Answered, { after, measures }: Limits): ForetoldCase {
  const found = measures[id];
  if (!found) return null;
  const score = found['face_score'];
  if (typeof score !== 'number') return { outcome, reasons };
  const { pass, fail } = after.policy.faces;
  if (isClose(score, pass) || isClose(score, fail)) return null;
  if (score >= pass) return { outcome: 'pass', reasons: [] };
  if (score >= fail) return { outcome: 'inconclusive', reasons: ['face_mismatch'] };
  return outcome === 'fail' ? { outcome, reasons } : null; // small faces never fail
}

/**
 * Uses `screening_score`, the score of the best hit. In the range of doubt the strength of each hit decides,
 * so the check must run again.
 */
function screeningAgain(check: Answered, { before, after, measures }: Limits): ForetoldCase {
  const score = measures[check.id]?.['screening_score'];
  if (typeof score !== 'number') return null;
  const { alertMin, restrictFrom } = after.policy.screening;
  if (isClose(score, alertMin)) return null;
  if (score < alertMin) return { outcome: 'pass', reasons: [] };
  const isSame = restrictFrom === before.policy.screening.restrictFrom;
  const { outcome, reasons } = check;
  return outcome === 'inconclusive' && isSame ? { outcome, reasons } : null;
}
