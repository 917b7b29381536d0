import type { CheckKind } from '../../checks/checks.ts';
import { type ReasonCode, reasonOf } from '../../reasons/reasons.ts';
import type { Requirement } from '../requirements.ts';
import type { WireEvent } from '../../wire/event-types.ts';

/**
 * Who may know of a review or a decision of these requirements. A review of the details alone means that a
 * screening list had a hit, so only callers with `findings:read` may know of it.
 */
export function audienceOf(requirements: readonly Requirement[] = []): WireEvent['audience'] {
  return requirements.join() === 'details' ? 'findings' : 'all';
}

/**
 * The requirements of a review or a decision that callers without `findings:read` may see: all but the
 * details.
 */
export function disclosableRequirements<One extends string>(requirements: readonly One[]): One[] {
  return requirements.filter((one) => one !== 'details');
}

/**
 * Checks that may find what would tip someone off. Their answers are for readers of findings alone, the
 * good ones too: what is told of a pass and not of a hit tells the hit.
 */
export const HUSHED_CHECKS: readonly CheckKind[] = [
  'identity_unique',
  'document_unique',
  'screening',
];

/** True where the answer of a check is for readers of findings alone. */
export function hasSensitiveOutcome(check: {
  kind: CheckKind;
  reasons: readonly ReasonCode[];
}): boolean {
  return HUSHED_CHECKS.includes(check.kind) || check.reasons.some(isUndisclosed);
}

/**
 * Reasons of what nobody decided yet, for who may not read findings: the mere presence of one would tell it.
 */
export function withoutUndisclosed(reasons: readonly ReasonCode[]): ReasonCode[] {
  return reasons.filter((code) => !isUndisclosed(code));
}

function isUndisclosed(code: ReasonCode): boolean {
  return reasonOf(code).tells === 'nothing';
}
