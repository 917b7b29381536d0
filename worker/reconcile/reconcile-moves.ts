import { listOpenMovesUnscoped } from '../../store/policies/policy-move.ts';
import { moveStart } from '../../store/policies/move-start.ts';
import { isAway, type Reconciler } from './reconcile.ts';

/**
 * Starts every move again that has not ended, because the request that asked for it may have died after it
 * wrote the row and before Temporal had the move. A running move is not disturbed; one that cannot be started
 * is logged and does not stop the others. Returns how many there are.
 */
export async function reconcileMoves(deps: Reconciler): Promise<number> {
  const { store, client, queues, now, ageMs, log } = deps;
  const createdBefore = new Date(now() - ageMs).toISOString();
  const open = await listOpenMovesUnscoped(store.database, { createdBefore });
  for (const move of open) {
    try {
      await client.withDeadline(Date.now() + 5000, () =>
        client.workflow.start('policyMove', moveStart(move, queues)),
      );
    } catch (error) {
      if (isAway(error)) throw error;
      log.error('reconcile.move_failed', error);
    }
  }
  return open.length;
}
