import type { CheckKind } from '../checks/checks.ts';
import { TWO_SIDED } from '../documents/documents.ts';
import type { Policy } from '../policy/policy.ts';
import { vendorOf } from '../policy/vendors.ts';
import { acceptedTypes } from './level.ts';
import type { CaseState, CheckRecord } from './state.ts';
import { currentDocument } from './step.ts';

/**
 * The part of the policy that the engine of a check reads; null if it reads none. The engine's answer stays
 * valid while this part stays the same.
 */
export function readsOf(
  state: CaseState,
  check: Pick<CheckRecord, 'kind' | 'requirement'>,
): unknown {
  return READS[check.kind](state.policy, state, check.requirement);
}

/** All of the policy that an answer rests on: what its engine reads, and whose engine it is. */
export function restsOn(
  state: CaseState,
  check: Pick<CheckRecord, 'kind' | 'requirement'>,
): string {
  return JSON.stringify([vendorOf(state.policy, check.kind), readsOf(state, check)]);
}

type Reads = (policy: Policy, state: CaseState, requirement: CheckRecord['requirement']) => unknown;

const nothing: Reads = () => null;

/** Cards and licences may be known by their print alone; a passport has its MRZ, or is not read. */
const print: Reads = ({ printedText }, state, requirement) => {
  const type = currentDocument(state, requirement)?.type;
  return type !== undefined && TWO_SIDED.includes(type) ? printedText : null;
};

const READS: Record<CheckKind, Reads> = {
  file_safety: ({ malwareScan, encryptedPdf }) =>
    [malwareScan === 'required', encryptedPdf === 'accepted'].some(Boolean)
      ? [malwareScan ?? 'optional', encryptedPdf ?? 'refused']
      : null,
  image_quality: nothing,
  identity_reading: print,
  identity_validity: (policy, state, requirement) => [
    policy.minimumAge,
    policy.issuingCountries,
    acceptedTypes(state, requirement),
  ],
  identity_match: ({ names }) => [names.pass, names.fail],
  identity_unique: print,
  document_unique: nothing,
  address_match: ({ addressUnit }) => (addressUnit === 'optional' ? addressUnit : null),
  address_recency: (policy, state, requirement) => {
    const type = currentDocument(state, requirement)?.type;
    if (type === undefined) return null;
    return [acceptedTypes(state, requirement).includes(type), policy.addressAge[type] ?? null];
  },
  face_match: ({ faces }) => [faces.pass, faces.fail],
  liveness: nothing,
  screening: ({ screening }) => [screening.alertMin, screening.restrictFrom],
  manual: nothing,
};
