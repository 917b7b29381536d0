import { type Kysely, sql } from 'kysely';
import type { Risk } from '../../domain/policy/policy.ts';
import type { ReasonCode } from '../../domain/reasons/reasons.ts';
import type { Requirement } from '../../domain/case/requirements.ts';
import type { Status, StatusReason } from '../../domain/case/status.ts';
import type { Database } from '../db/database.ts';
import { ofMode, type Scope } from '../db/scope.ts';

export interface Claim {
  holder: string;
  claimedAt: string;
  expiresAt: string;
}

export interface Review {
  id: string;
  customer: string;
  level: string;
  risk: Risk;
  status: Status;
  statusReason: StatusReason;
  version: number;
  /** Hash of the evidence that a decision made now must name. */
  evidence: string;
  requirements: Requirement[];
  reasons: ReasonCode[];
  openedAt: string;
  dueAt: string;
  escalatedAt: string | null;
  closedAt: string | null;
  outcome: 'decided' | 'withdrawn' | null;
  /** 0 high risk, 1 medium, 2 low. */
  priority: number;
  /** The proposed decision that waits for a second person. */
  proposal: string | null;
  /** The claim of the person who holds it; null if there is none or it expired. */
  claim: Claim | null;
}

/** Reviews of a scope with their cases and claims. */
export function reviewsInScope(db: Kysely<Database>, scope: Scope) {
  return db
    .selectFrom('review as r')
    .innerJoin('case as c', 'c.customer_id', 'r.customer_id')
    .leftJoin('review_claim as h', 'h.review_id', 'r.id')
    .where(ofMode('r.mode', scope))
    .select([
      'r.id',
      'r.customer_id',
      'c.level',
      'c.risk',
      'c.status',
      'c.status_reason',
      'c.version',
      'c.evidence',
      'r.requirements',
      'r.reasons',
      'r.opened_at',
      'r.due_at',
      'r.escalated_at',
      'r.closed_at',
      'r.outcome',
      'r.priority',
      'h.holder',
      'h.claimed_at',
      'h.expires_at',
    ])
    .select(
      // Selected by a subquery, because the state is large: it is read only for the rows of the page.
      sql<string | null>`(SELECT s.state -> 'proposal' ->> 'id' FROM "case" s
        WHERE s.customer_id = r.customer_id)`.as('proposal'),
    );
}

type Row = Awaited<ReturnType<ReturnType<typeof reviewsInScope>['executeTakeFirstOrThrow']>>;

export function reviewFromRow(row: Row, now: string): Review {
  return {
    id: row.id,
    customer: row.customer_id,
    level: row.level,
    risk: row.risk,
    status: row.status,
    statusReason: row.status_reason,
    version: row.version,
    evidence: row.evidence,
    requirements: row.requirements,
    reasons: row.reasons,
    openedAt: row.opened_at,
    dueAt: row.due_at,
    escalatedAt: row.escalated_at,
    closedAt: row.closed_at,
    outcome: row.outcome,
    priority: row.priority,
    proposal: row.closed_at === null ? row.proposal : null,
    claim: row.closed_at === null ? claimOf(row, now) : null,
  };
}

function claimOf(row: Row, now: string): Claim | null {
  const { holder, claimed_at: claimedAt, expires_at: expiresAt } = row;
  if (holder === null || claimedAt === null || expiresAt === null || expiresAt <= now) return null;
  return { holder, claimedAt, expiresAt };
}
