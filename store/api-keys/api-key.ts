import { type Kysely, type RawBuilder, type Selectable, sql } from 'kysely';
import type { Actor, Mode, Role, Scope as KeyScope } from '../../domain/access/access.ts';
import { Refusal } from '../../domain/refusal.ts';
import type { Database } from '../db/database.ts';
import type { Scope } from '../db/scope.ts';
import type { ApiKeyTable } from '../db/tables/api-keys.ts';

/** A key without anything that could be used to authenticate. */
export interface ApiKey {
  id: string;
  name: string;
  mode: Mode;
  role: Role;
  scopes: KeyScope[];
  holder: string | null;
  /** The id of the first key in its chain of rotations. */
  app: string;
  createdAt: string;
  createdBy: Actor;
  expiresAt: string;
  revokedAt: string | null;
  /** The agreement of a second administrator, if the key needs one to become valid. */
  agreement: { until: string; at: string | null; by: Actor | null } | null;
  /** Exact to the minute. */
  lastUsedAt: string | null;
}

/**
 * `pending`: the key is not valid until a second administrator agrees. If nobody does in time, it expires.
 */
export const API_KEY_STATES = ['live', 'pending', 'expired', 'revoked'] as const;
export type ApiKeyState = (typeof API_KEY_STATES)[number];

export function stateOf(
  { expiresAt, revokedAt, agreement }: Pick<ApiKey, 'expiresAt' | 'revokedAt' | 'agreement'>,
  now: string,
): ApiKeyState {
  if (revokedAt !== null) return 'revoked';
  if (expiresAt <= now) return 'expired';
  if (agreement === null || agreement.at !== null) return 'live';
  return agreement.until <= now ? 'expired' : 'pending';
}

/** A condition on `api_key`: the key has the agreement that it needs, or needs none. */
export const IS_AGREED = sql<boolean>`(agree_until IS NULL OR agreed_at IS NOT NULL)`;

/** `stateOf` as a condition on `api_key`. */
export function isIn(state: ApiKeyState, now: string): RawBuilder<boolean> {
  if (state === 'revoked') return sql<boolean>`revoked_at IS NOT NULL`;
  const ends = sql`least(expires_at, CASE WHEN ${IS_AGREED} THEN expires_at ELSE agree_until END)`;
  const isOver = sql<boolean>`${ends} <= ${now}`;
  if (state === 'expired') return sql<boolean>`revoked_at IS NULL AND ${isOver}`;
  const isAgreed = state === 'live' ? IS_AGREED : sql<boolean>`NOT ${IS_AGREED}`;
  return sql<boolean>`revoked_at IS NULL AND NOT ${isOver} AND ${isAgreed}`;
}

/** One key, or the masked `not_found`. A test key sees only keys of its mode, a live key sees all. */
export async function getApiKey(db: Kysely<Database>, scope: Scope, id: string): Promise<ApiKey> {
  const row = await db
    .selectFrom('api_key')
    .select(API_KEY_COLUMNS)
    .where('id', '=', id)
    .where(inKeyScope(scope))
    .executeTakeFirst();
  if (!row) throw new Refusal('not_found');
  return apiKeyFromRow(row);
}

/** The keys that a caller of this mode may know of, as a condition on `api_key`. */
export function inKeyScope(scope: Scope): RawBuilder<boolean> {
  return scope.mode === 'live' ? sql<boolean>`TRUE` : sql<boolean>`mode = ${scope.mode}`;
}

export const API_KEY_COLUMNS = [
  'id',
  'name',
  'mode',
  'role',
  'scopes',
  'holder',
  'app',
  'created_at',
  'created_by',
  'expires_at',
  'revoked_at',
  'last_used_at',
  'agree_until',
  'agreed_at',
  'agreed_by',
] as const;

type Row = Pick<Selectable<ApiKeyTable>, (typeof API_KEY_COLUMNS)[number]>;

export function apiKeyFromRow(row: Row): ApiKey {
  const { id, name, mode, role, scopes, holder, app, agree_until: until } = row;
  return {
    id,
    name,
    mode,
    role,
    scopes,
    holder,
    app,
    createdAt: row.created_at,
    createdBy: row.created_by,
    expiresAt: row.expires_at,
    revokedAt: row.revoked_at,
    lastUsedAt: row.last_used_at,
    agreement: until === null ? null : { until, at: row.agreed_at, by: row.agreed_by },
  };
}
