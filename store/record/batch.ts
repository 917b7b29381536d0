import { personOf } from '../../domain/access/access.ts';
import type { Decision, Recorded } from '../../domain/case/recorded.ts';
import type { CaseState, CheckRecord, DocumentRecord } from '../../domain/case/state.ts';
import { endedBy, riskOf } from '../../domain/case/level.ts';
import { makerOf } from '../../domain/case/on/four-eyes.ts';
import { isOpen } from '../../domain/case/step.ts';
import { derivedId } from '../../domain/ids.ts';
import type { Status, StatusReason } from '../../domain/case/status.ts';
import { evidenceHash } from '../sealing/digest.ts';
import { priorityOf } from '../reviews/priority.ts';

/** The recorded state of a case. */
export interface Standing {
  version: number;
  sequence: number;
  /** The number of the last event that everybody may know of. */
  told: number;
  status: Status | null;
  statusReason: StatusReason | null;
  verifiedAt: string | null;
}

export interface Batch {
  state: CaseState;
  events: Recorded[];
}

/**
 * Rows of `document`. If a batch has several versions of a document, the last counts. In a case of the first
 * generation of rules, the end of the case did not change its documents; their rows say that they are out of
 * use.
 */
export function documentRows({ state, events }: Batch) {
  const latest = new Map<string, DocumentRecord & { at: string }>();
  for (const { documents, at } of events) {
    for (const one of documents) latest.set(one.id, { ...one, at });
  }
  const at = events.at(-1)?.at ?? state.openedAt;
  for (const one of endedBy(state) ? state.documents.filter(isOpen) : []) {
    latest.set(one.id, { ...one, state: 'superseded', at });
  }
  return [...latest.values()].map((one) => ({
    id: one.id,
    mode: state.mode,
    requirement: one.requirement,
    type: one.type,
    country: one.country,
    state: one.state,
    round: one.round,
    errors: one.errors,
    valid_until: one.validUntil,
    received_at: one.receivedAt,
    updated_at: one.at,
  }));
}

/**
 * Rows of `check`: requested at the first version that has the check, answered at the first version with an
 * outcome.
 */
export function checkRows({ events }: Batch) {
  const latest = new Map<
    string,
    { check: CheckRecord; askedAt: string; answeredAt: string | null }
  >();
  for (const { checks, at } of events) {
    for (const check of checks) {
      const known = latest.get(check.id);
      const answeredAt = known?.answeredAt ?? (check.outcome === null ? null : at);
      latest.set(check.id, { check, askedAt: known?.askedAt ?? at, answeredAt });
    }
  }
  return [...latest.values()].map(({ check, askedAt, answeredAt }) => ({
    id: check.id,
    document_id: check.document,
    kind: check.kind,
    requirement: check.requirement,
    details_version: check.detailsVersion,
    outcome: check.outcome,
    reasons: check.reasons,
    created_at: askedAt,
    answered_at: answeredAt,
  }));
}

/** Rows of `review`, in the order of their opening, because one closes before the next opens. */
export function reviewRows({ state, events }: Batch) {
  const rows = new Map<string, ReturnType<typeof openReviewRow>>();
  for (const { review, effects, at } of events) {
    for (const effect of effects) {
      if (effect.kind !== 'close_review') continue;
      const known = rows.get(effect.review) ?? closedReviewRow(state, effect.review, at);
      rows.set(effect.review, { ...known, closed_at: at, outcome: effect.outcome });
    }
    if (review) rows.set(review.id, openReviewRow(state, review));
  }
  return [...rows.values()];
}

function openReviewRow(state: CaseState, review: NonNullable<Recorded['review']>) {
  return {
    id: review.id,
    mode: state.mode,
    priority: priorityOf(riskOf(state)),
    requirements: review.requirements as string[],
    reasons: review.reasons as string[],
    opened_at: review.openedAt,
    due_at: review.dueAt,
    escalated_at: review.escalatedAt,
    closed_at: null as string | null,
    outcome: null as string | null,
  };
}

/** A review that an earlier batch opened. Its row exists, and only its end is written. */
function closedReviewRow({ mode }: CaseState, id: string, at: string) {
  const none = { requirements: [], reasons: [], escalated_at: null };
  const unknown = { ...none, priority: 2, opened_at: at, due_at: at };
  return { id, mode, ...unknown, closed_at: at as string | null, outcome: null as string | null };
}

/** Rows of `decision`, with `maker` if a proposal and the decision on it are in the same batch. */
export function decisionRows({ state, events }: Batch) {
  const makers = new Map(
    events.flatMap(({ decisions }) =>
      decisions.filter((one) => one.state === 'proposed').map(({ id, by }) => [id, makerOf(by)]),
    ),
  );
  return events.flatMap(({ decisions, event, version, at }) =>
    decisions.map((one) => ({
      id: one.id,
      mode: state.mode,
      version,
      actor: one.by,
      person: personOf(one.by),
      outcome: one.outcome,
      state: one.state,
      requirements: one.requirements,
      reasons: one.reasons,
      final: one.final,
      note: one.note,
      message: one.message,
      evidence: evidenceHash(one.evidence),
      evidence_parts: one.evidence,
      policy_name: one.policy.name,
      policy_version: one.policy.version,
      automation: one.automation,
      confirms: confirmed(one, event),
      maker: makers.get(confirmed(one, event) ?? '') ?? null,
      created_at: at,
    })),
  );
}

/**
 * Only the second person's decision confirms or refuses a proposal; what rules concluded at the same time
 * does not.
 */
function confirmed({ by, state }: Decision, event: Recorded['event']): string | null {
  const confirms = 'confirms' in event ? event.confirms : null;
  return state === 'made' && by.kind !== 'rule' ? confirms : null;
}

/**
 * Rows of `event`, each with the next number of the customer's sequence. Events that everybody may know of
 * also have numbers of their own, so that no gap discloses the others.
 */
export function eventRows(
  { state: { customer }, events }: Batch,
  { sequence, told }: Pick<Standing, 'sequence' | 'told'>,
) {
  let next = sequence;
  let nextPublicSequence = told;
  return events.flatMap(({ version, at, wire, status, statusReason }) =>
    wire.map(({ type, actor, data, audience }, index) => {
      next += 1;
      const id = derivedId('event', { customer, version, index });
      const numbers = {
        sequence: next,
        told: audience === 'all' ? (nextPublicSequence += 1) : null,
      };
      const standing = { status, status_reason: statusReason };
      return { id, ...numbers, version, index, type, at, actor, data, audience, ...standing };
    }),
  );
}

/** Ids of texts and details versions that these events refer to. */
export function referencesOf({ state: { customer }, events }: Batch): string[] {
  const ids = events.flatMap(({ event, decisions }) => {
    const said = decisions.flatMap(({ note, message }) => [note, message]);
    if ('note' in event) said.push(event.note);
    if ('message' in event) said.push(event.message);
    if ('reason' in event) said.push(event.reason);
    if (event.kind === 'case_opened') said.push(`${customer}/${event.facts.detailsVersion}`);
    if (event.kind === 'details_changed') said.push(`${customer}/${event.to}`);
    return said;
  });
  return [...new Set(ids.filter((id) => id !== null))];
}

/** Changes of the roll-up of customers by status. */
export function countChanges(
  before: Standing,
  after: { status: Status; statusReason: StatusReason },
) {
  const same = before.status === after.status && before.statusReason === after.statusReason;
  if (same) return [];
  const plus = { status: after.status, status_reason: after.statusReason, change: 1 };
  if (before.status === null || before.statusReason === null) return [plus];
  return [{ status: before.status, status_reason: before.statusReason, change: -1 }, plus];
}
