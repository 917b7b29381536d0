import { type Kysely, sql } from 'kysely';
import type { CaseEvent } from '../../domain/case/event.ts';
import type { Change } from '../../domain/work.ts';
import type { Database } from '../db/database.ts';
import { sha256Hex } from '../sealing/digest.ts';
import type { Batch } from './batch.ts';

/** A change as it is stored in its row. */
export type RecordedChange = Change & { digest: string };

/**
 * Rows of `case_change`: they later prove that a repeated recording is the same, and a case can take the
 * changes over from them.
 */
export function changeRows({ events }: Batch) {
  return events.map(({ version, at, event, command = null }) => {
    return { version, at, command, event, digest: changeDigest({ command, event }) };
  });
}

/**
 * SHA-256 of an event and its command, independent of the order of keys, because Postgres does not keep it.
 */
export function changeDigest(change: { command: string | null; event: CaseEvent }): string {
  return sha256Hex(JSON.stringify([change.command, change.event], inOrder));
}

function inOrder(_: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

/**
 * The changes of a case after a version, in order. There are fewer than the row has versions if they were
 * recorded before changes were stored, or more than 30 days ago.
 */
export async function listChangesUnscoped(
  db: Kysely<Database>,
  input: { customer: string; after: number },
): Promise<RecordedChange[]> {
  return db
    .selectFrom('case_change')
    .select(['version', 'at', 'command', 'event', 'digest'])
    .where('customer_id', '=', input.customer)
    .where('version', '>', input.after)
    .orderBy('version')
    .execute();
}

/**
 * The version of a command's change; null if another change has the expected version; undefined if neither is
 * kept.
 */
export async function findCommandUnscoped(
  db: Kysely<Database>,
  input: { customer: string; command: string; version: number },
): Promise<number | null | undefined> {
  const { customer, command, version } = input;
  const { rows } = await sql<{ version: number; mine: boolean }>`
    SELECT version, command IS NOT DISTINCT FROM ${command} AS mine FROM case_change
    WHERE customer_id = ${customer} AND (command = ${command} OR version = ${version})`.execute(db);
  if (rows.length === 0) return undefined;
  return rows.find(({ mine }) => mine)?.version ?? null;
}

/** When each version of a case happened, by version, as far as its events show it. */
export async function listEventInstantsUnscoped(
  db: Kysely<Database>,
  customer: string,
): Promise<Map<number, string>> {
  const rows = await db
    .selectFrom('event')
    .select(['version', 'at'])
    .where('customer_id', '=', customer)
    .where('version', 'is not', null)
    .execute();
  return new Map(rows.map(({ version, at }) => [version ?? 0, at]));
}
