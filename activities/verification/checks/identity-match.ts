import anyAscii from 'any-ascii';
import type { Details } from '../../../domain/case/details.ts';
import { agreesWithNationality } from '../../../domain/identity/nationality.ts';
import { agreesWithBirth } from '../../../domain/identity/mrz/dates.ts';
import { spellings } from '../../../domain/identity/mrz/transliterate.ts';
import { compareNames, type NameScore } from '../../../domain/names/compare.ts';
import type { Thresholds } from '../../../domain/policy/policy.ts';
import type { ReasonCode } from '../../../domain/reasons/reasons.ts';
import { NOT_PROVEN, UNREAD, type IdentityFacts } from '../identity/identity.ts';
import { findingDraft, type FindingDraft } from '../round/finding-draft.ts';
import { versionOf } from '../engines/package-version.ts';

export interface MatchInput {
  facts: IdentityFacts | null;
  details: Pick<Details, 'givenNames' | 'familyName' | 'birthDate'> &
    Partial<Pick<Details, 'nationality'>>;
  thresholds: Pick<Thresholds, 'namePass' | 'nameFail'>;
}

const ENGINE = `identity_match@3 any-ascii@${versionOf('any-ascii')}`;

/**
 * `identity_match`: stated name, birth date and nationality against a certain reading. Another nationality is
 * for a person: people have two.
 */
export function matchIdentity({ facts, details, thresholds }: MatchInput): FindingDraft {
  const engine = ENGINE;
  if (facts === null) return findingDraft(UNREAD.outcome, UNREAD.reasons, { engine });
  const family = spelled(details.familyName);
  const given = spelled(details.givenNames ?? '');
  const stated = { family: family.forms, given: given.forms };
  const { score, pieces } = bestScore(facts.names.map((name) => compareNames(stated, name)));
  const birth = agreesWithBirth(facts.birth, details.birthDate);
  const nationality = agreesWithNationality(facts.nationality, details.nationality);
  const isClear = facts.isNameCertain && !family.isForeign && !given.isForeign;
  const failed: ReasonCode[] = [];
  if (birth === false) failed.push('birth_date_mismatch');
  // an uncertain look and another script's many transliterations are doubts, no contradictions
  if (score < thresholds.nameFail && isClear) failed.push('name_mismatch');
  const rest = {
    engine,
    pieces,
    measures: {
      name_score: Math.round(score * 1000) / 1000,
      birth_date: wordFor(birth),
      nationality: wordFor(nationality),
      birth_parts: facts.birth.day === null ? 'some' : 'all',
      name_certain: isClear ? 'yes' : 'no',
      ...(facts.isCertain ? {} : { certain: 'no' }),
      name_cut: facts.names[0]?.cut ? 'yes' : 'no',
    },
    notProven: NOT_PROVEN,
  };
  if (failed.length > 0)
    return findingDraft(facts.isCertain ? 'fail' : 'inconclusive', failed, rest);
  const doubts: ReasonCode[] = [];
  if (score < thresholds.namePass) doubts.push('name_mismatch');
  else if (birth === null) doubts.push('birth_date_mismatch');
  if (nationality === false) doubts.push('document_inconsistent');
  const detail = nationality === false ? { detail: 'stated_nationality_differs' } : {};
  const measures = { ...rest.measures, ...detail };
  return findingDraft(doubts.length > 0 ? 'inconclusive' : 'pass', doubts, { ...rest, measures });
}

function wordFor(agrees: boolean | null): string {
  if (agrees === null) return 'not_compared';
  return agrees ? 'agrees' : 'differs';
}

function bestScore(scores: readonly NameScore[]): NameScore {
  return scores.toSorted((a, b) => b.score - a.score)[0] ?? { score: 0, pieces: [] };
}

/** All spellings of a stated name that an MRZ may hold; those of a foreign script come from any-ascii. */
function spelled(name: string): { forms: string[]; isForeign: boolean } {
  const forms = spellings(name);
  const ascii = anyAscii(name)
    .toUpperCase()
    .replace(/['’`]/g, '')
    .replace(/[^A-Z]+/g, ' ')
    .trim();
  const all = ascii === '' || forms.includes(ascii) ? forms : [...forms, ascii];
  return { forms: all, isForeign: /[^\p{Script=Latin}\p{M}\p{P}\p{Z}\p{S}]/u.test(name) };
}
