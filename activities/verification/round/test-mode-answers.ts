import { setTimeout as sleep } from 'node:timers/promises';
import { CHECK_NEEDS, type CheckKind } from '../../../domain/checks/checks.ts';
import {
  testModeAnswer,
  testValueFor,
  testValuesIn,
  testDelaySeconds,
} from '../../../domain/test-mode.ts';
import { shift } from '../../../domain/time.ts';
import type { RunChecks } from '../../../domain/case/round.ts';
import type { TestValues } from '../../../store/uploads/find-test-values.ts';
import type { FileSanitiser } from '../engines/engines.ts';
import { fileSafety } from '../checks/file-safety.ts';
import { findingDraft, type FindingDraft } from './finding-draft.ts';
import { notLookedAt, type RoundEvidence } from './judge-round.ts';

const ENGINE = 'test-mode/1';

/**
 * The answers that a test customer set for the checks of a round, by the names of the files or, without a
 * document, by the given names. Null in live mode, and if no answer was set: then the engines answer.
 */
export async function askedValues(
  { mode, document, documents }: RunChecks,
  from: { files: () => Promise<TestValues | null>; givenNames: string | null },
): Promise<TestValues | null> {
  if (mode !== 'test') return null;
  const named = { values: testValuesIn(from.givenNames ?? ''), isChanged: false };
  const found = document === null ? named : await from.files();
  const values = testValueFor(documents[0]?.requirement ?? 'details', found?.values ?? []);
  return found && values.length > 0 ? { ...found, values } : null;
}

/**
 * Answers the checks of a round as the magic values say, and says so as their engine. The gate has
 * looked at the files before: what is not safe answers as it would without them.
 */
export function testModeAnswers(
  gate: Pick<FileSanitiser, 'version'>,
  { answers, signal, at }: Pick<RoundEvidence, 'answers' | 'signal'> & { at: string },
  { values, isChanged }: TestValues,
): (kind: CheckKind) => Promise<FindingDraft> {
  const safety = answers.length > 0 ? fileSafety(answers, gate.version) : null;
  const isSafe = safety === null || safety.outcome === 'pass';
  const told = (kind: CheckKind) => testModeAnswer(values, { kind, isChanged });
  const passesSafety = isSafe && told('file_safety').outcome === 'pass';
  let slept: Promise<unknown> | undefined;

  return async (kind) => {
    slept ??= sleep(testDelaySeconds(values) * 1000, undefined, { signal });
    await slept;
    const { outcome, reasons, endsAfter } = told(kind);
    if (kind === 'file_safety' && safety && (!isSafe || outcome === 'pass')) return safety;
    const needsFile = CHECK_NEEDS[kind].document && kind !== 'file_safety';
    if (needsFile && (!isSafe || (!passesSafety && outcome === 'pass'))) return notLookedAt(kind);
    const ends = kind === 'identity_validity' && outcome === 'pass';
    return findingDraft(outcome, reasons, {
      engine: ENGINE,
      measures: { detail: 'magic_value', values: values.join(' ') },
      notProven: ['anything: a magic value of test mode asked for this answer'],
      ...(ends ? { validUntil: shift(at, endsAfter) } : {}),
    });
  };
}
