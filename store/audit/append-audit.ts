import { type RawBuilder, sql, type Transaction } from 'kysely';
import type { Actor } from '../../domain/access/access.ts';
import type { Database } from '../db/database.ts';
import { type AuditEntry, bodyHalves } from './entry.ts';
import { PROCESS_CHAIN } from './process-chain.ts';

/**
 * Appends one entry to its chain, in the transaction of the change, so that both are committed or neither.
 */
export async function appendAudit(
  trx: Transaction<Database>,
  actor: Actor,
  entry: AuditEntry,
): Promise<void> {
  const chain = entry.chain ?? PROCESS_CHAIN;
  await sql`SELECT ${auditCall(chain, [{ actor, entry }])}`.execute(trx);
}

/**
 * The statement that appends entries to one chain: it locks the chain's head, then hashes and inserts in
 * order.
 */
export function auditCall(
  chain: string,
  entries: readonly { actor: Actor; entry: AuditEntry }[],
): RawBuilder<number> {
  const halves = entries.map(({ actor, entry }) => bodyHalves(chain, actor, entry));
  const befores = halves.map(([before]) => before);
  const afters = halves.map(([, after]) => after);
  const sealed = entries.map(({ entry }) => entry.detail?.sealed ?? null);
  return sql<number>`audit_append(${chain}, ${befores}::text[], ${afters}::text[], ${sealed}::bytea[])`;
}
