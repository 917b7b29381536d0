import type { Kysely } from 'kysely';
import type { Actor } from '../../domain/access/access.ts';
import type { DecisionOutcome, EvidenceParts } from '../../domain/case/state.ts';
import type { Automation } from '../../domain/policy/policy.ts';
import { Refusal } from '../../domain/refusal.ts';
import type { ReasonCode } from '../../domain/reasons/reasons.ts';
import type { Requirement } from '../../domain/case/requirements.ts';
import type { Database } from '../db/database.ts';
import type { Scope } from '../db/scope.ts';

export interface StoredDecision {
  id: string;
  customer: string;
  by: Actor;
  outcome: DecisionOutcome;
  state: 'made' | 'proposed';
  requirements: Requirement[];
  reasons: ReasonCode[];
  final: boolean;
  /** Ids of sealed texts. */
  note: string | null;
  message: string | null;
  evidence: string;
  evidenceParts: EvidenceParts;
  policy: { name: string; version: number };
  automation: Automation | null;
  confirms: string | null;
  version: number;
  createdAt: string;
}

/** A customer's decisions, oldest first. */
export async function listDecisions(
  db: Kysely<Database>,
  scope: Scope,
  customer: string,
): Promise<StoredDecision[]> {
  const rows = await decisionsInScope(db, scope)
    .where('customer_id', '=', customer)
    .orderBy('created_at')
    .orderBy('id')
    .execute();
  return rows.map(fromRow);
}

/** The decisions of one version of a case: for the answer to a decision. */
export async function listDecisionsOfVersion(
  db: Kysely<Database>,
  scope: Scope,
  input: { customer: string; version: number },
): Promise<StoredDecision[]> {
  const rows = await decisionsInScope(db, scope)
    .where('customer_id', '=', input.customer)
    .where('version', '=', input.version)
    .orderBy('id')
    .execute();
  return rows.map(fromRow);
}

/** One decision; refuses `not_found`. */
export async function getDecision(
  db: Kysely<Database>,
  scope: Scope,
  id: string,
): Promise<StoredDecision> {
  const row = await decisionsInScope(db, scope).where('id', '=', id).executeTakeFirst();
  if (!row) throw new Refusal('not_found');
  return fromRow(row);
}

function decisionsInScope(db: Kysely<Database>, scope: Scope) {
  return db.selectFrom('decision').selectAll().where('mode', '=', scope.mode);
}

type Row = Awaited<ReturnType<ReturnType<typeof decisionsInScope>['executeTakeFirstOrThrow']>>;

function fromRow(row: Row): StoredDecision {
  return {
    id: row.id,
    customer: row.customer_id,
    by: row.actor,
    outcome: row.outcome,
    state: row.state,
    requirements: row.requirements,
    reasons: row.reasons,
    final: row.final,
    note: row.note,
    message: row.message,
    evidence: row.evidence,
    evidenceParts: row.evidence_parts,
    policy: { name: row.policy_name, version: row.policy_version },
    automation: row.automation,
    confirms: row.confirms,
    version: row.version,
    createdAt: row.created_at,
  };
}
