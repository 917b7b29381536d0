import {
  CHECK_NEEDS,
  CHECKS,
  type CheckKind,
  type CheckNeeds,
  type Outcome,
} from './checks/checks.ts';
import { SERVED } from './policy/problems.ts';
import { REASON_CODES, type ReasonCode } from './reasons/reasons.ts';
import type { Requirement } from './case/requirements.ts';
import type { Duration } from './time.ts';

/** A reason of a check: which checks give it, and with which outcomes. */
interface ByCheck {
  checks: readonly CheckKind[];
  outcomes: readonly Outcome[];
}

const fails = (...checks: CheckKind[]): ByCheck => ({ checks, outcomes: ['fail'] });
const doubts = (...checks: CheckKind[]): ByCheck => ({ checks, outcomes: ['inconclusive'] });
const either = (...checks: CheckKind[]): ByCheck => ({
  checks,
  outcomes: ['fail', 'inconclusive'],
});

/** Who gives each reason: checks (docs/checks.md), rules about attempts, time and place, or people. */
export const GIVEN_BY = {
  file_type_not_accepted: fails('file_safety'),
  file_too_large: fails('file_safety'),
  file_corrupt: fails('file_safety'),
  file_encrypted: fails('file_safety'),
  file_active_content: fails('file_safety'),
  file_not_processable: doubts('file_safety'),
  file_unsafe: fails('file_safety'),
  image_too_small: either('image_quality'),
  image_blurred: either('image_quality'),
  image_dark: either('image_quality'),
  image_glare: either('image_quality'),
  image_cropped: either('image_quality'),
  document_unreadable: doubts('identity_reading', 'address_match'),
  document_side_missing: doubts('identity_reading'),
  document_type_not_accepted: fails('identity_validity'),
  document_country_not_accepted: fails('identity_validity'),
  document_expired: fails('identity_validity'),
  document_inconsistent: doubts('identity_reading'),
  name_mismatch: either('identity_match'),
  birth_date_mismatch: either('identity_match'),
  document_number_mismatch: fails('identity_match'),
  under_minimum_age: fails('identity_validity'),
  document_in_use: doubts('identity_unique', 'document_unique'),
  document_suspected_fraud: 'people',
  address_name_mismatch: either('address_match'),
  address_mismatch: either('address_match'),
  address_document_too_old: either('address_recency'),
  address_date_not_found: doubts('address_recency'),
  address_date_ambiguous: doubts('address_recency'),
  address_type_not_accepted: fails('address_recency'),
  face_not_found: doubts('face_match', 'liveness'),
  several_faces: doubts('face_match', 'liveness'),
  face_mismatch: either('face_match'),
  liveness_not_shown: either('liveness'),
  sanctions_possible_match: doubts('screening'),
  sanctions_match: 'people',
  pep_possible_match: doubts('screening'),
  attempts_exhausted: 'rules',
  deadline_passed: 'rules',
  details_incomplete: 'rules',
  country_not_served: 'rules',
  more_information_needed: 'people',
  check_unavailable: { checks: CHECKS.filter(asksEngine), outcomes: ['unavailable'] },
  declined_by_reviewer: 'people',
} as const satisfies Record<ReasonCode, ByCheck | 'people' | 'rules'>;

/** A word by which a test customer sets the answer of a check; the engine is not asked. */
export interface TestValue {
  value: string;
  /** The checks it answers; every other check of the same document passes. */
  checks: readonly CheckKind[];
  outcome: Outcome;
  reasons: readonly ReasonCode[];
  /** How long after it was judged the document ends. */
  endsAfter?: Duration;
  /** Holds for the details it was first judged with: changed ones get these reasons. */
  changed?: Partial<Record<CheckKind, ReasonCode>>;
  /** Keeps the checks running for so long. */
  takes?: { seconds: number };
}

const ENGINE_CHECKS = CHECKS.filter(asksEngine);
const PASS = { checks: ENGINE_CHECKS, outcome: 'pass', reasons: [] } as const;

/** The closed list: for each check and outcome, and each reason of a check, one value or more. */
export const MAGIC_VALUES: readonly TestValue[] = [
  { value: 'pass_all', ...PASS },
  {
    value: 'pass_until_changed',
    ...PASS,
    changed: { identity_match: 'name_mismatch', address_match: 'address_mismatch' },
  },
  { value: 'pass_expires_soon', ...PASS, endsAfter: { days: 10 } },
  { value: 'pass_expires_now', ...PASS, endsAfter: { seconds: 10 } },
  { value: 'pass_slowly', ...PASS, takes: { seconds: 5 } },
  unavailable('unavailable_all', ENGINE_CHECKS),
  ...ENGINE_CHECKS.map((kind) => unavailable(`unavailable_${kind}`, [kind])),
  ...ENGINE_CHECKS.map((kind): TestValue => {
    return { value: `inconclusive_${kind}`, checks: [kind], outcome: 'inconclusive', reasons: [] };
  }),
  ...REASON_CODES.flatMap(valuesOf),
];

/** A plain pass ends as far away as a new passport does. */
const ENDS_AFTER: Duration = { years: 10 };

const KNOWN = new Map(MAGIC_VALUES.map((one) => [one.value, one]));

/** The magic values in a file's name or a given name, each once: words of `a` to `z` and `_`. */
export function testValuesIn(text: string): string[] {
  return [...new Set(wordsOf(text).filter((word) => KNOWN.has(word)))];
}

/**
 * Those of the values that name a check which may serve the requirement. Not the checks of one round:
 * a value holds for its document, of which a later round asks a part again.
 */
export function testValueFor(requirement: Requirement, values: readonly string[]): string[] {
  const serves = (kind: CheckKind) => SERVED[kind]?.includes(requirement) === true;
  return values.filter((value) => KNOWN.get(value)?.checks.some(serves));
}

/** True where a word begins like a magic value and is none: it would pass unnoticed. */
export function hasUnknownTestValue(text: string): boolean {
  return wordsOf(text).some(
    (word) => /^(fail|inconclusive|unavailable)_/.test(word) && !KNOWN.has(word),
  );
}

export interface TestModeAnswer {
  outcome: Outcome;
  reasons: ReasonCode[];
  endsAfter: Duration;
}

/** Seconds for which these values keep the checks running. */
export function testDelaySeconds(values: readonly string[]): number {
  return Math.max(0, ...valuesIn(values).map(({ takes }) => takes?.seconds ?? 0));
}

/**
 * The answer that these values set for one check: the gravest outcome of the values that name the check, with
 * its reasons, or a pass if none names it. `isChanged`: the document was judged with earlier details before.
 */
export function testModeAnswer(
  values: readonly string[],
  { kind, isChanged }: { kind: CheckKind; isChanged: boolean },
): TestModeAnswer {
  const found = valuesIn(values);
  const said = found
    .filter(({ checks }) => checks.includes(kind))
    .map(({ outcome, reasons, changed }): Pick<TestValue, 'outcome' | 'reasons'> => {
      const reason = isChanged ? changed?.[kind] : undefined;
      return reason ? { outcome: 'fail', reasons: [reason] } : { outcome, reasons };
    });
  const outcome = GRAVITY.find((word) => said.some((one) => one.outcome === word)) ?? 'pass';
  const gravest = said.filter((one) => one.outcome === outcome);
  const reasons = [...new Set(gravest.flatMap((one) => one.reasons))].sort();
  const endsAfter = found.find((one) => one.endsAfter)?.endsAfter ?? ENDS_AFTER;
  return { outcome, reasons, endsAfter };
}

const GRAVITY = ['fail', 'inconclusive', 'unavailable'] as const satisfies Outcome[];

function valuesIn(values: readonly string[]): TestValue[] {
  return values.flatMap((value) => KNOWN.get(value) ?? []);
}

function wordsOf(text: string): string[] {
  return text.toLowerCase().match(/[a-z_]+/g) ?? [];
}

function asksEngine(kind: CheckKind): boolean {
  const needs: CheckNeeds = CHECK_NEEDS[kind];
  return needs.person !== true;
}

function unavailable(value: string, checks: readonly CheckKind[]): TestValue {
  return { value, checks, outcome: 'unavailable', reasons: ['check_unavailable'] };
}

function valuesOf(reason: ReasonCode): TestValue[] {
  const given: ByCheck | 'people' | 'rules' = GIVEN_BY[reason];
  if (typeof given === 'string' || reason === 'check_unavailable') return [];
  return given.outcomes.map((outcome) => {
    return { value: `${outcome}_${reason}`, checks: given.checks, outcome, reasons: [reason] };
  });
}
