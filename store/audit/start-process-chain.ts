import type { Kysely } from 'kysely';
import { SYSTEM } from '../../domain/access/access.ts';
import type { Database } from '../db/database.ts';
import { sha256Hex } from '../sealing/digest.ts';
import { appendAudit } from './append-audit.ts';
import { PROCESS_CHAIN } from './process-chain.ts';

/** Begins this process's own chain with the latest checkpoint, so that the chains are ordered in time. */
export async function startProcessChain(database: Kysely<Database>, at: string): Promise<void> {
  await database.transaction().execute(async (trx) => {
    const started = await trx
      .selectFrom('audit_chain')
      .select('id')
      .where('id', '=', PROCESS_CHAIN)
      .executeTakeFirst();
    if (started) return;
    const last = await trx
      .selectFrom('audit_checkpoint')
      .select(['n', 'body'])
      .orderBy('n', 'desc')
      .limit(1)
      .executeTakeFirst();
    const data = { checkpoint: last?.n ?? 0, hash: last ? sha256Hex(last.body) : null };
    await appendAudit(trx, SYSTEM, { action: 'process.started', object: PROCESS_CHAIN, at, data });
  });
}
