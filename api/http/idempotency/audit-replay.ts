import type { Actor } from '../../../domain/access/access.ts';
import { appendAudit } from '../../../store/audit/append-audit.ts';
import type { Deps } from '../../deps.ts';

/**
 * A kept answer is sealed with its customer's key: giving it once more opens it, and is an entry of
 * the customer's chain. Answers of nobody's are refusals, which hold nothing private.
 */
export async function auditReplay(
  deps: Pick<Deps, 'store' | 'now'>,
  replayed: { actor: Actor; owner: string; request: string },
): Promise<void> {
  const { actor, owner, request } = replayed;
  if (owner === 'system') return;
  const entry = { action: 'answer.replayed', object: owner, chain: owner, at: deps.now(), request };
  await deps.store.database.transaction().execute((trx) => appendAudit(trx, actor, entry));
}
