import { type Kysely, type RawBuilder, sql, type Transaction } from 'kysely';
import type { Mode } from '../../domain/access/access.ts';
import { Refusal } from '../../domain/refusal.ts';
import type { DisabledReason, EndpointState } from '../../domain/webhooks/endpoint.ts';
import type { WireEventType } from '../../domain/wire/event-types.ts';
import type { Database } from '../db/database.ts';
import { type Listed, ofMode, type Page, pageOf, type Scope } from '../db/scope.ts';

export interface Endpoint {
  id: string;
  mode: Mode;
  url: string;
  description: string | null;
  eventTypes: WireEventType[] | null;
  state: EndpointState;
  disabledReason: DisabledReason | null;
  createdAt: string;
  updatedAt: string;
  lastDeliveredAt: string | null;
  /** How many events wait, and how many customers' queues are parked. */
  waiting: number;
  parked: number;
  oldestWaitingAt: string | null;
}

/**
 * The current state of an endpoint `e` with its health `h`. The state that the sender wrote counts only for
 * its own generation.
 */
export const STATE_NOW = sql<EndpointState>`CASE WHEN NOT e.enabled THEN 'disabled'
  WHEN h.generation = e.generation THEN h.state ELSE 'pending' END`;
const REASON_NOW = sql<DisabledReason | null>`CASE WHEN NOT e.enabled THEN 'by_operator'
  WHEN h.generation = e.generation THEN h.reason END`;

/** Fetches an endpoint of the caller's mode. Refuses `not_found`. */
export async function getEndpoint(
  db: Kysely<Database>,
  scope: Scope,
  id: string,
): Promise<Endpoint> {
  const { rows } = await endpoints(sql`e.id = ${id} AND ${ofMode('e.mode', scope)}`, 1).execute(db);
  const [row] = rows;
  if (!row) throw new Refusal('not_found');
  return row;
}

/** Endpoints of a mode, the newest first, a page at a time. */
export async function listEndpoints(
  db: Kysely<Database>,
  scope: Scope,
  page: Page,
): Promise<Listed<Endpoint>> {
  const { after, limit } = page;
  const later = after
    ? sql`AND (e.created_at, e.id) < (${after.at}::timestamptz, ${after.id})`
    : sql``;
  const { rows } = await endpoints(sql`e.mode = ${scope.mode} ${later}`, limit + 1).execute(db);
  return pageOf(
    rows,
    page,
    (row) => row,
    ({ createdAt, id }) => ({ at: createdAt, id }),
  );
}

function endpoints(which: RawBuilder<unknown>, limit: number): RawBuilder<Endpoint> {
  return sql<Endpoint>`SELECT e.id, e.mode, e.url, e.description, e.event_types AS "eventTypes",
      ${STATE_NOW} AS state, ${REASON_NOW} AS "disabledReason", e.created_at AS "createdAt",
      e.updated_at AS "updatedAt", h.last_delivered_at AS "lastDeliveredAt",
      (SELECT coalesce(sum(q.pending), 0)::integer FROM webhook_queue q
        WHERE q.endpoint_id = e.id AND q.pending > 0) AS waiting,
      (SELECT count(*)::integer FROM webhook_queue q
        WHERE q.endpoint_id = e.id AND q.parked_at IS NOT NULL) AS parked,
      (SELECT min(m.created_at) FROM webhook_message m
        WHERE m.endpoint_id = e.id AND m.delivered_at IS NULL) AS "oldestWaitingAt"
    FROM webhook_endpoint e LEFT JOIN webhook_health h ON h.endpoint_id = e.id
    WHERE e.deleted_at IS NULL AND ${which}
    ORDER BY e.created_at DESC, e.id DESC LIMIT ${limit}`;
}

/** The state of an endpoint before a change. */
export interface LockedEndpoint {
  url: string;
  state: EndpointState;
  enabled: boolean;
}

/** Locks an endpoint's row until the end of the transaction. Refuses `not_found`. */
export async function lockEndpoint(
  trx: Transaction<Database>,
  scope: Scope,
  id: string,
): Promise<LockedEndpoint> {
  const row = await trx
    .selectFrom('webhook_endpoint as e')
    .leftJoin('webhook_health as h', 'h.endpoint_id', 'e.id')
    .select(['e.url', 'e.enabled', STATE_NOW.as('state')])
    .where('e.id', '=', id)
    .where(ofMode('e.mode', scope))
    .where('e.deleted_at', 'is', null)
    .forUpdate('e')
    .executeTakeFirst();
  if (!row) throw new Refusal('not_found');
  return row;
}
