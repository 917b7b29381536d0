import { type Kysely, sql } from 'kysely';
import type { Mode } from '../../domain/access/access.ts';
import type { RequirementsView } from '../../domain/case/shown/view.ts';
import type { Risk } from '../../domain/policy/policy.ts';
import type { Status, StatusReason } from '../../domain/case/status.ts';
import type { Database } from '../db/database.ts';
import { ofMode, type Scope } from '../db/scope.ts';
import { revisionOf } from './lock-customer.ts';

/** A customer with its case, without any sealed data. */
export interface Customer {
  id: string;
  externalId: string | null;
  mode: Mode;
  locale: string;
  country: string;
  status: Status;
  statusReason: StatusReason;
  level: string;
  risk: Risk;
  policy: { name: string; version: number };
  requirements: RequirementsView;
  /** Hash of the evidence that a decision on the whole case would rest on. */
  evidence: string;
  version: number;
  /** Changes when metadata or locale change, which do not count as versions. */
  revision: string;
  sequence: number;
  detailsVersion: number;
  /** The id of the open review. */
  review: string | null;
  screening: 'run' | 'not_run';
  dueAt: string | null;
  createdAt: string;
  updatedAt: string;
  verifiedAt: string | null;
  closedAt: string | null;
}

/** Customers of a scope with their cases: a customer without a case is invisible. */
export function customersInScope(db: Kysely<Database>, scope: Scope) {
  return db
    .selectFrom('case as c')
    .innerJoin('customer as u', 'u.id', 'c.customer_id')
    .where(ofMode('c.mode', scope))
    .select([
      'u.id',
      'u.external_id',
      'u.locale',
      revisionOf('u').as('revision'),
      'c.mode',
      'c.country',
      'c.status',
      'c.status_reason',
      'c.level',
      'c.risk',
      'c.policy_name',
      'c.policy_version',
      'c.requirements',
      'c.evidence',
      'c.version',
      'c.sequence',
      'c.details_version',
      'c.review_id',
      'c.due_at',
      'c.created_at',
      'c.updated_at',
      'c.verified_at',
      'c.closed_at',
    ])
    .select(
      sql<boolean>`EXISTS (SELECT FROM "check" k WHERE k.customer_id = c.customer_id
        AND k.kind = 'screening' AND k.outcome IS NOT NULL)`.as('screened'),
    );
}

type Row = Awaited<ReturnType<ReturnType<typeof customersInScope>['executeTakeFirstOrThrow']>>;

export function customerFromRow(row: Row): Customer {
  return {
    id: row.id,
    externalId: row.external_id,
    mode: row.mode,
    locale: row.locale,
    country: row.country,
    status: row.status,
    statusReason: row.status_reason,
    level: row.level,
    risk: row.risk,
    policy: { name: row.policy_name, version: row.policy_version },
    requirements: row.requirements,
    evidence: row.evidence,
    version: row.version,
    revision: row.revision,
    sequence: row.sequence,
    detailsVersion: row.details_version,
    review: row.review_id,
    screening: row.screened ? 'run' : 'not_run',
    dueAt: row.due_at,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    verifiedAt: row.verified_at,
    closedAt: row.closed_at,
  };
}
