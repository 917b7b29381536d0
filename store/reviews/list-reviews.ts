import { type Kysely, sql } from 'kysely';
import type { Risk } from '../../domain/policy.ts';
import type { Requirement } from '../../domain/requirements.ts';
import type { WireEvent } from '../../domain/wire.ts';
import type { Database } from '../database.ts';
import { type Listed, type Page, pageOf, type Scope } from '../scope.ts';
import { IS_FOR_ALL } from './audience.ts';
import { type Review, reviewFromRow, reviewsInScope } from './review.ts';

export interface ReviewFilters {
  requirement?: Requirement | undefined;
  level?: string | undefined;
  risk?: Risk | undefined;
  customer?: string | undefined;
  /** Held by this person now. */
  holder?: string | undefined;
  /** Only those that nobody holds (true), or somebody does (false). */
  unclaimed?: boolean | undefined;
  dueBefore?: string | undefined;
  /** `all`: without those that only `findings:read` may know of. */
  audience?: WireEvent['audience'] | undefined;
}

/** The queue: open reviews, the oldest due first, a page at a time by keyset on `(due_at, id)`. */
export async function listReviews(
  db: Kysely<Database>,
  scope: Scope,
  filters: ReviewFilters,
  page: Page & { now: string },
): Promise<Listed<Review>> {
  const { requirement, level, risk, customer, holder, unclaimed, dueBefore, audience } = filters;
  const { after, now } = page;
  const held = sql<boolean>`coalesce(h.expires_at > ${now}, false)`;
  const rows = await reviewsInScope(db, scope)
    .where('r.mode', '=', scope.mode)
    .where('r.closed_at', 'is', null)
    .$if(audience === 'all', (q) => q.where(IS_FOR_ALL))
    .$if(requirement !== undefined, (q) =>
      q.where(sql<boolean>`${requirement} = ANY (r.requirements)`),
    )
    .$if(level !== undefined, (q) => q.where('c.level', '=', level ?? ''))
    .$if(risk !== undefined, (q) => q.where('c.risk', '=', risk ?? 'high'))
    .$if(customer !== undefined, (q) => q.where('r.customer_id', '=', customer ?? ''))
    .$if(holder !== undefined, (q) => q.where('h.holder', '=', holder ?? '').where(held))
    .$if(unclaimed !== undefined, (q) => q.where(sql<boolean>`${held} <> ${unclaimed}`))
    .$if(dueBefore !== undefined, (q) => q.where('r.due_at', '<', dueBefore ?? ''))
    .$if(after !== undefined, (q) =>
      q.where(sql<boolean>`(r.due_at, r.id) > (${after?.at}::timestamptz, ${after?.id})`),
    )
    .orderBy('r.due_at')
    .orderBy('r.id')
    .limit(page.limit + 1)
    .execute();
  return pageOf(
    rows,
    page,
    (row) => reviewFromRow(row, now),
    ({ dueAt, id }) => ({ at: dueAt, id }),
  );
}
