import type { GateFacts } from './child/gate/facts.ts';
import type { GateAnswer, Judgement } from './engines.ts';
import { judged, worstOf, type Judged } from './judged.ts';

/** No scanner is built in: said with every answer, never "clean". */
const MALWARE = { malware: 'not_scanned' } as const;

/** A file that ended its child twice while the specimen passed: a person looks. */
export const NOT_PROCESSABLE: Judgement = {
  outcome: 'inconclusive',
  reasons: ['file_not_processable'],
  measures: MALWARE,
};

/** One file: `pass` where it was decoded to its end and no rule was hit, else `fail` with the rule. */
export function judgeSafety({ refused, measures }: Pick<GateFacts, 'refused' | 'measures'>) {
  const known = { ...MALWARE, ...measures };
  if (refused === null) {
    return { outcome: 'pass', reasons: [], measures: known } satisfies Judgement;
  }
  const detailed = { ...known, detail: refused.detail };
  return { outcome: 'fail', reasons: [refused.reason], measures: detailed } satisfies Judgement;
}

/** The check `file_safety` of a document: the gravest answer of its files. */
export function fileSafety(answers: readonly GateAnswer[], engine: string): Judged {
  const { outcome, reasons, measures } = worstOf(answers.map((answer) => answer.safety));
  return judged(outcome, reasons, { engine, measures, notProven: NOT_PROVEN });
}

const NOT_PROVEN = ['that the file is free of malware', 'that the file was not edited'];
