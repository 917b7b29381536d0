import { ageSteps } from '../../../domain/policy/age-steps.ts';
import type { DocumentType } from '../../../domain/documents/documents.ts';
import { birthRange, settledBirth } from '../../../domain/identity/mrz/dates.ts';
import type { Thresholds } from '../../../domain/policy/policy.ts';
import type { ReasonCode } from '../../../domain/reasons/reasons.ts';
import { ageOn, dayAfter, daysBetween } from '../../../domain/time.ts';
import { NOT_PROVEN, UNREAD, type IdentityFacts } from '../identity/identity.ts';
import { findingDraft, type FindingDraft } from '../round/finding-draft.ts';

export interface ValidityInput {
  facts: IdentityFacts | null;
  /** As declared. */
  type: DocumentType;
  country: string | null;
  /**
   * `YYYY-MM-DD`, of the details: it tells apart the years that two digits can mean, and is the second word
   * of an age.
   */
  statedBirth?: string;
  receivedAt: string;
  mode: 'live' | 'test';
  thresholds: Pick<Thresholds, 'minimumAge' | 'issuingCountries' | 'accepts'>;
}

const ENGINE = 'identity_validity@3';

/**
 * `identity_validity`: term, type, issuer and age on the day of receipt (UTC). Too young for certain is
 * only who is so by two words: a reading, and another one or the details. A document of another type or
 * country than declared, though accepted, is for a person.
 */
export function judgeValidity(input: ValidityInput): FindingDraft {
  const { facts, thresholds, receivedAt } = input;
  const engine = ENGINE;
  if (facts === null) return findingDraft(UNREAD.outcome, UNREAD.reasons, { engine });
  const receivedOn = receivedAt.slice(0, 10);
  const { types } = facts;
  const age = ageAt(facts, receivedOn, input.statedBirth);
  const failed: ReasonCode[] = [];
  if (facts.expiresOn !== null && facts.expiresOn < receivedOn) failed.push('document_expired');
  if (!isTypeAccepted(facts, thresholds.accepts)) failed.push('document_type_not_accepted');
  if (!isIssuerAccepted(facts, input)) failed.push('document_country_not_accepted');
  const isYoung = age !== null && age.most < thresholds.minimumAge;
  if (isYoung) failed.push('under_minimum_age');
  const declared = {
    declared_type: declaredType(input.type, types),
    declared_country: declaredCountry(input.country, facts.issuingCountry),
  };
  const isAgeSaidTwice = isSaidTwice(facts, input.statedBirth);
  const isYoungOnce = isYoung && !isAgeSaidTwice;
  const others = OTHER_THAN_DECLARED.filter(([name]) => declared[name] === 'differs');
  const open = openOf(facts, age, thresholds.minimumAge);
  const other = others.find(([, , of]) => failed.length === 0 || failed.includes(of))?.[1];
  const found = failed.length > 0 ? other : (open ?? other);
  const detail = isYoungOnce ? 'age_by_one_reading' : found;
  const measures = {
    ...termOf(facts, receivedOn),
    ...declared,
    ...(age ? { ...ageSteps(age), age_said: isAgeSaidTwice ? 'twice' : 'once' } : {}),
    certain: facts.isCertain ? 'yes' : 'no',
    ...(detail ? { detail } : {}),
  };
  const ends = facts.expiresOn === null ? {} : { validUntil: dayAfter(facts.expiresOn) };
  const rest = { engine, measures, notProven: NOT_PROVEN, ...ends };
  if (isYoungOnce) return findingDraft('inconclusive', failed, rest);
  if (failed.length > 0)
    return findingDraft(facts.isCertain ? 'fail' : 'inconclusive', failed, rest);
  if (open !== null) return findingDraft('inconclusive', [], rest);
  return other
    ? findingDraft('inconclusive', ['document_inconsistent'], rest)
    : findingDraft('pass', [], rest);
}

/** A measure, its word for who looks, and the reason that it explains where there is one. */
const OTHER_THAN_DECLARED = [
  ['declared_type', 'declared_type_differs', 'document_type_not_accepted'],
  ['declared_country', 'declared_country_differs', 'document_country_not_accepted'],
] as const;

/** What another picture of the same document would leave open too: a person looks. */
function openOf(facts: IdentityFacts, age: Age | null, minimumAge: number): string | null {
  // an open birth date may lie on either side of the limit
  if (age === null || age.least < minimumAge) {
    return facts.birth.earlierYear === undefined ? 'birth_date_open' : 'birth_year_two_ways';
  }
  if (facts.expiresOn === null && facts.term !== 'unlimited') return 'expiry_not_known';
  if (facts.issuerKind === null) return 'issuer_not_known';
  return facts.types.length === 0 ? 'type_not_known' : null;
}

function termOf({ expiresOn, term }: IdentityFacts, receivedOn: string) {
  if (expiresOn === null) return { expires: term ?? 'unknown' };
  return { expires_in_days: daysBetween(receivedOn, expiresOn) };
}

/**
 * True unless the type is surely not accepted. A card without a title does not say its type, which is no
 * refusal.
 */
function isTypeAccepted({ types, isCertain }: IdentityFacts, accepts: readonly DocumentType[]) {
  const isUnknown = types.length === 0 && !isCertain;
  return isUnknown || types.some((type) => accepts.includes(type));
}

/** No final reason rests on one reading: another one, or the details and no other, say the same day. */
function isSaidTwice(
  { birth, birthAgain }: Pick<IdentityFacts, 'birth' | 'birthAgain'>,
  stated: string | undefined,
): boolean {
  if (birth.day === null || birthAgain === 'differs') return false;
  return birthAgain === 'agrees' || birth.day === stated;
}

function isIssuerAccepted(
  { issuerKind, issuingCountry }: IdentityFacts,
  { mode, thresholds }: ValidityInput,
): boolean {
  // of one that nobody knows it is not said that it is not accepted: a person looks
  if (issuerKind === null) return true;
  if (issuerKind === 'stateless') return false;
  if (issuerKind === 'specimen') return mode === 'test';
  if (thresholds.issuingCountries === null) return true;
  return issuingCountry !== null && thresholds.issuingCountries.includes(issuingCountry);
}

/** No type is read of print without a title. */
function declaredType(declared: DocumentType, read: readonly DocumentType[]): string {
  if (read.length === 0) return 'not_compared';
  return read.includes(declared) ? 'agrees' : 'differs';
}

function declaredCountry(declared: string | null, read: string | null): string {
  if (declared === null || read === null) return 'not_compared';
  return declared === read ? 'agrees' : 'differs';
}

interface Age {
  least: number;
  most: number;
}

/**
 * Two digits that can mean a child or somebody a hundred years older: the details settle that it is the
 * younger. That it is the older they do not: who says so has to show the whole year in print.
 */
function ageAt({ birth }: IdentityFacts, day: string, stated: string | undefined): Age | null {
  const isYounger = stated !== undefined && stated.slice(0, 4) === birth.year;
  const range = birthRange(isYounger ? settledBirth(birth, [stated]) : birth);
  if (range === null) return null;
  return { least: ageOn(range.latest, day), most: ageOn(range.earliest, day) };
}
