import type { Actor } from '../../domain/access/access.ts';
import type { CaseEventKind } from '../../domain/case/event.ts';
import type { Decision, Recorded } from '../../domain/case/recorded.ts';
import type { AuditEntry } from '../audit/entry.ts';
import { evidenceHash } from '../sealing/digest.ts';
import type { Batch, Standing } from './batch.ts';

const ACTIONS = {
  case_opened: 'case.opened',
  documents_submitted: 'documents.submitted',
  checks_answered: 'checks.answered',
  details_changed: 'details.changed',
  details_confirmed: 'details.confirmed',
  level_changed: 'level.changed',
  decision_made: 'case.decided',
  documents_requested: 'documents.requested',
  locked: 'case.locked',
  unlocked: 'case.unlocked',
  closed: 'case.closed',
  reopened: 'case.reopened',
  time_passed: 'time.passed',
  list_changed: 'list.changed',
  vendor_answered: 'vendor.answered',
  waived: 'requirements.waived',
  policy_moved: 'policy.moved',
  decision_proposed: 'case.decision_proposed',
  hit_decided: 'hit.decided',
  consent_given: 'consent.given',
  consent_withdrawn: 'consent.withdrawn',
  review_escalated: 'review.escalated',
  hold_set: 'hold.set',
  hold_lifted: 'hold.lifted',
  erased: 'case.erased',
} as const satisfies Record<CaseEventKind, string>;

/** One entry for each event, and one for each decision that resulted from it. */
export function auditEntries(
  before: Standing,
  { state, events }: Batch,
): { actor: Actor; entry: AuditEntry }[] {
  const { customer, policy } = state;
  const label = { name: policy.name, version: policy.version };
  let from = before.status === null ? null : `${before.status}/${before.statusReason}`;
  return events.flatMap((recorded) => {
    const { event, at, version, documents, checks, decisions } = recorded;
    const to = `${recorded.status}/${recorded.statusReason}`;
    const data = {
      version,
      documents: documents.map((one) => one.id),
      digests: documents.flatMap(({ pages }) => pages.map(({ digest }) => digest)),
      checks: checks.map(({ id, outcome }) => `${id}:${outcome ?? 'running'}`),
      ...pointers(event),
    };
    const refused = event.kind === 'decision_made' && event.outcome === 'refuse';
    const action = refused ? 'case.proposal_refused' : ACTIONS[event.kind];
    const common = { object: customer, chain: customer, at, request: event.request };
    const entry = { ...common, action, from, to, policy: label, data };
    from = to;
    const made = decisions.map((one) => decisionEntry(one, { ...common, version }));
    return [{ actor: event.actor, entry }, ...made];
  });
}

function decisionEntry(
  one: Decision,
  common: { chain: string; at: string; request: string | undefined; version: number },
): { actor: Actor; entry: AuditEntry } {
  const { version, ...rest } = common;
  const data = {
    version,
    outcome: one.outcome,
    requirements: one.requirements,
    final: one.final,
    evidence: evidenceHash(one.evidence),
    note: one.note,
    message: one.message,
  };
  const action = one.state === 'made' ? 'decision.made' : 'decision.proposed';
  return {
    actor: one.by,
    entry: { ...rest, action, object: one.id, reasons: one.reasons, policy: one.policy, data },
  };
}

/** The ids and codes of an event that no other field of its entry has. */
function pointers(
  event: Recorded['event'],
): Record<string, string | number | boolean | readonly string[] | null> {
  const reason = 'reason' in event ? { reason: event.reason } : {};
  if ('confirms' in event && event.confirms !== null) return { confirms: event.confirms };
  if (event.kind === 'closed') return { ...reason, withdrawn: event.withdrawn };
  if (event.kind === 'level_changed') return { level: event.level };
  if (event.kind === 'hit_decided') return { hit: event.hit, decided: event.decided };
  if (event.kind === 'consent_given') return { purpose: event.purpose, given: event.given };
  if (event.kind !== 'details_changed') return reason;
  return { details_from: event.from, details_to: event.to, changed: event.changed };
}
