import type { Actor, Mode, Role, Scope } from '../../../domain/access/access.ts';
import type { Instant, Json } from './columns.ts';

export interface ApiKeyTable {
  id: string;
  /** SHA-256 of the whole key. */
  hash: Buffer;
  name: string;
  mode: Mode;
  role: Role;
  scopes: Scope[];
  holder: string | null;
  created_at: Instant;
  created_by: Json<Actor>;
  expires_at: Instant;
  revoked_at: Instant | null;
  last_used_at: Instant | null;
  /** The id of the first key: a key and its rotations count as one app. */
  app: string;
  /** For an app's key: the people to whom our answers showed it. */
  behind: string[];
  /** Until when a second administrator may agree; null if none is needed. The key is not valid before. */
  agree_until: Instant | null;
  agreed_at: Instant | null;
  agreed_by: Json<Actor> | null;
  /** The key that this successor replaces once it is agreed to, and how long both are valid then. */
  replaces: string | null;
  overlap_seconds: number | null;
}
