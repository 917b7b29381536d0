import { type Kysely, sql, type Transaction } from 'kysely';
import type { Actor } from '../../domain/access/access.ts';
import type { VendorName } from '../../domain/policy/vendors.ts';
import type { RunChecks } from '../../domain/case/round.ts';
import { appendAudit } from '../audit/append-audit.ts';
import type { Database } from '../db/database.ts';
import { VENDOR_CHECK_COLUMNS, vendorCheckOf, type VendorCheck } from './vendor-check.ts';

/** Stores that a vendor is to be asked, before anything is sent to it. A repetition finds the same row. */
export async function beginVendorCheck(
  trx: Transaction<Database>,
  actor: Actor,
  input: { id: string; document: string; vendor: VendorName; round: RunChecks; at: string },
): Promise<VendorCheck> {
  const { id, document, vendor, round, at } = input;
  const { customer } = round;
  const made = await trx
    .insertInto('vendor_check')
    .values({
      id,
      customer_id: customer,
      document_id: document,
      vendor,
      state: 'begun',
      round: JSON.stringify(round),
      begun_at: at,
    })
    .onConflict((held) => held.doNothing())
    .returning('id')
    .executeTakeFirst();
  if (made) {
    const data = { vendor, documents: round.documents.map((one) => one.id) };
    const entry = { action: 'vendor_check.begun', object: id, chain: customer, at, data };
    await appendAudit(trx, actor, entry);
  }
  const row = await trx
    .selectFrom('vendor_check')
    .select(VENDOR_CHECK_COLUMNS)
    .where('id', '=', id)
    .where('customer_id', '=', customer)
    .executeTakeFirstOrThrow();
  return vendorCheckOf(row);
}

/**
 * Takes or renews the lease to ask the vendor; false if another process has it, or has asked already. An
 * attempt that was suspended and woke after its lease finds out here, before it asks a second time.
 */
export async function leaseVendorCheck(
  database: Kysely<Database>,
  input: { id: string; customer: string; lease: string; now: string; until: string },
): Promise<boolean> {
  const { id, customer, lease, now, until } = input;
  const row = await database
    .updateTable('vendor_check')
    .set({ lease, lease_until: until })
    .where('id', '=', id)
    .where('customer_id', '=', customer)
    .where('reference', 'is', null)
    .where((eb) =>
      eb.or([
        eb('lease', '=', lease),
        eb('lease_until', 'is', null),
        eb('lease_until', '<=', sql<string>`${now}::timestamptz`),
      ]),
    )
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
}

/** Gives the lease back, so that the next attempt need not wait. */
export async function releaseVendorCheck(
  database: Kysely<Database>,
  { id, lease }: { id: string; lease: string },
): Promise<void> {
  await database
    .updateTable('vendor_check')
    .set({ lease: null, lease_until: null })
    .where('id', '=', id)
    .where('lease', '=', lease)
    .execute();
}
