import type { Policy } from '../../../domain/policy/policy.ts';
import type { SameNumber } from '../../../store/findings/register-identity-number.ts';
import type { IdentityFacts } from '../identity/identity.ts';
import { findingDraft, type FindingDraft } from '../round/finding-draft.ts';

/** Registers the number and counts other customers with it, or with one that looks like it. */
export type OthersWith = (
  facts: Pick<IdentityFacts, 'documentNumber' | 'issuer' | 'isCertain'>,
) => Promise<SameNumber>;

const ENGINE = 'identity_unique@2';
const NOT_PROVEN = ['that the same document was not used under another number or elsewhere'];
const NOT_READ = 'that every letter of the number was read rightly: it is known by its looks alone';

/**
 * `identity_unique`: no other customer's document bears this number. One that was read from print alone
 * passes only where the policy takes print for certain: a misread letter would hide who has it.
 */
export async function judgeUnique(
  facts: IdentityFacts | null,
  { othersWith, printedText }: { othersWith: OthersWith; printedText: Policy['printedText'] },
): Promise<FindingDraft> {
  const engine = ENGINE;
  if (!facts) {
    const measures = { detail: 'no_certain_reading' };
    const rest = { engine, measures, notProven: NOT_PROVEN };
    return findingDraft('inconclusive', ['document_unreadable'], rest);
  }
  const { isCertain } = facts;
  const { others, alike } = await othersWith(facts);
  const rest = {
    engine,
    measures: { others, alike, ...(isCertain ? {} : { certain: 'no', detail: 'printed_only' }) },
    notProven: isCertain ? NOT_PROVEN : [...NOT_PROVEN, NOT_READ],
  };
  if (others + alike > 0) return findingDraft('inconclusive', ['document_in_use'], rest);
  return findingDraft(isCertain || printedText === 'accepted' ? 'pass' : 'inconclusive', [], rest);
}
