import type { Kysely, Selectable } from 'kysely';
import type { Actor, Mode } from '../../domain/access/access.ts';
import { Refusal } from '../../domain/refusal.ts';
import type { Database } from '../db/database.ts';
import { ofMode, type Scope } from '../db/scope.ts';
import type { LinkTable } from '../db/tables/links.ts';

/** A link without its secret. */
export interface Link {
  id: string;
  customer: string;
  mode: Mode;
  createdAt: string;
  createdBy: Actor;
  expiresAt: string;
  completedAt: string | null;
  revokedAt: string | null;
}

/** At most this many of a customer's links are listed, the newest. */
const LISTED_MAX = 100;

/** A customer's links, newest first. */
export async function listLinks(
  db: Kysely<Database>,
  scope: Scope,
  customer: string,
): Promise<Link[]> {
  const rows = await db
    .selectFrom('link')
    .select(LINK_COLUMNS)
    .where('customer_id', '=', customer)
    .where(ofMode('mode', scope))
    .orderBy('created_at', 'desc')
    .orderBy('id')
    .limit(LISTED_MAX)
    .execute();
  return rows.map(linkFromRow);
}

/** One link of a customer, or the masked `not_found`. */
export async function getLink(
  db: Kysely<Database>,
  scope: Scope,
  { customer, id }: { customer: string; id: string },
): Promise<Link> {
  const row = await db
    .selectFrom('link')
    .select(LINK_COLUMNS)
    .where('id', '=', id)
    .where('customer_id', '=', customer)
    .where(ofMode('mode', scope))
    .executeTakeFirst();
  if (!row) throw new Refusal('not_found');
  return linkFromRow(row);
}

export const LINK_COLUMNS = [
  'id',
  'customer_id',
  'mode',
  'created_at',
  'created_by',
  'expires_at',
  'completed_at',
  'revoked_at',
] as const;

type Row = Pick<Selectable<LinkTable>, (typeof LINK_COLUMNS)[number]>;

export function linkFromRow(row: Row): Link {
  return {
    id: row.id,
    customer: row.customer_id,
    mode: row.mode,
    createdAt: row.created_at,
    createdBy: row.created_by,
    expiresAt: row.expires_at,
    completedAt: row.completed_at,
    revokedAt: row.revoked_at,
  };
}
