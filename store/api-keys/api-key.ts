import { type Kysely, type RawBuilder, type Selectable, sql } from 'kysely';
import type { Actor, Mode, Role, Scope as KeyScope } from '../../domain/access.ts';
import { Refusal } from '../../domain/refusal.ts';
import type { Database } from '../database.ts';
import type { Scope } from '../scope.ts';
import type { ApiKeyTable } from '../tables/work.ts';

/** A key without anything that could open a door. */
export interface ApiKey {
  id: string;
  name: string;
  mode: Mode;
  role: Role;
  scopes: KeyScope[];
  holder: string | null;
  /** The id of the first key of its rotations. */
  app: string;
  createdAt: string;
  createdBy: Actor;
  expiresAt: string;
  revokedAt: string | null;
  /** To the minute. */
  lastUsedAt: string | null;
}

export const API_KEY_STATES = ['live', 'expired', 'revoked'] as const;
export type ApiKeyState = (typeof API_KEY_STATES)[number];

export function stateOf(key: Pick<ApiKey, 'expiresAt' | 'revokedAt'>, now: string): ApiKeyState {
  if (key.revokedAt !== null) return 'revoked';
  return key.expiresAt <= now ? 'expired' : 'live';
}

/** One key, or the masked `not_found`: a test key sees keys of its mode alone, a live key all. */
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
] as const;

type Row = Pick<Selectable<ApiKeyTable>, (typeof API_KEY_COLUMNS)[number]>;

export function apiKeyFromRow(row: Row): ApiKey {
  const { id, name, mode, role, scopes, holder, app } = row;
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
  };
}
