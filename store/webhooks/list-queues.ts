import { type Kysely, sql } from 'kysely';
import type { QueueState } from '../../domain/webhooks/endpoint.ts';
import type { Database } from '../db/database.ts';
import { type Listed, type Page, pageOf, type Scope } from '../db/scope.ts';

/** The events of one customer that wait for one endpoint. */
export interface Queue {
  customer: string;
  state: QueueState;
  waiting: number;
  /** The sequence of the first undelivered event; null if all are delivered. */
  nextSequence: number | null;
  lastSequence: number;
  tries: number;
  dueAt: string;
  parkedAt: string | null;
}

const STATE = sql<QueueState>`CASE WHEN q.parked_at IS NOT NULL THEN 'parked'
  WHEN q.pending > 0 THEN 'waiting' ELSE 'idle' END`;

/**
 * The queues of an endpoint by customer, a page at a time. The caller must have checked access to the
 * endpoint.
 */
export async function listQueues(
  db: Kysely<Database>,
  scope: Scope,
  endpoint: string,
  filters: { state?: QueueState | undefined; customer?: string | undefined },
  page: Page,
): Promise<Listed<Queue>> {
  const { state, customer } = filters;
  const { after, limit } = page;
  const rows = await db
    .selectFrom('webhook_queue as q')
    .innerJoin('webhook_endpoint as e', 'e.id', 'q.endpoint_id')
    .where('q.endpoint_id', '=', endpoint)
    .where('e.mode', '=', scope.mode)
    .where('e.deleted_at', 'is', null)
    .$if(state !== undefined, (q) => q.where(STATE, '=', state ?? 'parked'))
    .$if(customer !== undefined, (q) => q.where('q.customer_id', '=', customer ?? ''))
    .$if(after !== undefined, (q) => q.where('q.customer_id', '>', after?.id ?? ''))
    .select([
      'q.customer_id as customer',
      STATE.as('state'),
      'q.pending as waiting',
      'q.last_sequence as lastSequence',
      'q.tries',
      'q.due_at as dueAt',
      'q.parked_at as parkedAt',
      sql<number | null>`(SELECT min(m.sequence) FROM webhook_message m
        WHERE m.endpoint_id = q.endpoint_id AND m.customer_id = q.customer_id
          AND m.delivered_at IS NULL)`.as('nextSequence'),
    ])
    .orderBy('q.customer_id')
    .limit(limit + 1)
    .execute();
  return pageOf(
    rows,
    page,
    (row) => row,
    ({ dueAt, customer: id }) => ({ at: dueAt, id }),
  );
}
