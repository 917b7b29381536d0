import { policyMoveId } from '../../domain/ids.ts';

/**
 * How the workflow of a move is started, by the API and by the reconciler alike. Any number of starts is
 * harmless: the row says how far the move came. Of no customer, so it carries the move's id alone.
 */
export function moveStart(move: string, queues: { cases: string }) {
  return {
    workflowId: policyMoveId(move),
    taskQueue: queues.cases,
    args: [{ move }] as [{ move: string }],
    workflowIdConflictPolicy: 'USE_EXISTING' as const,
    workflowIdReusePolicy: 'ALLOW_DUPLICATE' as const,
    staticSummary: move,
  };
}
