import { CHECK_NEEDS, type CheckKind, type CheckNeeds } from '../checks/checks.ts';
import type { Thresholds } from '../policy/policy.ts';
import type { Requirement } from './requirements.ts';
import { vendorOf } from '../policy/vendors.ts';
import type { RoundDocument, RunChecks } from './round.ts';
import { acceptedTypes } from './level.ts';
import type { CaseState, CheckRecord, DocumentRecord } from './state.ts';
import { checksOf, currentDocument, dropChecks, nextId, type Step } from './step.ts';

/** What a kind of check needs, with the optional members visible to the compiler. */
export function needsOf(kind: CheckKind): CheckNeeds {
  return CHECK_NEEDS[kind];
}

/** The checks of a requirement that an engine may answer: a face is measured only with consent. */
export function engineChecks(state: CaseState, requirement: Requirement): CheckKind[] {
  const consented = state.faceConsent === 'given';
  return state.policy.requirements[requirement].checks.filter(
    (kind) => !needsOf(kind).person && (consented || !BIOMETRIC.includes(kind)),
  );
}

/** Checks that measure a face: they need the customer's own consent to face biometrics. */
export const BIOMETRIC: readonly CheckKind[] = ['face_match', 'liveness'];

/** Starts the checks of these kinds on the requirement's current document (or on none), in one round each. */
export function runChecks(step: Step, requirement: Requirement, kinds: readonly CheckKind[]): void {
  const alone = kinds.filter((kind) => !needsOf(kind).across);
  for (const group of byEngine(step.draft, alone)) startRound(step, requirement, group, null);
  for (const kind of kinds) {
    const across = needsOf(kind).across;
    const other = across && standingDocument(step.draft, across);
    if (other) startRound(step, requirement, [kind], other);
  }
}

/** A round is answered by the house or by one vendor: whoever is slow holds up nobody else's answers. */
function byEngine(state: CaseState, kinds: readonly CheckKind[]): CheckKind[][] {
  const engines = new Set(kinds.map((kind) => vendorOf(state.policy, kind)));
  return [...engines].map((one) => kinds.filter((kind) => vendorOf(state.policy, kind) === one));
}

/** Checks of the policy that never started although their inputs are there. */
export function unstarted(state: CaseState, requirement: Requirement): CheckKind[] {
  const started = new Set(checksOf(state, requirement).map(({ kind }) => kind));
  return engineChecks(state, requirement).filter((kind) => {
    const { document, across } = needsOf(kind);
    if (started.has(kind) || (document && !currentDocument(state, requirement))) return false;
    return across === undefined || standingDocument(state, across) !== undefined;
  });
}

/** A document that other documents may be held against. */
function standingDocument(state: CaseState, requirement: Requirement): DocumentRecord | undefined {
  const document = currentDocument(state, requirement);
  const out = ['rejected', 'superseded', 'expired'];
  return document && !out.includes(document.state) ? document : undefined;
}

/** Requirements whose checks read the document of this one too, with those checks. */
export function acrossFrom(
  state: CaseState,
  requirement: Requirement,
): { requirement: Requirement; kinds: CheckKind[] }[] {
  return state.requirements.flatMap(({ requirement: other }) => {
    const kinds = engineChecks(state, other).filter((kind) => needsOf(kind).across === requirement);
    return kinds.length > 0 && currentDocument(state, other) ? [{ requirement: other, kinds }] : [];
  });
}

function startRound(
  step: Step,
  requirement: Requirement,
  kinds: readonly CheckKind[],
  other: DocumentRecord | null,
): void {
  const { draft } = step;
  const judged = kinds.some((kind) => needsOf(kind).document)
    ? (currentDocument(draft, requirement) ?? null)
    : null;
  dropChecks(step, (one) => one.requirement === requirement && kinds.includes(one.kind));
  const checks = kinds.map((kind) => ({ id: nextId(step, 'check'), kind }));
  for (const check of checks) {
    draft.checks.push({
      ...check,
      requirement,
      document: judged?.id ?? null,
      detailsVersion: draft.detailsVersion,
      outcome: null,
      reasons: [],
    });
  }
  const round = roundOf(draft, { requirement, checks, judged, other });
  step.effects.push({ kind: 'run_checks', round });
}

/**
 * The rounds that have no answer yet, under the ids of their checks: what a case still asks of the
 * engines when it goes on from its state alone. What is stored of them is not asked again.
 */
export function openRounds(state: CaseState): RunChecks[] {
  const rounds = new Map<string, CheckRecord[]>();
  for (const check of state.checks) {
    const { across, person } = needsOf(check.kind);
    if (check.outcome !== null || person) continue;
    const vendor = vendorOf(state.policy, check.kind);
    const by = [check.requirement, check.document, check.detailsVersion, across, vendor];
    const name = by.join('|');
    rounds.set(name, [...(rounds.get(name) ?? []), check]);
  }
  return [...rounds.values()].flatMap((checks) => {
    const [first] = checks;
    const judged = state.documents.find(({ id }) => id === first?.document) ?? null;
    if (!first || (first.document !== null && judged === null)) return [];
    const across = needsOf(first.kind).across;
    const other = (across && standingDocument(state, across)) ?? null;
    const { requirement, detailsVersion } = first;
    const asked = checks.map(({ id, kind }) => ({ id, kind }));
    return [roundOf({ ...state, detailsVersion }, { requirement, checks: asked, judged, other })];
  });
}

function roundOf(
  state: CaseState,
  of: {
    requirement: Requirement;
    checks: RunChecks['checks'];
    judged: DocumentRecord | null;
    other: DocumentRecord | null;
  },
): RunChecks {
  const { customer, mode, detailsVersion, policy } = state;
  const { requirement, checks, judged, other } = of;
  const thresholds = thresholdsOf(state, requirement);
  const vendor = checks[0] ? vendorOf(policy, checks[0].kind) : null;
  return {
    customer,
    mode,
    document: judged?.id ?? null,
    documents: [judged, other].flatMap((one) => (one ? [roundDocument(one)] : [])),
    checks,
    detailsVersion,
    policy: { name: policy.name, version: policy.version, thresholds },
    ...(vendor === null ? {} : { vendor }),
  };
}

function roundDocument(record: DocumentRecord): RoundDocument {
  const { id, requirement, type, country, receivedAt, pages } = record;
  return { id, requirement, type, country, receivedAt, pages };
}

function thresholdsOf(state: CaseState, requirement: Requirement): Thresholds {
  const { policy } = state;
  return {
    minimumAge: policy.minimumAge,
    issuingCountries: policy.issuingCountries,
    accepts: acceptedTypes(state, requirement),
    addressAge: requirement === 'address' ? policy.addressAge : {},
    namePass: policy.names.pass,
    nameFail: policy.names.fail,
    ...(requirement === 'identity' ? { printedText: policy.printedText } : {}),
    ...(policy.malwareScan === 'required' ? { malwareScan: 'required' } : {}),
    ...(requirement === 'selfie'
      ? { facePass: policy.faces.pass, faceFail: policy.faces.fail }
      : {}),
    ...(policy.encryptedPdf === 'accepted' ? { encryptedPdf: 'accepted' } : {}),
    ...(requirement === 'address' && policy.addressUnit === 'optional'
      ? { addressUnit: 'optional' }
      : {}),
  };
}
