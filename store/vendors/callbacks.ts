import { type Kysely, sql, type Transaction } from 'kysely';
import type { Actor } from '../../domain/access/access.ts';
import { shiftMs } from '../../domain/time.ts';
import type { CallbackState, VendorName } from '../../domain/policy/vendors.ts';
import { appendAudit } from '../audit/append-audit.ts';
import type { Database } from '../db/database.ts';
import { CASE_CHANNEL } from '../events/announce-case.ts';

/** The name under which listeners are notified of callbacks. */
export const VENDOR_NEWS = 'vendors';

/** A callback with a valid signature. Its content is only a hint: the result is fetched from the vendor. */
export interface Callback {
  vendor: VendorName;
  eventId: string;
  /** The vendor's id of the check. */
  reference: string;
}

/** Stores a callback once, and notifies the processes that ask vendors; false if it was stored already. */
export async function takeCallback(
  trx: Transaction<Database>,
  { vendor, eventId, reference, at }: Callback & { at: string },
): Promise<boolean> {
  const made = await trx
    .insertInto('vendor_callback')
    .values({
      vendor,
      event_id: eventId,
      reference,
      state: 'received',
      tries: 0,
      due_at: at,
      received_at: at,
    })
    .onConflict((held) => held.doNothing())
    .returning('event_id')
    .executeTakeFirst();
  if (!made) return false;
  const known = await trx
    .selectFrom('vendor_check')
    .select(['id', 'customer_id'])
    .where('vendor', '=', vendor)
    .where('reference', '=', reference)
    .executeTakeFirst();
  const actor: Actor = { kind: 'system', id: vendor, role: 'system', holder: null };
  await appendAudit(trx, actor, {
    action: 'vendor_callback.received',
    object: known?.id ?? vendor,
    ...(known ? { chain: known.customer_id } : {}),
    at,
    data: { event: eventId, reference },
  });
  await sql`SELECT pg_notify(${CASE_CHANNEL}, ${VENDOR_NEWS})`.execute(trx);
  return true;
}

/** A claimed callback; `tries` counts this one. */
export interface ClaimedCallback extends Callback {
  tries: number;
  receivedAt: string;
}

/** Claims callbacks that are due, oldest first. After `leaseMs` another process may claim one again. */
export async function claimCallbacks(
  database: Kysely<Database>,
  input: { vendors: readonly VendorName[]; now: string; leaseMs: number; atOnce: number },
): Promise<ClaimedCallback[]> {
  const { vendors, now, leaseMs, atOnce } = input;
  const { rows } = await sql<ClaimedCallback>`UPDATE vendor_callback c
    SET tries = c.tries + 1, due_at = ${shiftMs(now, leaseMs)}
    FROM (SELECT vendor, event_id FROM vendor_callback
      WHERE state = 'received' AND due_at <= ${now} AND vendor = ANY (${vendors}::text[])
      ORDER BY due_at LIMIT ${atOnce} FOR UPDATE SKIP LOCKED) due
    WHERE c.vendor = due.vendor AND c.event_id = due.event_id
    RETURNING c.vendor, c.event_id AS "eventId", c.reference, c.tries,
      c.received_at AS "receivedAt"`.execute(database);
  return rows;
}

/** Records a callback as done, or due again at `dueAt`. */
export async function settleCallback(
  database: Kysely<Database>,
  { vendor, eventId }: Callback,
  to: { state: CallbackState; dueAt: string },
): Promise<void> {
  await database
    .updateTable('vendor_callback')
    .set({ state: to.state, due_at: to.dueAt })
    .where('vendor', '=', vendor)
    .where('event_id', '=', eventId)
    .execute();
}

/** Deletes callbacks that were handled before this instant. If one comes again, it is a new hint. */
export async function forgetCallbacks(
  database: Kysely<Database>,
  { before }: { before: string },
): Promise<void> {
  await database
    .deleteFrom('vendor_callback')
    .where('state', '<>', 'received')
    .where('received_at', '<', before)
    .execute();
}
