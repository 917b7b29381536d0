import type { Kysely } from 'kysely';
import type { Mode, Role, Scope } from '../../domain/access.ts';
import type { Database } from '../database.ts';

/** A key without anything that could open a door. */
export interface ApiKey {
  id: string;
  name: string;
  mode: Mode;
  role: Role;
  scopes: Scope[];
  holder: string | null;
  createdAt: string;
  expiresAt: string;
  revokedAt: string | null;
  /** To the minute. */
  lastUsedAt: string | null;
}

/** Every key of the deployment, of both modes: for who manages keys. */
export async function listApiKeysUnscoped(db: Kysely<Database>): Promise<ApiKey[]> {
  return db
    .selectFrom('api_key')
    .select([
      'id',
      'name',
      'mode',
      'role',
      'scopes',
      'holder',
      'created_at as createdAt',
      'expires_at as expiresAt',
      'revoked_at as revokedAt',
      'last_used_at as lastUsedAt',
    ])
    .orderBy('created_at')
    .orderBy('id')
    .execute();
}
