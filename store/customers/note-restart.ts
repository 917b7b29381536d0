import type { Transaction } from 'kysely';
import type { Actor } from '../../domain/access/access.ts';
import { appendAudit } from '../audit/append-audit.ts';
import type { Database } from '../db/database.ts';

/**
 * Records in the audit trail that a case goes on from its row: from the workflow's version, or none, to the
 * row's.
 */
export async function noteRestart(
  trx: Transaction<Database>,
  actor: Actor,
  input: { customer: string; from: number | null; to: number; at: string },
): Promise<void> {
  const { customer, from, to, at } = input;
  const data = { workflow_version: from, version: to };
  await appendAudit(trx, actor, {
    action: 'case.restarted',
    object: customer,
    chain: customer,
    at,
    data,
  });
}
