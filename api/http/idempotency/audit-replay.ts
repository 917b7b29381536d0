import type { Actor } from '../../../domain/access/access.ts';
import { appendAudit } from '../../../store/audit/append-audit.ts';
import type { Deps } from '../../deps.ts';

/**
 * A stored answer is sealed with its customer's key. Giving it again opens it, which is an entry of the
 * customer's audit chain. Stored answers without a customer are refusals, which hold no personal data.
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
