import { policyMoveId } from '../../domain/ids.ts';

/**
 * Start options of a move's workflow, for the API and the reconciler. Repeated starts are harmless, because
 * the row says how far the move came. The workflow belongs to no customer, so its input is the move's id
 * alone.
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
