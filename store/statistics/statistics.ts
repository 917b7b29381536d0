import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { WireEvent } from '../../domain/wire/event-types.ts';
import type { Database } from '../db/database.ts';
import { IS_FOR_ALL } from '../reviews/audience.ts';
import type { Scope } from '../db/scope.ts';

/** A count that stops at a thousand, because an exact one would read the whole queue. */
export interface Capped {
  count: number;
  more: boolean;
}

export interface Statistics {
  decided: { cases: number; medianSeconds: number | null; automationRate: number | null };
  reviews: Record<'open' | 'overdue' | 'unclaimed' | 'escalated', Capped> & {
    oldestOpenedAt: string | null;
  };
}

const MOST = 1000;

/**
 * How the last decided cases went, and what waits for people. Each part reads some thousand rows of an index
 * at most. A case counts as automatic if no review was open before its decision.
 */
export async function readStatistics(
  db: Kysely<Database>,
  scope: Scope,
  input: { now: string; audience: WireEvent['audience'] },
): Promise<Statistics> {
  const [decided, reviews] = await Promise.all([lastDecided(db, scope), backlog(db, scope, input)]);
  return { decided, reviews };
}

async function lastDecided(db: Kysely<Database>, scope: Scope): Promise<Statistics['decided']> {
  const { rows } = await sql<Statistics['decided']>`WITH decided AS (
      (SELECT customer_id, created_at, verified_at AS at FROM "case"
        WHERE mode = ${scope.mode} AND verified_at IS NOT NULL
        ORDER BY verified_at DESC LIMIT ${MOST})
      UNION ALL
      (SELECT DISTINCT ON (customer_id) * FROM
        (SELECT d.customer_id, c.created_at, d.created_at AS at FROM decision d
          JOIN "case" c ON c.customer_id = d.customer_id AND c.verified_at IS NULL
          WHERE d.mode = ${scope.mode} AND d.final AND d.state = 'made'
          ORDER BY d.created_at DESC LIMIT ${MOST}) made
        ORDER BY customer_id, at DESC)
      ORDER BY at DESC LIMIT ${MOST}),
    seen AS (SELECT extract(epoch FROM at - created_at) AS seconds, EXISTS (SELECT FROM review r
        WHERE r.customer_id = decided.customer_id AND r.opened_at <= decided.at) AS by_person
      FROM decided)
    SELECT count(*)::integer AS cases,
      percentile_cont(0.5) WITHIN GROUP (ORDER BY seconds)::double precision AS "medianSeconds",
      avg(CASE WHEN by_person THEN 0 ELSE 1 END)::double precision AS "automationRate"
    FROM seen`.execute(db);
  return rows[0] ?? { cases: 0, medianSeconds: null, automationRate: null };
}

async function backlog(
  db: Kysely<Database>,
  scope: Scope,
  { now, audience }: { now: string; audience: WireEvent['audience'] },
): Promise<Statistics['reviews']> {
  const heard = audience === 'all' ? sql`AND ${IS_FOR_ALL}` : sql``;
  const open = sql`FROM review r WHERE r.mode = ${scope.mode} AND r.closed_at IS NULL ${heard}`;
  const capped = (where: RawBuilder<unknown>) =>
    sql<number>`(SELECT count(*)::integer FROM (SELECT 1 ${open} ${where} LIMIT ${MOST + 1}) AS counted)`;
  const { rows } = await sql<Counted>`SELECT ${capped(sql``)} AS open,
    ${capped(sql`AND r.due_at <= ${now}`)} AS overdue,
    ${capped(sql`AND NOT EXISTS (SELECT FROM review_claim h
      WHERE h.review_id = r.id AND h.expires_at > ${now})`)} AS unclaimed,
    ${capped(sql`AND r.turn = 0`)} AS escalated,
    (SELECT r.opened_at ${open} ORDER BY r.opened_at LIMIT 1) AS oldest`.execute(db);
  const [found] = rows;
  if (!found) throw new Error('a count gave no row');
  return {
    open: cappedAt(found.open),
    overdue: cappedAt(found.overdue),
    unclaimed: cappedAt(found.unclaimed),
    escalated: cappedAt(found.escalated),
    oldestOpenedAt: found.oldest,
  };
}

type Counted = Record<'open' | 'overdue' | 'unclaimed' | 'escalated', number> & {
  oldest: string | null;
};

function cappedAt(found: number): Capped {
  return { count: Math.min(found, MOST), more: found > MOST };
}
