import type { Kysely } from 'kysely';
import type { CheckKind, Outcome } from '../../domain/checks/checks.ts';
import type { ScorePiece } from '../../domain/checks/findings.ts';
import type { ReasonCode } from '../../domain/reasons/reasons.ts';
import type { Requirement } from '../../domain/case/requirements.ts';
import type { Database } from '../db/database.ts';
import { ofMode, type Scope } from '../db/scope.ts';

/** An engine's finding without its readings, which are sealed. */
export interface StoredFinding {
  outcome: Outcome;
  reasons: ReasonCode[];
  pieces: ScorePiece[];
  measures: Record<string, number | string>;
  notProven: string[];
  engine: string;
  policy: { name: string; version: number };
  late: boolean;
  startedAt: string;
  endedAt: string;
}

export interface StoredCheck {
  id: string;
  kind: CheckKind;
  requirement: Requirement;
  document: string | null;
  detailsVersion: number;
  /** Null while the check runs. */
  outcome: Outcome | null;
  reasons: ReasonCode[];
  createdAt: string;
  answeredAt: string | null;
  finding: StoredFinding | null;
}

/** A customer's checks, oldest first, each with its finding. */
export async function listChecks(
  db: Kysely<Database>,
  scope: Scope,
  customer: string,
): Promise<StoredCheck[]> {
  const rows = await checksInScope(db, scope)
    .where('k.customer_id', '=', customer)
    .orderBy('k.created_at')
    .orderBy('k.id')
    .execute();
  return rows.map((row) => ({
    id: row.id,
    kind: row.kind,
    requirement: row.requirement,
    document: row.document_id,
    detailsVersion: row.details_version,
    outcome: row.outcome,
    reasons: row.reasons,
    createdAt: row.created_at,
    answeredAt: row.answered_at,
    finding: findingOf(row),
  }));
}

function checksInScope(db: Kysely<Database>, scope: Scope) {
  return db
    .selectFrom('check as k')
    .innerJoin('case as c', 'c.customer_id', 'k.customer_id')
    .leftJoin('finding as f', 'f.check_id', 'k.id')
    .where(ofMode('c.mode', scope))
    .select([
      'k.id',
      'k.kind',
      'k.requirement',
      'k.document_id',
      'k.details_version',
      'k.outcome',
      'k.reasons',
      'k.created_at',
      'k.answered_at',
      'f.outcome as found',
      'f.reasons as why',
      'f.pieces',
      'f.measures',
      'f.not_proven',
      'f.engine',
      'f.policy_name',
      'f.policy_version',
      'f.late',
      'f.started_at',
      'f.ended_at',
    ]);
}

type Row = Awaited<ReturnType<ReturnType<typeof checksInScope>['executeTakeFirstOrThrow']>>;

function findingOf(row: Row): StoredFinding | null {
  if (row.found === null || row.started_at === null || row.ended_at === null) return null;
  return {
    outcome: row.found,
    reasons: row.why ?? [],
    pieces: row.pieces ?? [],
    measures: row.measures ?? {},
    notProven: row.not_proven ?? [],
    engine: row.engine ?? '',
    policy: { name: row.policy_name ?? '', version: row.policy_version ?? 0 },
    late: row.late ?? false,
    startedAt: row.started_at,
    endedAt: row.ended_at,
  };
}
