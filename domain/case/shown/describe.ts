import type { Actor } from '../../access/access.ts';
import { disclosedAs, type ReasonCode } from '../../reasons/reasons.ts';
import type { WireData, WireEvent, WireEventType } from '../../wire/event-types.ts';
import { audienceOf, hasSensitiveOutcome } from './audience.ts';
import { derive } from '../derive.ts';
import type { CaseEvent, CaseEventKind } from '../event.ts';
import type { Decision, Effect, Recorded } from '../recorded.ts';
import type { CaseState, CheckRecord, DocumentRecord, RequirementRecord } from '../state.ts';
import type { Applied } from '../step.ts';

/** One applied event with everything it changed, for the recorder; `before` is null for the opening. */
export function describe(
  before: CaseState | null,
  applied: Applied,
  event: CaseEvent,
  at: string,
): Recorded {
  const { state, effects, decisions } = applied;
  const { status, statusReason } = derive(state);
  const documents = changed(before?.documents ?? [], state.documents);
  const checks = changed(before?.checks ?? [], state.checks);
  const wire = [
    ...fromEvent(event, state),
    ...fromPolicy(before, event, state),
    ...documents.flatMap((one) => fromDocument(before, one, event.actor)),
    ...checks.flatMap(fromCheck),
    ...state.requirements.flatMap((one) => fromRequirement(before, one)),
    ...decisions.map(fromDecision),
    ...effects.flatMap((effect) => fromEffect(before, effect, state)),
    ...escalated(before, state, event.actor),
    ...statusChange(before, state),
  ];
  return {
    version: state.version,
    at,
    event,
    effects: effects.filter(({ kind }) => kind === 'close_review'),
    decisions,
    documents,
    checks,
    review: state.review,
    wire: state.rules >= 2 ? withoutGap(wire) : wire, // what was told keeps its ids
    status,
    statusReason,
  };
}

/** Ids number the events of a version: what not all may know of comes last. */
function withoutGap(wire: readonly WireEvent[]): WireEvent[] {
  return [...wire.filter(isForAll), ...wire.filter((one) => !isForAll(one))];
}

function isForAll({ audience }: WireEvent): boolean {
  return audience === 'all';
}

/** Rows that are new or differ; what an earlier version finished is not repeated. */
function changed<Row extends { id: string }>(before: readonly Row[], after: readonly Row[]): Row[] {
  const known = new Map(before.map((row) => [row.id, JSON.stringify(row)]));
  return after.filter((row) => known.get(row.id) !== JSON.stringify(row));
}

function told(codes: readonly ReasonCode[]): string[] {
  return [...new Set(codes.map((code) => disclosedAs(code).code))];
}

const RULE_ACTOR: Actor = { kind: 'rule', id: 'rule', role: 'system', holder: null };

/** The wire's word for an event itself; its consequences come from what it changed. */
const WORDS = {
  case_opened: 'customer.created',
  documents_submitted: null,
  checks_answered: null,
  details_changed: 'customer.details_changed',
  details_confirmed: 'customer.details_confirmed',
  level_changed: 'customer.level_changed',
  decision_made: null,
  documents_requested: null,
  locked: 'customer.locked',
  unlocked: 'customer.unlocked',
  closed: 'customer.closed',
  reopened: 'customer.reopened',
  time_passed: null,
  list_changed: null,
  vendor_answered: null,
  waived: null,
  policy_moved: 'policy.moved',
  decision_proposed: null,
  hit_decided: 'screening.hit_decided',
  consent_given: 'consent.given',
  consent_withdrawn: 'consent.given',
  review_escalated: null,
  hold_set: null,
  hold_lifted: null,
  erased: 'customer.erased',
} as const satisfies Record<CaseEventKind, WireEventType | null>;

function fromEvent(event: CaseEvent, state: CaseState): WireEvent[] {
  const type = WORDS[event.kind];
  if (type === null) return [];
  const audience = event.kind === 'hit_decided' ? 'findings' : 'all';
  return [{ type, actor: event.actor, audience, data: dataOf(event, state) }];
}

function dataOf(event: CaseEvent, state: CaseState): WireData {
  switch (event.kind) {
    case 'case_opened':
      return {
        level: state.level,
        policy: state.policy.name,
        policy_version: state.policy.version,
      };
    case 'details_changed':
      return { details_version: event.to, changed: event.changed };
    case 'details_confirmed':
      return { details_version: event.detailsVersion };
    case 'level_changed':
      return { level: event.level };
    case 'closed':
      return { withdrawn: event.withdrawn };
    case 'policy_moved':
      return { policy: event.policy.name, policy_version: event.policy.version };
    case 'consent_given':
      return { purpose: event.purpose, given: event.given };
    case 'consent_withdrawn':
      return { purpose: event.purpose, given: false };
    case 'hit_decided':
      return { hit: event.hit, decided: event.decided };
    default:
      return {};
  }
}

/** A case that is verified again takes the newest version by itself. */
function fromPolicy(before: CaseState | null, event: CaseEvent, state: CaseState): WireEvent[] {
  const { name, version } = state.policy;
  if (!before || event.kind === 'policy_moved') return [];
  if (before.policy.name === name && before.policy.version === version) return [];
  const data = { policy: name, policy_version: version };
  return [{ type: 'policy.moved', actor: RULE_ACTOR, audience: 'all', data }];
}

function fromDocument(before: CaseState | null, now: DocumentRecord, by: Actor): WireEvent[] {
  const { id: document, requirement, type, state } = now;
  const was = before?.documents.find(({ id }) => id === document);
  const data: WireData = { document, requirement, type };
  const received: WireEvent = { type: 'document.received', actor: by, audience: 'all', data };
  const arrived = was ? [] : [received];
  if (was?.state === state) return [];
  if (state !== 'accepted' && state !== 'rejected' && state !== 'expired') return arrived;
  const errors = state === 'rejected' ? { errors: told(now.errors) } : {};
  const event = `document.${state}` as const;
  return [...arrived, { type: event, actor: by, audience: 'all', data: { ...data, ...errors } }];
}

function fromCheck(check: CheckRecord): WireEvent[] {
  const { id, kind, document, requirement, outcome, reasons } = check;
  if (outcome === null) return [];
  const data = { check: id, kind, document, requirement, outcome, errors: told(reasons) };
  const audience = hasSensitiveOutcome(check) ? 'findings' : 'all';
  return [{ type: 'check.completed', actor: RULE_ACTOR, audience, data }];
}

function fromDecision(one: Decision): WireEvent {
  return {
    type: one.state === 'made' ? 'decision.made' : 'decision.proposed',
    actor: one.by,
    audience: audienceOf(one.requirements),
    data: {
      decision: one.id,
      outcome: one.outcome,
      requirements: one.requirements,
      final: one.final,
      errors: told(one.reasons),
    },
  };
}

function fromRequirement(before: CaseState | null, now: RequirementRecord): WireEvent[] {
  const { requirement, deadline, cause } = now;
  const was = before?.requirements.find((one) => one.requirement === requirement);
  const events: WireEvent[] = [];
  const say = (type: WireEventType, data: WireData) =>
    events.push({ type, actor: RULE_ACTOR, audience: 'all', data: { requirement, ...data } });
  const wasDue = was?.state === 'currently_due' && was.round === now.round;
  if (now.state === 'currently_due' && !wasDue) {
    say('requirement.due', { deadline, cause, errors: told(now.errors) });
  }
  const proven = now.state === 'satisfied' || now.state === 'waived';
  if (proven && was?.state !== now.state) {
    say('requirement.satisfied', { waived: now.state === 'waived' });
  }
  if (now.overdueSince && !was?.overdueSince) {
    say('requirement.past_due', { deadline: now.overdueSince });
  }
  return events;
}

function fromEffect(before: CaseState | null, effect: Effect, state: CaseState): WireEvent[] {
  const actor = RULE_ACTOR;
  switch (effect.kind) {
    case 'run_checks':
      return [];
    case 'remind': {
      const { requirement, deadline } = effect;
      const data = { requirement, deadline };
      return [{ type: 'requirement.reminder', actor, audience: 'all', data }];
    }
    case 'open_review': {
      const { id: review, requirements, dueAt } = effect.review;
      const audience = audienceOf(requirements);
      const data = { review, requirements, due_at: dueAt };
      return [{ type: 'review.opened', actor, audience, data }];
    }
    case 'close_review': {
      const data = { review: effect.review, outcome: effect.outcome, version: state.version };
      const audience = audienceOf(before?.review?.requirements);
      return [{ type: 'review.closed', actor, audience, data }];
    }
  }
}

function escalated(before: CaseState | null, state: CaseState, actor: Actor): WireEvent[] {
  const { review } = state;
  if (!review?.escalatedAt || before?.review?.escalatedAt) return [];
  const data = { review: review.id };
  const audience = audienceOf(review.requirements);
  return [{ type: 'review.escalated', actor, audience, data }];
}

function statusChange(before: CaseState | null, state: CaseState): WireEvent[] {
  const to = derive(state);
  const from = before && derive(before);
  if (from && from.row === to.row) return [];
  const data = {
    from: from?.status ?? null,
    to: to.status,
    from_reason: from?.statusReason ?? null,
    to_reason: to.statusReason,
  };
  return [{ type: 'customer.status_changed', actor: RULE_ACTOR, audience: 'all', data }];
}
