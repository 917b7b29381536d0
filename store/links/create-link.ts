import type { Transaction } from 'kysely';
import type { Actor, AccessPurpose } from '../../domain/access/access.ts';
import { Refusal } from '../../domain/refusal.ts';
import { Secret } from '../../domain/secret.ts';
import { appendAudit } from '../audit/append-audit.ts';
import type { Database } from '../db/database.ts';
import type { Scope } from '../db/scope.ts';
import { hashOfLinkSecret, newLinkSecret } from './link-secret.ts';

export interface NewLink {
  id: string;
  customer: string;
  expiresAt: string;
  /** The access purpose, if a person makes the link. */
  reason?: AccessPurpose | undefined;
  at: string;
  request?: string | undefined;
}

/**
 * Makes a link and returns its token, this once. Refuses `validation_failed` if it would have expired
 * already.
 */
export async function createLink(
  trx: Transaction<Database>,
  actor: Actor,
  scope: Scope,
  input: NewLink,
): Promise<Secret<string>> {
  const { id, customer, expiresAt, reason, at, request } = input;
  if (expiresAt <= at) throw new Refusal('validation_failed', 'a link ends after it was made');
  const token = newLinkSecret();
  const row = {
    id,
    customer_id: customer,
    mode: scope.mode,
    token_hash: hashOfLinkSecret(token) ?? Buffer.alloc(0),
    created_at: at,
    created_by: JSON.stringify(actor),
    expires_at: expiresAt,
    completed_at: null,
    revoked_at: null,
    submitting_at: null,
    attempt: 1,
  };
  await trx.insertInto('link').values(row).execute();
  const data = { expires_at: expiresAt };
  const entry = { action: 'link.created', object: id, chain: customer, at, request, data };
  await appendAudit(trx, actor, { ...entry, reasons: reason && [reason] });
  return new Secret(token);
}
