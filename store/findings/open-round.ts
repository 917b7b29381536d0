import type { Transaction } from 'kysely';
import type { Actor } from '../../domain/access/access.ts';
import type { Details } from '../../domain/case/details.ts';
import type { Reading } from '../../domain/checks/findings.ts';
import { Refusal } from '../../domain/refusal.ts';
import { appendAudit } from '../audit/append-audit.ts';
import type { Database } from '../db/database.ts';
import type { Keys } from '../keys/keys.ts';
import { AADS } from '../sealing/aads.ts';
import { openJson } from '../sealing/sealed-json.ts';

/** The data that a round of checks needs, besides the blobs that its input names. */
export interface OpenRound {
  details: Details;
  /** Readings that earlier checks stored of these documents, by check id. */
  readings: Map<string, Reading[]>;
}

/**
 * Opens the details and earlier readings for a round of checks; one audit entry names everything that is
 * opened.
 */
export async function openRound(
  trx: Transaction<Database>,
  keys: Keys,
  actor: Actor,
  input: { customer: string; detailsVersion: number; documents: readonly string[]; at: string },
): Promise<OpenRound> {
  const { customer, detailsVersion: version, documents, at } = input;
  const row = await trx
    .selectFrom('details_version')
    .select('details')
    .where('customer_id', '=', customer)
    .where('version', '=', version)
    .executeTakeFirst();
  if (!row) throw new Refusal('not_found');
  const found = await trx
    .selectFrom('finding')
    .select(['check_id', 'readings'])
    .where('customer_id', '=', customer)
    .where('document_id', 'in', ['', ...documents])
    .execute();
  const data = { version, documents, checks: found.map((one) => one.check_id) };
  await appendAudit(trx, actor, {
    action: 'round.opened',
    object: customer,
    chain: customer,
    at,
    data,
  });
  const opened = found.map(async ({ check_id: check, readings }): Promise<[string, Reading[]]> => [
    check,
    await openJson<Reading[]>(keys, customer, AADS.readings(check), readings),
  ]);
  const details = await openJson<Details>(
    keys,
    customer,
    AADS.details(customer, version),
    row.details,
  );
  return { details, readings: new Map(await Promise.all(opened)) };
}
