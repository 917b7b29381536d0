import { type Kysely, sql } from 'kysely';
import type { Risk } from '../../domain/policy/policy.ts';
import type { ReasonCode } from '../../domain/reasons/reasons.ts';
import type { Requirement } from '../../domain/case/requirements.ts';
import type { WireEvent } from '../../domain/wire/event-types.ts';
import type { Database } from '../db/database.ts';
import { type Listed, type Page, pageOf, type Scope } from '../db/scope.ts';
import { IS_FOR_ALL } from './audience.ts';
import { priorityOf } from './priority.ts';
import { type Review, reviewFromRow, reviewsInScope } from './review.ts';

export interface ReviewFilters {
  requirement?: Requirement | undefined;
  reason?: ReasonCode | undefined;
  level?: string | undefined;
  risk?: Risk | undefined;
  customer?: string | undefined;
  /** Only those that this person holds now. */
  holder?: string | undefined;
  /** Only those that nobody holds (true), or that somebody holds (false). */
  unclaimed?: boolean | undefined;
  /**
   * Only those that nobody or this person holds, which is what a reviewer may see
   * (docs/protection.md#access).
   */
  freeOrHeldBy?: string | undefined;
  dueBefore?: string | undefined;
  overdue?: boolean | undefined;
  escalated?: boolean | undefined;
  /** `all`: without reviews that only `findings:read` may know of. */
  audience?: WireEvent['audience'] | undefined;
}

/** A page of the queue. `order: 'due'` ignores the risk, for readers who may not know it. */
export type ReviewPage = Page & { now: string; order?: 'urgency' | 'due' | undefined };

/**
 * The queue: open reviews, high risk first and then the oldest due, a page at a time
 * by keyset on `(priority, due_at, id)`, or on `(due_at, id)`.
 */
export async function listReviews(
  db: Kysely<Database>,
  scope: Scope,
  filters: ReviewFilters,
  page: ReviewPage,
): Promise<Listed<Review>> {
  const { after, now, order = 'urgency' } = page;
  const rows = await filtered(db, scope, { ...filters, now })
    .$if(after !== undefined && order === 'urgency', (q) =>
      q.where(
        sql<boolean>`(r.priority, r.due_at, r.id) > (${after?.priority}::smallint, ${after?.at}::timestamptz, ${after?.id})`,
      ),
    )
    .$if(after !== undefined && order === 'due', (q) =>
      q.where(sql<boolean>`(r.due_at, r.id) > (${after?.at}::timestamptz, ${after?.id})`),
    )
    .$if(order === 'urgency', (q) => q.orderBy('r.priority'))
    .orderBy('r.due_at')
    .orderBy('r.id')
    .limit(page.limit + 1)
    .execute();
  return pageOf(
    rows,
    page,
    (row) => reviewFromRow(row, now),
    ({ priority, dueAt, id }) => ({ at: dueAt, id, ...(order === 'urgency' && { priority }) }),
  );
}

function filtered(
  db: Kysely<Database>,
  scope: Scope,
  { now, ...filters }: ReviewFilters & { now: string },
) {
  const { requirement, reason, level, risk, customer, holder, unclaimed, freeOrHeldBy } = filters;
  const { dueBefore, overdue, escalated, audience } = filters;
  // An expired claim does not count.
  const held = sql<boolean>`coalesce(h.expires_at > ${now}, false)`;
  return reviewsInScope(db, scope)
    .where('r.mode', '=', scope.mode)
    .where('r.closed_at', 'is', null)
    .$if(audience === 'all', (q) => q.where(IS_FOR_ALL))
    .$if(requirement !== undefined, (q) =>
      q.where(sql<boolean>`${requirement} = ANY (r.requirements)`),
    )
    .$if(reason !== undefined, (q) => q.where(sql<boolean>`${reason} = ANY (r.reasons)`))
    .$if(level !== undefined, (q) => q.where('c.level', '=', level ?? ''))
    .$if(risk !== undefined, (q) => q.where('r.priority', '=', priorityOf(risk ?? 'high')))
    .$if(customer !== undefined, (q) => q.where('r.customer_id', '=', customer ?? ''))
    .$if(holder !== undefined, (q) => q.where('h.holder', '=', holder ?? '').where(held))
    .$if(unclaimed !== undefined, (q) => q.where(sql<boolean>`${held} <> ${unclaimed}`))
    .$if(freeOrHeldBy !== undefined, (q) =>
      q.where(sql<boolean>`(NOT ${held} OR h.holder = ${freeOrHeldBy})`),
    )
    .$if(dueBefore !== undefined, (q) => q.where('r.due_at', '<', dueBefore ?? ''))
    .$if(overdue === true, (q) => q.where('r.due_at', '<=', now))
    .$if(overdue === false, (q) => q.where('r.due_at', '>', now))
    .$if(escalated !== undefined, (q) => q.where('r.turn', '=', escalated ? 0 : 1));
}
