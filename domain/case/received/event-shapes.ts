import { ACTOR_KINDS, ROLES } from '../../access/access.ts';
import { CHECKS, OUTCOMES } from '../../checks/checks.ts';
import { DOCUMENT_TYPES, MEDIA_TYPES, SIDES } from '../../documents/documents.ts';
import { AUTOMATION } from '../../policy/policy.ts';
import { REASON_CODES } from '../../reasons/reasons.ts';
import { DETAIL_FIELDS, REQUIREMENTS } from '../requirements.ts';
import type { CaseEventKind } from '../event.ts';
import { count, flag, isObject, list, nullable, number } from './shape.ts';
import { object, oneOf, optional, record, text, type Test } from './shape.ts';

const id = text;
const reasons = list(oneOf(REASON_CODES));
const requirements = list(oneOf(REQUIREMENTS));
const fields = list(oneOf(DETAIL_FIELDS));
const reason = nullable(id);
const evidence = object({ digests: list(text), checks: list(text), detailsVersion: count });
const actor = object({
  kind: oneOf(ACTOR_KINDS),
  id,
  role: oneOf(ROLES),
  holder: nullable(id),
});
const page = object({ side: oneOf(SIDES), blob: id, digest: text, mediaType: oneOf(MEDIA_TYPES) });
const submitted = object({
  id,
  type: oneOf(DOCUMENT_TYPES),
  country: nullable(text),
  pages: list(page),
});
const duration = record(number);
const level = object({ requirements, fields });
const ofRequirement = object({
  checks: list(oneOf(CHECKS)),
  automation: oneOf(AUTOMATION),
  accepts: list(oneOf(DOCUMENT_TYPES)),
});
/**
 * The fields that policies of every version have. Their numbers were validated when the policy was published.
 */
const policy = object({
  name: text,
  version: count,
  levels: record(level),
  requirements: object(Object.fromEntries(REQUIREMENTS.map((one) => [one, ofRequirement]))),
  attempts: object({ perRound: number, whenUsedUp: text }),
  deadlines: object({
    onboarding: duration,
    resubmission: duration,
    grace: duration,
    review: duration,
  }),
  reminders: list(duration),
});
const finding = object({
  id,
  kind: oneOf(CHECKS),
  outcome: oneOf(OUTCOMES),
  reasons,
  validUntil: optional(text),
  hits: optional(list(object({ id, strong: flag }))),
});
const findings = list(finding);
/** Looser: an engine of a newer version may know reasons that this one does not. */
const answers = list(object({ id, kind: text, outcome: oneOf(OUTCOMES), reasons: list(text) }));
const said = { note: nullable(id), message: nullable(id) };
const newest = optional(policy);
const facts = object({ customer: id, level: text, country: text, detailsVersion: count });

/** What an event of each kind holds. */
const SHAPES = {
  case_opened: { facts },
  documents_submitted: { documents: list(submitted), newest },
  checks_answered: { document: nullable(id), detailsVersion: count, findings },
  details_changed: {
    from: count,
    to: count,
    changed: fields,
    present: fields,
    country: text,
    newest,
  },
  details_confirmed: { detailsVersion: count, newest },
  level_changed: { level: text },
  decision_made: {
    ...said,
    outcome: oneOf(['approve', 'reject', 'refuse']),
    requirements: nullable(requirements),
    reasons,
    final: flag,
    evidence,
    confirms: nullable(id),
  },
  documents_requested: { ...said, requirements, reasons, evidence: nullable(evidence) },
  locked: { reason },
  unlocked: { reason },
  closed: { withdrawn: flag, reason },
  reopened: { reason, newest },
  time_passed: {},
  list_changed: { list: text },
  vendor_answered: { id, document: id, findings },
  waived: { requirements, reasons, note: nullable(id), evidence, confirms: nullable(id) },
  policy_moved: { policy },
  decision_proposed: {
    ...said,
    outcome: oneOf(['approve', 'reject', 'waive']),
    requirements: nullable(requirements),
    reasons,
    final: flag,
    evidence,
  },
  hit_decided: { hit: id, decided: oneOf(['this_person', 'not_this_person']), note: nullable(id) },
  consent_given: { purpose: oneOf(['face_biometrics']), given: flag },
  consent_withdrawn: { purpose: oneOf(['face_biometrics']) },
  review_escalated: { reason },
  hold_set: { reason },
  hold_lifted: { reason },
  erased: {},
} satisfies Record<CaseEventKind, Readonly<Record<string, Test>>>;

/** True for an event of one of these kinds, whole and of the right types. */
export function isEventOf(kinds: readonly CaseEventKind[], value: unknown): boolean {
  if (!isObject(value)) return false;
  const kind = kinds.find((one) => one === value['kind']);
  if (kind === undefined) return false;
  return object({ actor, request: optional(text), expects: optional(count), ...SHAPES[kind] })(
    value,
  );
}

/** True for the answers of a round: each whole, and one at least to a check that the round asks. */
export function areAnswers(checks: readonly { id: string }[], value: unknown): boolean {
  if (!answers(value)) return false;
  const answered = value as { id: string }[];
  return (
    checks.length === 0 || answered.some((one) => checks.some(({ id: asked }) => asked === one.id))
  );
}
