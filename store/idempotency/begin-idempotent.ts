import type { Kysely } from 'kysely';
import { shiftMs } from '../../domain/time.ts';
import type { Database } from '../db/database.ts';
import type { Sealed } from '../db/tables/columns.ts';
import { type IdempotencyName, KEPT_MS } from './idempotent-row.ts';

export interface Answer {
  owner: string;
  status: number;
  body: Sealed<'body'>;
  headers: Record<string, string>;
}
export type Begun =
  /** The request must be run, with these ids, whichever run drew them. */
  | { state: 'mine'; ids: Record<string, string>; updateId: string; lease: number; again: boolean }
  | { state: 'finished'; answer: Answer }
  | { state: 'running' }
  | { state: 'other_request' };

export interface BeginInput extends IdempotencyName {
  /** HMAC of the request: the same key with another request is refused. */
  fingerprint: string;
  /** The fingerprints that earlier releases wrote for the same request, if they differ. */
  before?: readonly string[];
  updateId: string;
  /** The ids to use; if an earlier run drew some, those are returned instead. */
  ids: Record<string, string>;
  now: string;
  leaseMs?: number;
}

const LEASE_MS = 30_000;

/**
 * Takes the key for this request: with a new row, or by taking over an expired lease with compare-and-set.
 * One statement, committed at once. A row that is older than the retention time is treated as missing.
 */
export async function beginIdempotent(db: Kysely<Database>, input: BeginInput): Promise<Begun> {
  const kept = shiftMs(input.now, -KEPT_MS);
  const mine = await take(db, input, kept);
  if (mine) return mine;
  const found = await look(db, input, kept);
  if (found !== 'outdated') return found;
  await forget(db, input, kept);
  return (await take(db, input, kept)) ?? { state: 'running' };
}

async function take(
  db: Kysely<Database>,
  input: BeginInput,
  kept: string,
): Promise<Begun | undefined> {
  const { principal, method, path, key, fingerprint, updateId, ids, now } = input;
  const until = shiftMs(now, input.leaseMs ?? LEASE_MS);
  const row = {
    principal,
    method,
    path,
    key,
    fingerprint,
    update_id: updateId,
    ids: JSON.stringify(ids),
    state: 'running' as const,
    lease_until: until,
    lease: 1,
    created_at: now,
  };
  const mine = await db
    .insertInto('idempotency')
    .values(row)
    .onConflict((held) =>
      held
        .columns(['principal', 'method', 'path', 'key'])
        .doUpdateSet((eb) => ({ lease_until: until, lease: eb('idempotency.lease', '+', 1) }))
        .where('idempotency.state', '=', 'running')
        .where('idempotency.lease_until', '<=', now)
        .where('idempotency.fingerprint', 'in', [fingerprint, ...(input.before ?? [])])
        .where('idempotency.created_at', '>', kept),
    )
    .returning(['ids', 'update_id', 'lease'])
    .executeTakeFirst();
  if (!mine) return undefined;
  return {
    state: 'mine',
    ids: mine.ids,
    updateId: mine.update_id,
    lease: mine.lease,
    again: mine.lease > 1,
  };
}

async function forget(db: Kysely<Database>, input: BeginInput, kept: string): Promise<void> {
  const { principal, method, path, key } = input;
  await db
    .deleteFrom('idempotency')
    .where('created_at', '<=', kept)
    .where('principal', '=', principal)
    .where('method', '=', method)
    .where('path', '=', path)
    .where('key', '=', key)
    .execute();
}

async function look(
  db: Kysely<Database>,
  input: BeginInput,
  kept: string,
): Promise<Begun | 'outdated'> {
  const { principal, method, path, key } = input;
  const row = await db
    .selectFrom('idempotency')
    .select(['fingerprint', 'state', 'owner', 'status', 'body', 'headers', 'created_at'])
    .where('principal', '=', principal)
    .where('method', '=', method)
    .where('path', '=', path)
    .where('key', '=', key)
    .executeTakeFirst();
  if (!row) return { state: 'running' }; // it was released between the two queries: try again
  if (row.created_at <= kept) return 'outdated';
  const { fingerprint, before = [] } = input;
  if (![fingerprint, ...before].includes(row.fingerprint)) return { state: 'other_request' };
  const { owner, status, body, headers } = row;
  if (owner === null || status === null || body === null) return { state: 'running' };
  return { state: 'finished', answer: { owner, status, body, headers: headers ?? {} } };
}
