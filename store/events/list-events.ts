import { type Kysely, sql } from 'kysely';
import type { Actor } from '../../domain/access/access.ts';
import type { Status, StatusReason } from '../../domain/case/status.ts';
import type { WireData, WireEventType } from '../../domain/wire/event-types.ts';
import type { Database } from '../db/database.ts';
import { ofMode, type Scope } from '../db/scope.ts';
import { PUBLIC_SEQUENCE } from './public-sequence.ts';

/** One event of a case's history, as the API shows it. */
export interface StoredEvent {
  id: string;
  sequence: number;
  type: WireEventType;
  at: string;
  actor: Actor;
  data: WireData;
  status: Status;
  statusReason: StatusReason;
}

/**
 * A case's events after a sequence, oldest first. `audience: 'all'` leaves out the events that only
 * `findings:read` may know of, and numbers the others without gaps.
 */
export async function listEvents(
  db: Kysely<Database>,
  scope: Scope,
  input: { customer: string; after: number; limit: number; audience: 'all' | 'findings' },
): Promise<StoredEvent[]> {
  const { customer, after, limit, audience } = input;
  const number = audience === 'all' ? PUBLIC_SEQUENCE : sql<number>`e.sequence`;
  return db
    .selectFrom('event as e')
    .innerJoin('case as c', 'c.customer_id', 'e.customer_id')
    .where('e.customer_id', '=', customer)
    .where(ofMode('c.mode', scope))
    .where('e.sequence', '>', after) // for the index; the public number is never higher
    .$if(audience === 'all', (q) => q.where('e.audience', '=', 'all').where(number, '>', after))
    .select(number.as('sequence'))
    .select([
      'e.id',
      'e.type',
      'e.at',
      'e.actor',
      'e.data',
      'e.status',
      'e.status_reason as statusReason',
    ])
    .orderBy('e.sequence')
    .limit(limit)
    .execute();
}
