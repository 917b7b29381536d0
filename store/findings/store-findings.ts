import { type Kysely, sql, type Transaction } from 'kysely';
import type { Actor } from '../../domain/access/access.ts';
import type { CheckAnswer } from '../../domain/checks/checks.ts';
import type { Finding } from '../../domain/checks/findings.ts';
import { auditCall } from '../audit/append-audit.ts';
import type { Database } from '../db/database.ts';
import type { Keys } from '../keys/keys.ts';
import { AADS } from '../sealing/aads.ts';
import { sealJson } from '../sealing/sealed-json.ts';

export interface NewFindings {
  customer: string;
  document: string | null;
  detailsVersion: number;
  policy: { name: string; version: number };
  findings: Finding[];
  at: string;
}

/**
 * Stores the findings of checks, once per check; a repetition changes nothing. A finding is marked late if
 * its document or its details have been replaced in the meantime.
 */
export async function storeFindings(
  trx: Transaction<Database>,
  keys: Keys,
  actor: Actor,
  input: NewFindings,
): Promise<void> {
  const { customer, document, detailsVersion, policy, findings, at } = input;
  const key = await keys.open(customer);
  const late = sql<boolean>`EXISTS (SELECT FROM "case" c WHERE c.customer_id = ${customer}
      AND c.details_version > ${detailsVersion})
    OR EXISTS (SELECT FROM document d WHERE d.id = ${document}
      AND d.state NOT IN ('received', 'verifying', 'in_review', 'accepted'))`;
  const rows = findings.map((one) => ({
    check_id: one.id,
    customer_id: customer,
    document_id: document,
    kind: one.kind,
    outcome: one.outcome,
    reasons: one.reasons,
    valid_until: one.validUntil ?? null,
    readings: sealJson(key, AADS.readings(one.id), one.readings),
    pieces: JSON.stringify(one.pieces),
    measures: JSON.stringify(one.measures),
    not_proven: one.notProven,
    engine: one.engine,
    policy_name: policy.name,
    policy_version: policy.version,
    details_version: detailsVersion,
    late,
    started_at: one.startedAt,
    ended_at: one.endedAt,
    stored_at: at,
  }));
  const data = { findings: findings.map(({ id, outcome }) => `${id}:${outcome}`) };
  const entry = {
    action: 'finding.stored',
    object: document ?? customer,
    chain: customer,
    at,
    policy,
    data,
  };
  await trx
    .with('stored', (db) =>
      db
        .insertInto('finding')
        .values(rows)
        .onConflict((held) => held.doNothing())
        .returning('check_id'),
    )
    .selectNoFrom(auditCall(customer, [{ actor, entry }]).as('n'))
    .where((eb) => eb.exists(eb.selectFrom('stored').select('check_id')))
    .execute();
}

/**
 * The answers that are stored already; a repeated round skips these checks. With a document, only what was
 * found about it: a finding about another document never answers for it.
 */
export async function listAnswers(
  db: Kysely<Database>,
  input: { customer: string; checks: readonly string[]; document?: string | null },
): Promise<CheckAnswer[]> {
  const { document } = input;
  if (input.checks.length === 0) return [];
  const rows = await db
    .selectFrom('finding')
    .select(['check_id', 'kind', 'outcome', 'reasons', 'valid_until'])
    .where('customer_id', '=', input.customer)
    .where('check_id', 'in', input.checks)
    .$if(document !== undefined, (q) =>
      q.where('document_id', 'is not distinct from', document ?? null),
    )
    .execute();
  return rows.map(({ check_id: id, kind, outcome, reasons, valid_until: validUntil }) => ({
    id,
    kind,
    outcome,
    reasons,
    ...(validUntil === null ? {} : { validUntil }),
  }));
}
