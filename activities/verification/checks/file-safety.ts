import type { Thresholds } from '../../../domain/policy/policy.ts';
import type { SanitiserFacts, Refused } from '../child/sanitiser/facts.ts';
import type { SanitiserAnswer, Judgement } from '../engines/engines.ts';
import { findingDraft, worstOf, type FindingDraft } from '../round/finding-draft.ts';

/** What is known of a file but its pixels; `malware`: what its scanners said, never left out. */
export interface SafetyFacts extends Pick<SanitiserFacts, 'refused' | 'measures'> {
  malware: Judgement['measures'];
}

/** Infected files go to a person, whatever else is wrong with them. */
export function refusalOf({ refused, malware }: Pick<SafetyFacts, 'refused' | 'malware'>) {
  if (malware['malware'] !== 'infected') return refused;
  return { reason: 'file_unsafe', detail: 'malware' } satisfies Refused;
}

/** A file that ended its child twice although the specimen passed: a person decides. */
export function notProcessable(malware: SafetyFacts['malware']): Judgement {
  const refused = refusalOf({ refused: null, malware });
  if (refused) return judgeSafety({ refused, measures: {}, malware });
  return { outcome: 'inconclusive', reasons: ['file_not_processable'], measures: malware };
}

/** One file: `pass` where it was decoded to its end and no rule was hit, else `fail` with the rule. */
export function judgeSafety({ refused, measures, malware }: SafetyFacts) {
  const known = { ...malware, ...measures };
  if (refused === null) {
    return { outcome: 'pass', reasons: [], measures: known } satisfies Judgement;
  }
  const { detail, limit } = refused;
  const detailed = { ...known, detail, ...(limit === undefined ? {} : { limit }) };
  return { outcome: 'fail', reasons: [refused.reason], measures: detailed } satisfies Judgement;
}

/**
 * The check `file_safety` of a document: the gravest answer of its files. A policy that demands a scan
 * is not satisfied by files that nobody scanned: `unavailable`, and a person looks.
 */
export function fileSafety(
  answers: readonly SanitiserAnswer[],
  engine: string,
  malwareScan: Thresholds['malwareScan'] = 'optional',
): FindingDraft {
  const { outcome, reasons, measures } = worstOf(answers.map((answer) => answer.safety));
  const isScanned = answers.every(({ safety }) => safety.measures['malware'] === 'clean');
  const rest = { engine, measures, notProven: NOT_PROVEN };
  if (outcome === 'pass' && malwareScan === 'required' && !isScanned) {
    const detailed = { ...measures, detail: 'not_scanned' };
    return findingDraft('unavailable', ['check_unavailable'], { ...rest, measures: detailed });
  }
  return findingDraft(outcome, reasons, rest);
}

const NOT_PROVEN = ['that the file is free of malware', 'that the file was not edited'];
