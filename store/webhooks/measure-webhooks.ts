import { type Kysely, sql } from 'kysely';
import type { EndpointState } from '../../domain/webhooks/endpoint.ts';
import type { Database } from '../db/database.ts';
import { STATE_NOW } from './endpoint.ts';

/** The state of webhooks, for gauges. Ages are in seconds. */
export interface WebhookMeasures {
  endpoints: {
    id: string;
    state: EndpointState;
    waiting: number;
    parked: number;
    /**
     * Age of the oldest event that is to be sent, counted from when it was first enqueued, also if it is
     * replayed.
     */
    age: number;
  }[];
}

/** Measures every endpoint of both modes: for the operator. */
export async function measureWebhooksUnscoped(
  db: Kysely<Database>,
  input: { now: string },
): Promise<WebhookMeasures> {
  const ageOf = (at: ReturnType<typeof sql>) => sql`coalesce(greatest(0,
    extract(epoch FROM ${input.now}::timestamptz - ${at})), 0)::double precision`;
  const { rows } = await sql<WebhookMeasures['endpoints'][number]>`
    SELECT e.id, ${STATE_NOW} AS state,
      (SELECT coalesce(sum(q.pending), 0)::integer FROM webhook_queue q
        WHERE q.endpoint_id = e.id AND q.pending > 0) AS waiting,
      (SELECT count(*)::integer FROM webhook_queue q
        WHERE q.endpoint_id = e.id AND q.parked_at IS NOT NULL) AS parked,
      (SELECT ${ageOf(sql`min(m.created_at)`)} FROM webhook_message m
        WHERE m.endpoint_id = e.id AND m.delivered_at IS NULL) AS age
    FROM webhook_endpoint e LEFT JOIN webhook_health h ON h.endpoint_id = e.id
    WHERE e.deleted_at IS NULL`.execute(db);
  return { endpoints: rows };
}
