import type { Transaction } from 'kysely';
import type { Actor, AccessPurpose } from '../../domain/access/access.ts';
import { appendAudit } from '../audit/append-audit.ts';
import type { Database } from '../db/database.ts';

/** Ends a link at once, with its sessions. A link that has ended already stays as it is. */
export async function revokeLink(
  trx: Transaction<Database>,
  actor: Actor,
  input: {
    id: string;
    customer: string;
    reason?: AccessPurpose | undefined;
    at: string;
    request?: string | undefined;
  },
): Promise<void> {
  const { id, customer, reason, at, request } = input;
  const row = await trx
    .updateTable('link')
    .set({ revoked_at: at })
    .where('id', '=', id)
    .where('customer_id', '=', customer)
    .where('revoked_at', 'is', null)
    .where('completed_at', 'is', null)
    .returning('id')
    .executeTakeFirst();
  if (!row) return;
  const entry = { action: 'link.revoked', object: id, chain: customer, at, request };
  await appendAudit(trx, actor, { ...entry, reasons: reason && [reason] });
}
