import type { Kysely } from 'kysely';
import type { Actor, Mode } from '../../domain/access/access.ts';
import { shiftMs } from '../../domain/time.ts';
import { listCustomers } from '../../store/customers/list-customers.ts';
import { searchCustomers } from '../../store/customers/search-customers.ts';
import type { Database } from '../../store/db/database.ts';
import type { Keys } from '../../store/keys/keys.ts';
import { claimNextReview } from '../../store/reviews/claim-next-review.ts';
import { listReviews } from '../../store/reviews/list-reviews.ts';
import type { Cursor } from '../../store/db/scope.ts';
import { readStatistics } from '../../store/statistics/statistics.ts';
import { emailOf } from './many-customers.ts';

/** One read of the four that must stay quick among many customers. */
export interface ManyRead {
  name: string;
  /** Each run reads another page, person or review. */
  run: (n: number) => Promise<unknown>;
}

const PAGE = 50;

/** List page, search, queue page, next case and statistics, asked of the store itself. */
export function manyReads(
  at: { database: Kysely<Database>; keys: Keys },
  { mode, customers, now }: { mode: Mode; customers: number; now: string },
): ManyRead[] {
  const { database, keys } = at;
  const scope = { mode };
  const pages = pager((after) => listCustomers(database, scope, {}, { limit: PAGE, after }));
  const queue = pager((after) => listReviews(database, scope, {}, { limit: PAGE, now, after }));
  const filters = [
    { status: 'active' },
    { statusReason: 'in_review' },
    { level: 'enhanced' },
    { risk: 'high' },
    { updatedAfter: shiftMs(now, -86_400_000) },
    { createdBefore: shiftMs(now, -90 * 86_400_000), status: 'approval_pending' },
    { createdAfter: shiftMs(now, -86_400_000), createdBefore: now },
  ] as const;
  const person = (n: number): Actor => {
    const holder = `reader-${n}`;
    return { kind: 'key', id: holder, role: 'senior_reviewer', holder };
  };
  return [
    { name: 'list page', run: pages },
    {
      name: 'list page, filtered',
      run: (n) =>
        listCustomers(database, scope, filters[n % filters.length] ?? {}, { limit: PAGE }),
    },
    {
      name: 'search',
      run: (n) => {
        const search = { field: 'email', value: emailOf((n * 7919) % customers) } as const;
        return database
          .transaction()
          .execute((trx) =>
            searchCustomers(trx, keys, person(n), scope, { search, limit: 25, at: now }),
          );
      },
    },
    { name: 'queue page', run: queue },
    {
      name: 'next case',
      run: (n) =>
        database.transaction().execute((trx) =>
          claimNextReview(trx, person(n), scope, {
            now,
            until: shiftMs(now, 1_800_000),
            readsFindings: true,
            takesEscalated: n % 2 === 0,
            confirms: n % 2 === 0,
          }),
        ),
    },
    { name: 'statistics', run: () => readStatistics(database, scope, { now, audience: 'all' }) },
  ];
}

/** Page after page, from the first again at the end. */
function pager(list: (after: Cursor | undefined) => Promise<{ next: Cursor | null }>) {
  let next: Cursor | undefined;
  return async () => {
    const page = await list(next);
    next = page.next ?? undefined;
  };
}
