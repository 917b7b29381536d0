import { type Kysely, sql } from 'kysely';
import { Refusal } from '../../domain/refusal.ts';
import type { TryOutcome, TryProblem } from '../../domain/webhooks/endpoint.ts';
import type { WireEventType } from '../../domain/wire/event-types.ts';
import type { Database } from '../db/database.ts';
import { type Listed, type Page, pageOf, type Scope } from '../db/scope.ts';

/** One attempt, without the content of its answer. */
export interface Delivery {
  id: string;
  endpoint: string;
  customer: string;
  event: string;
  sequence: number;
  type: WireEventType;
  try: number;
  at: string;
  outcome: TryOutcome;
  code: number | null;
  problem: TryProblem | null;
  durationMs: number;
  bytes: number;
}

export interface DeliveryFilters {
  outcome?: TryOutcome | undefined;
  customer?: string | undefined;
  event?: string | undefined;
  type?: WireEventType | undefined;
  before?: string | undefined;
}

/**
 * The attempts of an endpoint, newest first, a page at a time. The caller must have checked access to the
 * endpoint.
 */
export async function listDeliveries(
  db: Kysely<Database>,
  scope: Scope,
  endpoint: string,
  filters: DeliveryFilters,
  page: Page,
): Promise<Listed<Delivery>> {
  const { outcome, customer, event, type, before } = filters;
  const { after, limit } = page;
  const rows = await deliveriesOf(db, scope, endpoint)
    .$if(outcome !== undefined, (q) => q.where('d.outcome', '=', outcome ?? 'failed'))
    .$if(customer !== undefined, (q) => q.where('d.customer_id', '=', customer ?? ''))
    .$if(event !== undefined, (q) => q.where('d.event_id', '=', event ?? ''))
    .$if(type !== undefined, (q) => q.where('d.type', '=', type ?? 'customer.created'))
    .$if(before !== undefined, (q) => q.where('d.at', '<', before ?? ''))
    .$if(after !== undefined, (q) =>
      q.where(sql<boolean>`(d.at, d.id) < (${after?.at}::timestamptz, ${after?.id})`),
    )
    .orderBy('d.at', 'desc')
    .orderBy('d.id', 'desc')
    .limit(limit + 1)
    .execute();
  return pageOf(
    rows,
    page,
    (row) => row,
    ({ at, id }) => ({ at, id }),
  );
}

/** One attempt. Refuses `not_found`. */
export async function getDelivery(
  db: Kysely<Database>,
  scope: Scope,
  input: { endpoint: string; id: string },
): Promise<Delivery> {
  const row = await deliveriesOf(db, scope, input.endpoint)
    .where('d.id', '=', input.id)
    .executeTakeFirst();
  if (!row) throw new Refusal('not_found');
  return row;
}

function deliveriesOf(db: Kysely<Database>, scope: Scope, endpoint: string) {
  return db
    .selectFrom('webhook_delivery as d')
    .innerJoin('webhook_endpoint as e', 'e.id', 'd.endpoint_id')
    .where('d.endpoint_id', '=', endpoint)
    .where('e.mode', '=', scope.mode)
    .where('e.deleted_at', 'is', null)
    .select([
      'd.id',
      'd.endpoint_id as endpoint',
      'd.customer_id as customer',
      'd.event_id as event',
      'd.sequence',
      'd.type',
      'd.try',
      'd.at',
      'd.outcome',
      'd.code',
      'd.problem',
      'd.duration_ms as durationMs',
      'd.bytes',
    ]);
}
