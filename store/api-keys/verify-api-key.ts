import { timingSafeEqual } from 'node:crypto';
import { type Kysely, sql } from 'kysely';
import { LRUCache } from 'lru-cache';
import type { Actor, Mode, Scope } from '../../domain/access/access.ts';
import type { Database } from '../db/database.ts';
import type { ApiKeyTable } from '../db/tables/api-keys.ts';
import { hashOfKey, idOfKey } from './key-text.ts';

export interface VerifiedKey {
  id: string;
  /** The id of the first key in its chain of rotations. */
  app: string;
  mode: Mode;
  scopes: readonly Scope[];
  actor: Actor;
}

/**
 * Verifies presented keys. A result is cached for a second at most, so that a revocation takes effect at
 * once.
 */
export interface KeyVerifier {
  /**
   * The key, or null: the caller cannot tell unknown, wrong, expired, revoked and not yet agreed keys apart.
   */
  verify: (presented: string) => Promise<VerifiedKey | null>;
}

const KEPT_MS = 1000;
const USE_NOTED_EVERY_MS = 60_000;
type Row = Omit<ApiKeyTable, 'created_by' | 'agreed_by' | 'replaces' | 'overlap_seconds'>;

export function createKeyVerifier(
  db: Kysely<Database>,
  clock: { now: () => number } = Date,
): KeyVerifier {
  const rows = new LRUCache<string, { row: Row | null }>({ max: 1000, ttl: KEPT_MS });
  const noted = new LRUCache<string, true>({ max: 1000, ttl: USE_NOTED_EVERY_MS });

  async function find(id: string): Promise<Row | null> {
    const known = rows.get(id);
    if (known) return known.row;
    const asked = await db
      .selectFrom('api_key')
      .select([
        'id',
        'hash',
        'name',
        'mode',
        'role',
        'scopes',
        'holder',
        'app',
        'created_at',
        'expires_at',
        'revoked_at',
        'last_used_at',
        'behind',
        'agree_until',
        'agreed_at',
      ])
      .where('id', '=', id)
      .executeTakeFirst();
    rows.set(id, { row: asked ?? null });
    return asked ?? null;
  }
  function noteUse(id: string): void {
    if (noted.has(id)) return;
    noted.set(id, true);
    const at = new Date(clock.now()).toISOString();
    const query = sql`UPDATE api_key SET last_used_at = ${at} WHERE id = ${id}
      AND (last_used_at IS NULL OR last_used_at < ${at})`;
    query.execute(db).catch(() => noted.delete(id)); // the next use notes it again
  }
  return {
    verify: async (presented) => {
      const id = idOfKey(presented);
      if (id === null) return null;
      const row = await find(id);
      if (!row || !timingSafeEqual(row.hash, hashOfKey(presented))) return null;
      const now = new Date(clock.now()).toISOString();
      if (row.revoked_at !== null || row.expires_at <= now) return null;
      if (row.agree_until !== null && row.agreed_at === null) return null;
      noteUse(id);
      const { role, holder, behind } = row;
      const known = behind.length > 0 ? { behind } : {};
      const actor: Actor = { kind: 'key', id, role, holder, ...known };
      return { id, app: row.app, mode: row.mode, scopes: row.scopes, actor };
    },
  };
}
