import type { CaseState, EvidenceParts } from './state.ts';

/** What a decision on this case rests on now: digests and answered checks, sorted, and the details version. */
export function evidenceParts(state: CaseState): EvidenceParts {
  const standing = state.documents.filter(({ state: now }) => now !== 'superseded');
  return {
    digests: standing.flatMap(({ pages }) => pages.map(({ digest }) => digest)).sort(),
    checks: state.checks
      .filter(({ outcome }) => outcome !== null)
      .map(({ id }) => id)
      .sort(),
    detailsVersion: state.detailsVersion,
  };
}

export function sameEvidence(a: EvidenceParts, b: EvidenceParts): boolean {
  return (
    a.detailsVersion === b.detailsVersion &&
    a.digests.join() === b.digests.join() &&
    a.checks.join() === b.checks.join()
  );
}

/** True while a decision on this evidence would rest on what the case rests on now. */
export function isCurrent(state: CaseState, evidence: EvidenceParts): boolean {
  return sameEvidence(evidence, evidenceParts(state));
}
