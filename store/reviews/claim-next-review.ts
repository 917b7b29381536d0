import { sql, type Transaction } from 'kysely';
import { type Actor, personOf } from '../../domain/access/access.ts';
import { audienceOf } from '../../domain/case/shown/audience.ts';
import { Refusal } from '../../domain/refusal.ts';
import type { Requirement } from '../../domain/case/requirements.ts';
import type { Database } from '../db/database.ts';
import type { Scope } from '../db/scope.ts';
import { IS_FOR_ALL } from './audience.ts';
import { LEFT_AT } from './left-at.ts';
import { noteClaim } from './note-claim.ts';

export interface NextReview {
  now: string;
  until: string;
  /** True if the caller reads findings: she may see hits, and gets high risk first. */
  readsFindings: boolean;
  /** True for a senior, who gets escalated reviews first. Others do not get them. */
  takesEscalated: boolean;
  /** True for somebody who may confirm. Others do not get reviews that wait for a second person. */
  confirms: boolean;
  request?: string | undefined;
}

/**
 * Claims the most urgent open review that the person behind the actor may decide. Their own submissions and
 * proposals are left out. A senior also gets reviews whose holder passed them on to a second person. Returns
 * its id, or null. Refuses `forbidden` without a person.
 */
export async function claimNextReview(
  trx: Transaction<Database>,
  actor: Actor,
  scope: Scope,
  input: NextReview,
): Promise<string | null> {
  const { now, until, request } = input;
  const holder = personOf(actor);
  if (holder === null) throw new Refusal('forbidden');
  const { rows } = await sql<Found>`WITH found AS (${candidate(holder, scope, input)}),
    taken AS (
      INSERT INTO review_claim (review_id, customer_id, holder, actor, claimed_at, expires_at)
      SELECT id, customer_id, ${holder}, ${JSON.stringify(actor)}, ${now}, ${until} FROM found
      ON CONFLICT (review_id) DO UPDATE SET holder = excluded.holder, actor = excluded.actor,
        claimed_at = excluded.claimed_at, expires_at = excluded.expires_at
        WHERE review_claim.expires_at <= ${now}
          OR review_claim.claimed_at <= (SELECT left_at FROM found)
      RETURNING review_id)
    SELECT id, customer_id, requirements, EXISTS (SELECT FROM taken) AS taken,
      (SELECT h.holder FROM review_claim h WHERE h.review_id = found.id AND h.expires_at > ${now}) AS "from"
    FROM found`.execute(trx);
  const [found] = rows;
  if (!found) return null;
  // Somebody else was faster, and had finished before we got the lock. The next query sees that.
  if (!found.taken) return claimNextReview(trx, actor, scope, input);
  const { id: review, customer_id: customer } = found;
  const audience = audienceOf(found.requirements);
  const from = found.from ?? undefined;
  const said = { review, customer, audience, holder, from, until, now, request };
  await noteClaim(trx, actor, { ...said, action: 'review.claimed' });
  return review;
}

interface Found {
  id: string;
  customer_id: string;
  requirements: Requirement[];
  taken: boolean;
  /** The previous holder. */
  from: string | null;
}

/**
 * JSON fragments of a case in which this person took part (`isOwnWork`, `isOther` of
 * `domain/case/on/four-eyes.ts`).
 */
function handOf(person: string): string[] {
  const parts = [
    { proposal: { by: person } },
    { proposal: { alsoBy: [person] } },
    { documents: [{ submittedBy: person }] },
    { documents: [{ alsoBy: [person] }] },
    { detailsBy: [person] },
  ];
  return parts.map((part) => JSON.stringify(part));
}

/**
 * The first row in the order of an index, with its case locked; rows that others have locked are skipped. The
 * query must not let the planner guess from `review_id` that hardly any row matches, because it would then
 * sort the whole queue.
 */
export function candidate(holder: string, scope: Scope, { now, ...may }: NextReview) {
  const turn = may.takesEscalated ? sql`` : sql`AND r.turn = 1`;
  const audience = may.readsFindings ? sql`` : sql`AND ${IS_FOR_ALL}`;
  const left = may.takesEscalated ? LEFT_AT : sql`NULL::timestamptz`;
  const waits = may.confirms ? sql`` : sql`AND c.state ->> 'proposal' IS NULL`;
  // Each order has an index. Callers who may not know the risk get an order without it, because the order
  // would disclose it.
  const order = may.readsFindings ? sql`r.turn, r.priority, r.due_at, r.id` : sql`r.due_at, r.id`;
  return sql`SELECT r.id, r.customer_id, c.state -> 'review' -> 'requirements' AS requirements,
      ${left} AS left_at
    FROM review r JOIN "case" c ON c.customer_id = r.customer_id
    WHERE r.mode = ${scope.mode} AND r.closed_at IS NULL ${turn} ${audience}
      AND CASE WHEN c.review_id = r.id ${waits} THEN true ELSE false END
      AND NOT EXISTS (SELECT FROM review_claim h WHERE h.review_id = r.id AND h.expires_at > ${now}
        AND (h.holder = ${holder} OR (h.claimed_at <= ${left}) IS NOT TRUE))
      AND NOT c.state @> ANY (${handOf(holder)}::text[]::jsonb[])
    ORDER BY ${order} LIMIT 1 FOR UPDATE OF c SKIP LOCKED`;
}
