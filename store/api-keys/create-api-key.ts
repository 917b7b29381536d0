import type { Transaction } from 'kysely';
import {
  type Actor,
  type Mode,
  peopleOf,
  type Role,
  type Scope,
} from '../../domain/access/access.ts';
import { HOLDER, needsHolder } from '../../domain/access/grants.ts';
import { Refusal } from '../../domain/refusal.ts';
import { Secret } from '../../domain/secret.ts';
import { shift } from '../../domain/time.ts';
import { appendAudit } from '../audit/append-audit.ts';
import type { Database } from '../db/database.ts';
import { hashOfKey, newKeyId, newKeyText } from './key-text.ts';

/** Longest life of a key (docs/protection.md#access). */
export const KEY_DAYS_MAX = 400;

export interface NewApiKey {
  /** A reserved id; by default a new one is drawn. */
  id?: string;
  /** The first key in the chain of rotations; by default this key. */
  app?: string;
  name: string;
  mode: Mode;
  role: Role;
  scopes: Scope[];
  /** The person who holds a key of a person's role. The four-eyes rule compares persons. */
  holder: string | null;
  at: string;
  expiresAt: string;
  /** Until when a second administrator may agree; absent if no agreement is needed. */
  agreeUntil?: string | undefined;
  /** The key that ends once this one is agreed to. */
  succeeds?: { key: string; overlapSeconds: number } | undefined;
  request?: string | undefined;
}

/**
 * Makes a key and returns its text, this once. A key that waits for an agreement is not valid before it.
 * Refuses `validation_failed`: the holder is missing, must not be named, or is not spelled in the alphabet
 * for people (`HOLDER`), or the key would live too long.
 */
export async function createApiKey(
  trx: Transaction<Database>,
  actor: Actor,
  input: NewApiKey,
): Promise<{ id: string; key: Secret<string> }> {
  const { name, mode, role, scopes, holder, at, expiresAt, request } = input;
  if (needsHolder(role) !== (holder !== null)) {
    throw new Refusal(
      'validation_failed',
      'a key of a person’s role names its holder, no other does',
    );
  }
  if (holder !== null && !HOLDER.test(holder)) {
    throw new Refusal(
      'validation_failed',
      'a holder is spelled in lower-case letters, digits, dots, _ and -: one label for each person',
    );
  }
  if (expiresAt <= at || expiresAt > shift(at, { days: KEY_DAYS_MAX })) {
    throw new Refusal('validation_failed', `a key lives at most ${KEY_DAYS_MAX} days`);
  }
  const { id, text } = newKeyText(mode, input.id ?? newKeyId());
  const app = input.app ?? id;
  const row = { id, hash: hashOfKey(text), name, mode, role, scopes, holder, app };
  const times = { created_at: at, expires_at: expiresAt, revoked_at: null, last_used_at: null };
  const { agreeUntil = null, succeeds } = input;
  const waits = {
    agree_until: agreeUntil,
    agreed_at: null,
    agreed_by: null,
    replaces: succeeds?.key ?? null,
    overlap_seconds: succeeds?.overlapSeconds ?? null,
  };
  // A person's key acts for that person. An app's key may be used by the people to whom it is shown now.
  const behind = holder === null ? [...peopleOf(actor)] : [];
  await trx
    .insertInto('api_key')
    .values({ ...row, ...times, ...waits, behind, created_by: JSON.stringify(actor) })
    .execute();
  const more = agreeUntil === null ? {} : { agree_until: agreeUntil };
  const data = { app, mode, role, scopes, holder, expires_at: expiresAt, ...more };
  await appendAudit(trx, actor, { action: 'api_key.created', object: id, at, request, data });
  return { id, key: new Secret(text) };
}
