import { type Kysely, sql, type Transaction } from 'kysely';
import { type Actor, type Mode, peopleOf } from '../../domain/access/access.ts';
import { Refusal } from '../../domain/refusal.ts';
import type { Database } from '../db/database.ts';
import { hashOfLinkSecret } from './link-secret.ts';

/** A link that its customer presented. */
export interface HeldLink {
  id: string;
  customer: string;
  mode: Mode;
  expiresAt: string;
  completedAt: string | null;
  /** True while its pages are being submitted, so that they must not change. */
  isSubmitting: boolean;
  attempt: number;
  /** The people who made the link and so saw its secret, which only one answer shows. */
  behind: readonly string[];
}

/**
 * The customer herself, who may send documents and nothing else. Nobody can tell her from the people who gave
 * her the link, so the four-eyes rule counts those as the submitter.
 */
export function linkActor({ id, behind }: Pick<HeldLink, 'id' | 'behind'>): Actor {
  const nobody = { kind: 'link', id, role: 'app', holder: null } as const;
  return behind.length > 0 ? { ...nobody, behind } : nobody;
}

/** The open link of a token; null for one that is unknown, expired, used up or revoked. */
export async function findLinkByToken(
  db: Kysely<Database>,
  { token, now }: { token: string; now: string },
): Promise<HeldLink | null> {
  const hash = hashOfLinkSecret(token);
  if (hash === null) return null;
  const row = await held(db, now)
    .where('l.token_hash', '=', hash)
    .where('l.completed_at', 'is', null)
    .executeTakeFirst();
  return row ? fromRow(row) : null;
}

/** The link of a session, also if it is completed; null for a session that is unknown or over. */
export async function findLinkBySession(
  db: Kysely<Database>,
  { secret, now }: { secret: string; now: string },
): Promise<HeldLink | null> {
  const hash = hashOfLinkSecret(secret);
  if (hash === null) return null;
  const row = await held(db, now)
    .innerJoin('link_session as s', 's.link_id', 'l.id')
    .where('s.hash', '=', hash)
    .where('s.expires_at', '>', now)
    .executeTakeFirst();
  return row ? fromRow(row) : null;
}

/**
 * Locks a link for a change of its staged pages. Refuses `session_not_live` if it has ended in the meantime,
 * and `submission_running` while its pages are being submitted.
 */
export async function lockLink(
  trx: Transaction<Database>,
  { id, now }: { id: string; now: string },
): Promise<HeldLink> {
  const link = await lockHeldLink(trx, { id, now });
  if (link.completedAt !== null) throw new Refusal('session_not_live');
  if (link.isSubmitting) {
    throw new Refusal('submission_running', 'Submit once more to learn what became of it.');
  }
  return link;
}

/** The same, but also while its pages are being submitted and after it was completed. */
export async function lockHeldLink(
  trx: Transaction<Database>,
  { id, now }: { id: string; now: string },
): Promise<HeldLink> {
  const row = await held(trx, now).where('l.id', '=', id).forUpdate('l').executeTakeFirst();
  if (!row) throw new Refusal('session_not_live');
  return fromRow(row);
}

function held(db: Kysely<Database>, now: string) {
  return db
    .selectFrom('link as l')
    .where('l.revoked_at', 'is', null)
    .where('l.expires_at', '>', now)
    .select(['l.id', 'l.customer_id', 'l.mode', 'l.expires_at', 'l.completed_at', 'l.attempt'])
    .select('l.created_by')
    .select(sql<boolean>`l.submitting_at IS NOT NULL`.as('submitting'));
}

function fromRow(
  row: NonNullable<Awaited<ReturnType<ReturnType<typeof held>['executeTakeFirst']>>>,
) {
  return {
    id: row.id,
    customer: row.customer_id,
    mode: row.mode,
    expiresAt: row.expires_at,
    completedAt: row.completed_at,
    isSubmitting: row.submitting,
    attempt: row.attempt,
    behind: peopleOf(row.created_by),
  };
}
