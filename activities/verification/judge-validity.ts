import type { DocumentType } from '../../domain/documents.ts';
import { birthRange } from '../../domain/mrz/dates.ts';
import type { Thresholds } from '../../domain/policy.ts';
import type { ReasonCode } from '../../domain/reasons.ts';
import { ageOn, dayAfter, daysBetween } from '../../domain/time.ts';
import { NOT_PROVEN, UNREAD, type IdentityFacts } from './identity.ts';
import { judged, type Judged } from './judged.ts';

export interface ValidityInput {
  facts: IdentityFacts | null;
  /** As declared. */
  type: DocumentType;
  country: string | null;
  receivedAt: string;
  mode: 'live' | 'test';
  thresholds: Pick<Thresholds, 'minimumAge' | 'issuingCountries' | 'accepts'>;
}

const ENGINE = 'identity_validity@1';

/** `identity_validity`: term, type, issuer and age on the day of receipt (UTC). */
export function judgeValidity(input: ValidityInput): Judged {
  const { facts, thresholds, receivedAt } = input;
  const engine = ENGINE;
  if (facts === null) return judged(UNREAD.outcome, UNREAD.reasons, { engine });
  const receivedOn = receivedAt.slice(0, 10);
  const { types } = facts;
  const age = ageAt(facts, receivedOn);
  const failed: ReasonCode[] = [];
  if (facts.expiresOn < receivedOn) failed.push('document_expired');
  if (!types.some((type) => thresholds.accepts.includes(type))) {
    failed.push('document_type_not_accepted');
  }
  if (!isIssuerAccepted(facts, input)) failed.push('document_country_not_accepted');
  if (age !== null && age.most < thresholds.minimumAge) failed.push('under_minimum_age');
  const measures = {
    expires_in_days: daysBetween(receivedOn, facts.expiresOn),
    declared_type: types.includes(input.type) ? 'agrees' : 'differs',
    declared_country: declaredCountry(input.country, facts.issuingCountry),
  };
  const rest = { engine, measures, notProven: NOT_PROVEN, validUntil: dayAfter(facts.expiresOn) };
  if (failed.length > 0) return judged(facts.isCertain ? 'fail' : 'inconclusive', failed, rest);
  // an open birth date may lie on either side of the limit
  const isAgeCertain = age !== null && age.least >= thresholds.minimumAge;
  return isAgeCertain ? judged('pass', [], rest) : judged(UNREAD.outcome, UNREAD.reasons, rest);
}

function isIssuerAccepted(
  { issuerKind, issuingCountry }: IdentityFacts,
  { mode, thresholds }: ValidityInput,
): boolean {
  if (issuerKind === null || issuerKind === 'stateless') return false;
  if (issuerKind === 'specimen') return mode === 'test';
  if (thresholds.issuingCountries === null) return true;
  return issuingCountry !== null && thresholds.issuingCountries.includes(issuingCountry);
}

function declaredCountry(declared: string | null, read: string | null): string {
  if (declared === null || read === null) return 'not_compared';
  return declared === read ? 'agrees' : 'differs';
}

function ageAt({ birth }: IdentityFacts, day: string): { least: number; most: number } | null {
  const range = birthRange(birth);
  if (range === null) return null;
  return { least: ageOn(range.latest, day), most: ageOn(range.earliest, day) };
}
