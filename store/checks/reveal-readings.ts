import type { Transaction } from 'kysely';
import type { Actor } from '../../domain/access/access.ts';
import type { Reading } from '../../domain/checks/findings.ts';
import { appendAudit } from '../audit/append-audit.ts';
import type { Database } from '../db/database.ts';
import type { Keys } from '../keys/keys.ts';
import { AADS } from '../sealing/aads.ts';
import { ofMode, type Scope } from '../db/scope.ts';
import { openJson } from '../sealing/sealed-json.ts';

/** Opens what engines read from a customer's documents, by check id; audited. */
export async function revealReadings(
  trx: Transaction<Database>,
  keys: Keys,
  actor: Actor,
  scope: Scope,
  input: { customer: string; at: string; request?: string | undefined },
): Promise<Map<string, Reading[]>> {
  const { customer, at, request } = input;
  const rows = await trx
    .selectFrom('finding as f')
    .innerJoin('case as c', 'c.customer_id', 'f.customer_id')
    .where('f.customer_id', '=', customer)
    .where(ofMode('c.mode', scope))
    .select(['f.check_id', 'f.readings'])
    .orderBy('f.check_id')
    .execute();
  if (rows.length === 0) return new Map();
  const opened = rows.map(async ({ check_id: check, readings }): Promise<[string, Reading[]]> => [
    check,
    await openJson<Reading[]>(keys, customer, AADS.readings(check), readings),
  ]);
  const data = { checks: rows.map((row) => row.check_id) };
  await appendAudit(trx, actor, {
    action: 'readings.revealed',
    object: customer,
    chain: customer,
    at,
    request,
    data,
  });
  return new Map(await Promise.all(opened));
}
