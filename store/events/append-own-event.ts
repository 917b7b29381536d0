import { sql, type Transaction } from 'kysely';
import type { Actor } from '../../domain/access/access.ts';
import type { WireData, WireEvent, WireEventType } from '../../domain/wire/event-types.ts';
import { auditCall } from '../audit/append-audit.ts';
import type { AuditEntry } from '../audit/entry.ts';
import type { Database } from '../db/database.ts';
import { newId } from '../../platform/new-id.ts';
import { CASE_CHANNEL } from './announce-case.ts';
import { lastPublicSequence } from './public-sequence.ts';

/**
 * Appends an event of the API itself, with its audit entry and, if everybody may know of it, its outbox row.
 * It takes the next number of the case's sequence, but no version. Its id is random rather than a number:
 * after a restored backup the same number would be given again and pass for a repetition. The caller must
 * hold the lock of the case row.
 */
export async function appendOwnEvent(
  trx: Transaction<Database>,
  actor: Actor,
  input: {
    customer: string;
    type: WireEventType;
    audience: WireEvent['audience'];
    data: WireData;
    entry: AuditEntry;
  },
): Promise<void> {
  const { customer, type, audience, data, entry } = input;
  const told = audience === 'all' ? sql`${lastPublicSequence(customer)} + 1` : sql`NULL::integer`;
  await sql`WITH moved AS (
      UPDATE "case" SET sequence = sequence + 1 WHERE customer_id = ${customer}
      RETURNING sequence, mode, status, status_reason),
    happened AS (
      INSERT INTO event (id, customer_id, sequence, told, type, at, actor, data, audience, status,
        status_reason)
      SELECT ${newId('event')}, ${customer}, sequence, ${told}, ${type}, ${entry.at},
        ${JSON.stringify(actor)}::jsonb, ${JSON.stringify(data)}::jsonb, ${audience}, status,
        status_reason FROM moved
      RETURNING id, sequence),
    outgoing AS (
      INSERT INTO outbox (event_id, customer_id, mode, sequence, created_at)
      SELECT happened.id, ${customer}, moved.mode, happened.sequence, ${entry.at}
      FROM happened, moved WHERE ${audience}::text = 'all')
    SELECT ${auditCall(customer, [{ actor, entry }])}, pg_notify(${CASE_CHANNEL}, ${customer})`.execute(
    trx,
  );
}
