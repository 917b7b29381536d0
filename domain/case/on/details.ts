import type { CheckKind } from '../../checks/checks.ts';
import type { RefusalCode } from '../../refusal.ts';
import type { DetailField } from '../requirements.ts';
import { askAnew, pend } from '../reopen-requirements.ts';
import type { EventOf } from '../event.ts';
import { endedBy, missingFields, unserved } from '../level.ts';
import { makeDue, resubmissionDeadline } from '../moves.ts';
import { refuseCountry } from '../open.ts';
import { engineChecks, needsOf, runChecks } from '../rounds.ts';
import type { CaseState, RequirementRecord } from '../state.ts';
import { checksOf, currentDocument, doubt, recordOf, type Step } from '../step.ts';
import { takeNewer } from './policy.ts';

const DOUBTFUL: readonly DetailField[] = [
  'given_names',
  'family_name',
  'birth_date',
  'nationality',
];

/**
 * Takes new details. Answers that rested on the old ones are first compared with the documents already there.
 */
export function detailsChanged(
  step: Step,
  event: EventOf<'details_changed'>,
): RefusalCode | undefined {
  const { draft } = step;
  const ended = endedBy(draft);
  if (ended) return ended;
  if (event.from !== draft.detailsVersion) return 'details_version_changed';
  draft.detailsVersion = event.to;
  draft.present = event.present;
  draft.country = event.country;
  // No person changes details: an app does, by a key that people may have had.
  const authors = new Set([...(draft.detailsBy ?? []), ...(event.actor.behind ?? [])]);
  if (authors.size > 0) draft.detailsBy = [...authors]; // what was not changed is still theirs
  const isDoubtful = event.changed.some((field) => DOUBTFUL.includes(field));
  if (draft.approval && isDoubtful) takeNewer(step, event.newest);
  resume(step);
  const touched = draft.requirements.filter((one) => recheck(step, one, event.changed));
  if (isDoubtful) {
    const names = touched.map(({ requirement }) => requirement);
    doubt(step, 'details_changed', names);
  }
  askAnew(step, 'level');
  if (unserved(draft)) declineCountry(step);
  return undefined;
}

/** New details answer whoever turned the old ones down or asked for more. */
function resume(step: Step): void {
  const record = recordOf(step.draft, 'details');
  if (record?.state !== 'currently_due' || missingFields(step.draft).length > 0) return;
  if (record.cause !== 'rejected' && record.cause !== 'requested') return;
  pend(record);
  runChecks(step, 'details', engineChecks(step.draft, 'details'));
}

/** A move to a country that is not served: a rule ends an application, a person a relationship. */
function declineCountry(step: Step): void {
  if (!step.draft.approval) {
    refuseCountry(step);
    return;
  }
  const record = recordOf(step.draft, 'details');
  if (!record) return;
  record.state = 'in_review';
  record.errors = ['country_not_served'];
  record.personAsked = true;
}

/** Asks again the checks that read a changed field; true where there was something to ask. */
function recheck(step: Step, record: RequirementRecord, changed: readonly DetailField[]): boolean {
  const { draft } = step;
  const { requirement } = record;
  const stale = engineChecks(draft, requirement).filter((kind) => {
    const { details, detailsSince = 1 } = needsOf(kind);
    return draft.rules >= detailsSince && details?.some((field) => changed.includes(field));
  });
  if (stale.length === 0 || record.state === 'waived') return false;
  if (requirement === 'details') {
    if (record.state !== 'currently_due') pend(record);
    if (!startedNow(step, stale)) runChecks(step, requirement, stale);
    return true;
  }
  const document = currentDocument(draft, requirement);
  if (!document || document.state === 'superseded' || document.state === 'expired') return false;
  if (record.state === 'currently_due' && !mendable(step, record, stale)) return false;
  if (record.state === 'satisfied') {
    const deadline = resubmissionDeadline(step);
    makeDue(step, record, { cause: 'details_changed', deadline, newRound: true });
  }
  if (document.state !== 'accepted') document.state = 'verifying';
  pend(record);
  runChecks(step, requirement, stale);
  return true;
}

/** `resume` has just begun these checks on the new details. */
function startedNow(step: Step, kinds: readonly CheckKind[]): boolean {
  const { detailsVersion } = step.draft;
  const running = checksOf(step.draft, 'details').filter(({ outcome }) => outcome === null);
  return kinds.every((kind) =>
    running.some((one) => one.kind === kind && one.detailsVersion === detailsVersion),
  );
}

/** A rejected document is worth another look when only checks of the old details turned it down. */
function mendable(step: Step, record: RequirementRecord, stale: readonly CheckKind[]): boolean {
  if (record.cause === 'requested' || record.errors.length === 0) return false;
  const checks = checksOf(step.draft, record.requirement);
  const told = checks.flatMap((one) => (isOfDetails(one.kind, stale) ? one.reasons : []));
  if (!record.errors.every((code) => told.includes(code))) return false; // a person said more
  return checks.every((one) => one.outcome === 'pass' || stale.includes(one.kind));
}

/** The validity of a document reads the details beside it: what it refuses, no other details mend. */
function isOfDetails(kind: CheckKind, stale: readonly CheckKind[]): boolean {
  return stale.includes(kind) && kind !== 'identity_validity';
}

/** The customer says that the details still hold. */
export function detailsConfirmed(
  step: Step,
  event: EventOf<'details_confirmed'>,
): RefusalCode | undefined {
  const { draft } = step;
  const ended = endedBy(draft);
  if (ended) return ended;
  if (event.detailsVersion !== draft.detailsVersion) return 'details_version_changed';
  const record = recordOf(draft, 'details');
  const waits = record?.state === 'currently_due' || record?.dueSoon;
  if (!record || !waits || missingFields(draft).length > 0) return 'nothing_to_confirm';
  takeNewer(step, event.newest);
  pend(record);
  record.dueAgainAt = null;
  record.dueSoon = false;
  runChecks(step, 'details', engineChecks(draft, 'details'));
  return undefined;
}

export function levelChanged(step: Step, event: EventOf<'level_changed'>): RefusalCode | undefined {
  const { draft } = step;
  const ended = endedBy(draft);
  if (ended) return ended;
  if (!hasLevel(draft, event.level)) return 'level_unknown';
  if (draft.level === event.level) return 'nothing_changed';
  draft.level = event.level;
  askAnew(step, 'level');
  return undefined;
}

/**
 * Of the first generation: what every object has, such as `constructor`, passed for a level that asks
 * nothing.
 */
function hasLevel({ rules, policy: { levels } }: CaseState, level: string): boolean {
  return rules >= 2 ? Object.hasOwn(levels, level) : levels[level] !== undefined;
}
