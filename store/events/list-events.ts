import type { Kysely } from 'kysely';
import type { Actor } from '../../domain/access.ts';
import type { Status, StatusReason } from '../../domain/status.ts';
import type { WireData, WireEventType } from '../../domain/wire.ts';
import type { Database } from '../database.ts';
import { ofMode, type Scope } from '../scope.ts';

/** One word of the wire, as it stands in a case's history. */
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

/** A case's events after a sequence, oldest first. `audience: 'all'` leaves out what only `findings:read` may know. */
export async function listEvents(
  db: Kysely<Database>,
  scope: Scope,
  input: { customer: string; after: number; limit: number; audience: 'all' | 'findings' },
): Promise<StoredEvent[]> {
  const { customer, after, limit, audience } = input;
  return db
    .selectFrom('event as e')
    .innerJoin('case as c', 'c.customer_id', 'e.customer_id')
    .where('e.customer_id', '=', customer)
    .where(ofMode('c.mode', scope))
    .where('e.sequence', '>', after)
    .$if(audience === 'all', (q) => q.where('e.audience', '=', 'all'))
    .select([
      'e.id',
      'e.sequence',
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
