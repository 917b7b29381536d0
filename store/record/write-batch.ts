import { createHash } from 'node:crypto';
import { type Kysely, sql } from 'kysely';
import { derive } from '../../domain/case/derive.ts';
import { due } from '../../domain/case/due.ts';
import { evidenceParts } from '../../domain/case/evidence.ts';
import { auditCall } from '../audit/append-audit.ts';
import type { Database } from '../db/database.ts';
import { evidenceHash } from '../sealing/digest.ts';
import { auditEntries } from './audit-entries.ts';
import {
  type Batch,
  checkRows,
  countChanges,
  decisionRows,
  documentRows,
  eventRows,
  referencesOf,
  reviewRows,
  type Standing,
} from './batch.ts';
import { changeRows } from './changes.ts';

const SHARDS = 16;

/**
 * Writes everything of a batch in one statement: one round trip, one plan, prepared once per connection. If
 * the case's state is no longer `before`, nothing is written and the result is null; else it is the new
 * state.
 */
export async function writeBatch(
  db: Kysely<Database>,
  before: Standing,
  batch: Batch,
): Promise<Standing | null> {
  const { customer, mode } = batch.state;
  const events = eventRows(batch, before);
  const sequence = before.sequence + events.length;
  const told = events.findLast((one) => one.told !== null)?.told ?? before.told;
  const shard = shardOf(customer);
  const { status, statusReason } = derive(batch.state);
  const counts = countChanges(before, { status, statusReason });
  const verifiedAt = before.verifiedAt ?? activeAt(batch);
  const { rows } = await sql`WITH the_case AS (${caseRow(before, batch, { sequence, verifiedAt })}),
    documents AS (
      INSERT INTO document (id, customer_id, mode, requirement, type, country, state, round,
        errors, valid_until, received_at, updated_at)
      SELECT id, ${customer}, mode, requirement, type, country, state, round, errors, valid_until,
        received_at, updated_at FROM jsonb_populate_recordset(NULL::document, ${json(documentRows(batch))}), the_case
      ON CONFLICT (id) DO UPDATE SET requirement = excluded.requirement, state = excluded.state,
        round = excluded.round, errors = excluded.errors, valid_until = excluded.valid_until,
        updated_at = excluded.updated_at),
    checks AS (
      INSERT INTO "check" (id, customer_id, document_id, kind, requirement, details_version,
        outcome, reasons, created_at, answered_at)
      SELECT id, ${customer}, document_id, kind, requirement, details_version, outcome, reasons,
        created_at, answered_at FROM jsonb_populate_recordset(NULL::"check", ${json(checkRows(batch))}), the_case
      ON CONFLICT (id) DO UPDATE SET outcome = excluded.outcome, reasons = excluded.reasons,
        answered_at = coalesce("check".answered_at, excluded.answered_at)),
    reviews AS (
      INSERT INTO review (id, customer_id, mode, priority, requirements, reasons, opened_at, due_at,
        escalated_at, closed_at, outcome)
      SELECT id, ${customer}, mode, priority, requirements, reasons, opened_at, due_at,
        escalated_at, closed_at, outcome FROM jsonb_populate_recordset(NULL::review, ${json(reviewRows(batch))}), the_case
      ON CONFLICT (id) DO UPDATE SET closed_at = excluded.closed_at, outcome = excluded.outcome,
        requirements = CASE WHEN excluded.closed_at IS NULL THEN excluded.requirements
          ELSE review.requirements END,
        reasons = CASE WHEN excluded.closed_at IS NULL THEN excluded.reasons ELSE review.reasons END,
        priority = CASE WHEN excluded.closed_at IS NULL THEN excluded.priority ELSE review.priority END,
        escalated_at = coalesce(review.escalated_at, excluded.escalated_at)),
    decisions AS (${decisionInsert(batch)}),
    events AS (
      INSERT INTO event (id, customer_id, sequence, told, version, index, type, at, actor, data,
        audience, status, status_reason)
      SELECT id, ${customer}, sequence, told, version, index, type, at, actor, data, audience, status,
        status_reason FROM jsonb_populate_recordset(NULL::event, ${json(events)}), the_case
      RETURNING id, version, index, sequence, at, audience),
    outgoing AS (
      INSERT INTO outbox (event_id, customer_id, mode, version, index, sequence, created_at)
      SELECT id, ${customer}, ${mode}, version, index, sequence, at FROM events WHERE audience = 'all'),
    changes AS (
      INSERT INTO case_change (customer_id, version, at, command, event, digest)
      SELECT ${customer}, version, at, command, event, digest
      FROM jsonb_populate_recordset(NULL::case_change, ${json(changeRows(batch))}), the_case),
    used AS (
      INSERT INTO case_reference (id, customer_id)
      SELECT r, ${customer} FROM unnest(${referencesOf(batch)}::text[]) r, the_case ON CONFLICT (id) DO NOTHING),
    counted AS (
      INSERT INTO status_count AS s (mode, status, status_reason, shard, count)
      SELECT ${mode}, status, status_reason, ${shard}, change
      FROM jsonb_to_recordset(${json(counts)}) AS x(status text, status_reason text, change integer),
        the_case
      ORDER BY status, status_reason
      ON CONFLICT (mode, status, status_reason, shard) DO UPDATE SET count = s.count + excluded.count)
    SELECT ${auditCall(customer, auditEntries(before, batch))} FROM the_case`.execute(db);
  if (rows.length === 0) return null;
  return { version: batch.state.version, sequence, told, status, statusReason, verifiedAt };
}

/**
 * Inserts decisions, each with the maker of the proposal that it answers, as `makerOf` names one: a CHECK
 * compares the two people.
 */
function decisionInsert(batch: Batch) {
  const { customer } = batch.state;
  return sql`INSERT INTO decision (id, customer_id, mode, version, actor, person, outcome, state,
      requirements, reasons, final, note, message, evidence, evidence_parts, policy_name,
      policy_version, automation, confirms, maker, created_at)
    SELECT d.id, ${customer}, d.mode, d.version, d.actor, d.person, d.outcome, d.state,
      d.requirements, d.reasons, d.final, d.note, d.message, d.evidence, d.evidence_parts,
      d.policy_name, d.policy_version, d.automation, d.confirms,
      coalesce(d.maker, (SELECT coalesce(p.person, 'key/' || (p.actor ->> 'id'))
        FROM decision p WHERE p.id = d.confirms
        AND p.customer_id = ${customer} AND p.state = 'proposed')), d.created_at
    FROM jsonb_populate_recordset(NULL::decision, ${json(decisionRows(batch))}) d, the_case`;
}

function json(value: unknown) {
  return sql`${JSON.stringify(value)}::jsonb`;
}

function shardOf(customer: string): number {
  return createHash('sha256').update(customer).digest().readUInt8(0) % SHARDS;
}

function activeAt({ events }: Batch): string | null {
  return events.find((one) => one.status === 'active')?.at ?? null;
}

/**
 * Writes the case row. The rest depends on it: it returns no row if another recorder, or an event of the API
 * itself, came first.
 */
function caseRow(
  before: Standing,
  batch: Batch,
  next: { sequence: number; verifiedAt: string | null },
) {
  const { state, events } = batch;
  const { status, statusReason, risk, level, requirements } = derive(state);
  const last = events.at(-1)?.at ?? state.openedAt;
  return sql`INSERT INTO "case" (customer_id, mode, country, level, status, status_reason, risk,
      version, sequence, details_version, policy_name, policy_version, state, requirements,
      evidence, review_id, due_at, created_at, updated_at, verified_at, closed_at)
    VALUES (${state.customer}, ${state.mode}, ${state.country}, ${level}, ${status},
      ${statusReason}, ${risk}, ${state.version}, ${next.sequence}, ${state.detailsVersion},
      ${state.policy.name}, ${state.policy.version}, ${JSON.stringify(state)},
      ${JSON.stringify(requirements)}, ${evidenceHash(evidenceParts(state))},
      ${state.review?.id ?? null}, ${due(state) ?? null}, ${state.openedAt}, ${last},
      ${next.verifiedAt}, ${state.closed?.at ?? null})
    ON CONFLICT (customer_id) DO UPDATE SET country = excluded.country, level = excluded.level,
      status = excluded.status, status_reason = excluded.status_reason, risk = excluded.risk,
      version = excluded.version, sequence = excluded.sequence,
      details_version = excluded.details_version, policy_name = excluded.policy_name,
      policy_version = excluded.policy_version, state = excluded.state,
      requirements = excluded.requirements, evidence = excluded.evidence,
      review_id = excluded.review_id, due_at = excluded.due_at, updated_at = excluded.updated_at,
      verified_at = excluded.verified_at, closed_at = excluded.closed_at
      WHERE "case".version = ${before.version} AND "case".sequence = ${before.sequence}
    RETURNING customer_id`;
}
