import type { Kysely, Selectable } from 'kysely';
import type { Outcome } from '../../domain/checks/checks.ts';
import type { VendorCheckState, VendorName } from '../../domain/policy/vendors.ts';
import type { RunChecks } from '../../domain/case/round.ts';
import type { Database } from '../db/database.ts';
import type { VendorCheckTable } from '../db/tables/vendors.ts';

/** A check that a vendor was asked for, without its answer. */
export interface VendorCheck {
  id: string;
  vendor: VendorName;
  state: VendorCheckState;
  round: RunChecks;
  applicant: string | null;
  reference: string | null;
  faultedSince: string | null;
  begunAt: string;
  startedAt: string | null;
}

export const VENDOR_CHECK_COLUMNS = [
  'id',
  'vendor',
  'state',
  'round',
  'applicant',
  'reference',
  'faulted_since',
  'begun_at',
  'started_at',
] as const;

type Row = Pick<Selectable<VendorCheckTable>, (typeof VENDOR_CHECK_COLUMNS)[number]>;

export function vendorCheckOf(row: Row): VendorCheck {
  const { id, vendor, state, round, applicant, reference } = row;
  const { faulted_since: faultedSince, begun_at: begunAt, started_at: startedAt } = row;
  return { id, vendor, state, round, applicant, reference, faultedSince, begunAt, startedAt };
}

/** Finds a check by the vendor's own id of it, for any customer, because a callback names none. */
export async function findByReferenceUnscoped(
  db: Kysely<Database>,
  asked: { vendor: VendorName; reference: string },
): Promise<VendorCheck | null> {
  const row = await db
    .selectFrom('vendor_check')
    .select(VENDOR_CHECK_COLUMNS)
    .where('vendor', '=', asked.vendor)
    .where('reference', '=', asked.reference)
    .executeTakeFirst();
  return row ? vendorCheckOf(row) : null;
}

/** The last outcome of `file_safety` for each of these documents; null: none yet. */
export async function listSafety(
  db: Kysely<Database>,
  { customer, documents }: { customer: string; documents: readonly string[] },
): Promise<(Outcome | null)[]> {
  const rows = await db
    .selectFrom('finding')
    .select(['document_id', 'outcome'])
    .where('customer_id', '=', customer)
    .where('document_id', 'in', documents)
    .where('kind', '=', 'file_safety')
    .orderBy('stored_at')
    .execute();
  return documents.map(
    (id) => rows.findLast(({ document_id: document }) => document === id)?.outcome ?? null,
  );
}
