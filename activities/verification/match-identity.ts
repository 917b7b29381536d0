import anyAscii from 'any-ascii';
import type { Details } from '../../domain/details.ts';
import { agreesWithBirth } from '../../domain/mrz/dates.ts';
import { spellings } from '../../domain/mrz/transliterate.ts';
import { compareNames, type NameScore } from '../../domain/names/compare.ts';
import type { Thresholds } from '../../domain/policy.ts';
import type { ReasonCode } from '../../domain/reasons.ts';
import { NOT_PROVEN, UNREAD, type IdentityFacts } from './identity.ts';
import { judged, type Judged } from './judged.ts';
import { versionOf } from './package-version.ts';

export interface MatchInput {
  facts: IdentityFacts | null;
  details: Pick<Details, 'givenNames' | 'familyName' | 'birthDate'>;
  thresholds: Pick<Thresholds, 'namePass' | 'nameFail'>;
}

const ENGINE = `identity_match@2 any-ascii@${versionOf('any-ascii')}`;

/** `identity_match`: stated name and birth date against a certain reading. */
export function matchIdentity({ facts, details, thresholds }: MatchInput): Judged {
  const engine = ENGINE;
  if (facts === null) return judged(UNREAD.outcome, UNREAD.reasons, { engine });
  const family = spelled(details.familyName);
  const given = spelled(details.givenNames ?? '');
  const stated = { family: family.forms, given: given.forms };
  const { score, pieces } = bestScore(facts.names.map((name) => compareNames(stated, name)));
  const birth = agreesWithBirth(facts.birth, details.birthDate);
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
      birth_date: birth === null ? 'not_compared' : birth ? 'agrees' : 'differs',
      birth_parts: facts.birth.day === null ? 'some' : 'all',
      name_certain: isClear ? 'yes' : 'no',
      ...(facts.isCertain ? {} : { certain: 'no' }),
      name_cut: facts.names[0]?.cut ? 'yes' : 'no',
    },
    notProven: NOT_PROVEN,
  };
  if (failed.length > 0) return judged(facts.isCertain ? 'fail' : 'inconclusive', failed, rest);
  if (score < thresholds.namePass) return judged('inconclusive', ['name_mismatch'], rest);
  return birth === null
    ? judged('inconclusive', ['birth_date_mismatch'], rest)
    : judged('pass', [], rest);
}

function bestScore(scores: readonly NameScore[]): NameScore {
  return scores.toSorted((a, b) => b.score - a.score)[0] ?? { score: 0, pieces: [] };
}

/** All spellings of a stated name that a zone may hold; those of a foreign script come from any-ascii. */
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
