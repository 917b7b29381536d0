import type { Transaction } from 'kysely';
import type { Actor } from '../../domain/access/access.ts';
import type { Details } from '../../domain/case/details.ts';
import { Refusal } from '../../domain/refusal.ts';
import { appendAudit } from '../audit/append-audit.ts';
import type { Database } from '../db/database.ts';
import type { Keys } from '../keys/keys.ts';
import { AADS } from '../sealing/aads.ts';
import { ofMode, type Scope } from '../db/scope.ts';
import { openJson } from '../sealing/sealed-json.ts';

/** Opens a customer's labels and details (the version in force unless another one is named); audited. */
export async function revealDetails(
  trx: Transaction<Database>,
  keys: Keys,
  actor: Actor,
  scope: Scope,
  input: { customer: string; version?: number; at: string; request?: string | undefined },
): Promise<{ version: number; details: Details; metadata: Record<string, string> }> {
  const { customer, at, request } = input;
  const row = await trx
    .selectFrom('customer as u')
    .innerJoin('case as c', 'c.customer_id', 'u.id')
    .innerJoin('details_version as d', 'd.customer_id', 'u.id')
    .where('u.id', '=', customer)
    .where(ofMode('c.mode', scope))
    .where((eb) => eb('d.version', '=', input.version ?? eb.ref('c.details_version')))
    .select(['d.version', 'd.details', 'u.metadata'])
    .executeTakeFirst();
  if (!row) throw new Refusal('not_found');
  const { version } = row;
  const details = await openJson<Details>(
    keys,
    customer,
    AADS.details(customer, version),
    row.details,
  );
  const metadata = await openJson<Record<string, string>>(
    keys,
    customer,
    AADS.metadata(customer),
    row.metadata,
  );
  const data = { version };
  await appendAudit(trx, actor, {
    action: 'details.revealed',
    object: customer,
    chain: customer,
    at,
    request,
    data,
  });
  return { version, details, metadata };
}
