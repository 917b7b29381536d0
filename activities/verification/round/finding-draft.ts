import type { Outcome } from '../../../domain/checks/checks.ts';
import type { Finding } from '../../../domain/checks/findings.ts';
import type { ReasonCode } from '../../../domain/reasons/reasons.ts';
import type { Judgement } from '../engines/engines.ts';

/** What a check answers; the round adds id, kind, start and end. */
export type FindingDraft = Omit<Finding, 'id' | 'kind' | 'startedAt' | 'endedAt'>;

/** A finding without readings and scores, from which a check builds its own. */
export function findingDraft(
  outcome: Outcome,
  reasons: readonly ReasonCode[],
  rest: Partial<FindingDraft> & Pick<FindingDraft, 'engine'>,
): FindingDraft {
  const sorted = [...new Set(reasons)].sort();
  const plain = { readings: [], pieces: [], measures: {}, notProven: [] };
  return { outcome, reasons: sorted, ...plain, ...rest };
}

const GRAVITY = ['pass', 'unavailable', 'inconclusive', 'fail'] as const satisfies Outcome[];

/** The gravest outcome of a document's files, the reasons of all, measures by file where several. */
export function worstOf(files: readonly Judgement[]): Judgement {
  const outcome = GRAVITY.findLast((word) => files.some((file) => file.outcome === word));
  const measures: Judgement['measures'] = {};
  for (const [index, file] of files.entries()) {
    for (const [name, value] of Object.entries(file.measures)) {
      measures[files.length > 1 ? `file_${index + 1}_${name}` : name] = value;
    }
  }
  const reasons = files.flatMap((file) => file.reasons);
  return { outcome: outcome ?? 'unavailable', reasons: [...new Set(reasons)].sort(), measures };
}
