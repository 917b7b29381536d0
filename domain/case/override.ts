import { CHECK_NEEDS } from '../checks/checks.ts';
import type { Decision } from './recorded.ts';
import type { CheckRecord } from './state.ts';

/**
 * True where somebody decided against what the checks of these requirements found: approved though
 * one failed, or rejected though every one passed. A rule cannot: it follows them.
 */
export function isOverride(decision: Decision, checks: readonly CheckRecord[]): boolean {
  const { by, outcome, requirements, evidence } = decision;
  if (by.kind === 'rule') return false;
  const known = new Set(evidence.checks);
  const asked = checks.filter(
    ({ id, kind, requirement }) =>
      known.has(id) && requirements.includes(requirement) && !('person' in CHECK_NEEDS[kind]),
  );
  const found = asked.map((check) => check.outcome);
  if (outcome === 'approve') return found.includes('fail');
  return outcome === 'reject' && found.length > 0 && found.every((one) => one === 'pass');
}
