import { sql, type Transaction } from 'kysely';
import { Secret } from '../../domain/secret.ts';
import { shiftMs } from '../../domain/time.ts';
import { appendAudit } from '../audit/append-audit.ts';
import type { Database } from '../db/database.ts';
import { type HeldLink, linkActor } from './held-link.ts';
import { hashOfLinkSecret, newLinkSecret } from './link-secret.ts';

/** Longest life of a session, which also ends with its link: others may use the same phone. */
const SESSION_MS = 12 * 3_600_000;
/** Sessions at the same time, one per device; one more ends the oldest. */
const SESSIONS_MAX = 10;

/** Exchanges an open link for a session, and returns the session's secret, this once. The link stays open. */
export async function startSession(
  trx: Transaction<Database>,
  link: HeldLink,
  { at, request }: { at: string; request?: string | undefined },
): Promise<{ secret: Secret<string>; expiresAt: string }> {
  const secret = newLinkSecret();
  const latest = shiftMs(at, SESSION_MS);
  const expiresAt = latest < link.expiresAt ? latest : link.expiresAt;
  const hash = hashOfLinkSecret(secret) ?? Buffer.alloc(0);
  await trx
    .insertInto('link_session')
    .values({ hash, link_id: link.id, created_at: at, expires_at: expiresAt })
    .execute();
  await sql`DELETE FROM link_session WHERE link_id = ${link.id} AND hash IN (
    SELECT hash FROM link_session WHERE link_id = ${link.id}
    ORDER BY created_at DESC, hash OFFSET ${SESSIONS_MAX})`.execute(trx);
  const entry = { action: 'link.started', object: link.id, chain: link.customer, at, request };
  await appendAudit(trx, linkActor(link), entry);
  return { secret: new Secret(secret), expiresAt };
}
