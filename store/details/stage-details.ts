import type { Transaction } from 'kysely';
import type { Actor } from '../../domain/access/access.ts';
import type { Details } from '../../domain/case/details.ts';
import { Refusal } from '../../domain/refusal.ts';
import { auditCall } from '../audit/append-audit.ts';
import { lookupsOf } from '../customers/lookups.ts';
import type { Database } from '../db/database.ts';
import type { Keys } from '../keys/keys.ts';
import { AADS } from '../sealing/aads.ts';
import { ofMode, type Scope } from '../db/scope.ts';
import { sealJson } from '../sealing/sealed-json.ts';

/**
 * Stores the next version of a customer's details, which takes effect once the case accepts it. A version
 * number is never used twice. Refuses `not_found`.
 */
export async function stageDetails(
  trx: Transaction<Database>,
  keys: Keys,
  actor: Actor,
  scope: Scope,
  input: { customer: string; details: Details; at: string; request?: string | undefined },
): Promise<{ version: number }> {
  const { customer, details, at, request } = input;
  const [key, indexKey] = await Promise.all([keys.open(customer), keys.indexKey()]);
  const counted = await trx
    .updateTable('customer')
    .set((eb) => ({ details_count: eb('details_count', '+', 1) }))
    .where('id', '=', customer)
    .where(ofMode('mode', scope))
    .returning('details_count')
    .executeTakeFirst();
  if (!counted) throw new Refusal('not_found');
  const version = counted.details_count;
  const row = {
    customer_id: customer,
    version,
    details: sealJson(key, AADS.details(customer, version), details),
    country: details.address.country,
    created_at: at,
    created_by: JSON.stringify(actor),
  };
  const entry = {
    action: 'details.staged',
    object: customer,
    chain: customer,
    at,
    request,
    data: { version },
  };
  await trx
    .with('staged', (db) => db.insertInto('details_version').values(row).returning('version'))
    .with('lookups', (db) =>
      db.insertInto('lookup').values(lookupsOf(indexKey, customer, version, details)),
    )
    .selectFrom('staged')
    .select(auditCall(customer, [{ actor, entry }]).as('n'))
    .execute();
  return { version };
}
