import {
  ApplicationFailure,
  type Client,
  isGrpcDeadlineError,
  isGrpcServiceError,
  WorkflowNotFoundError,
  WorkflowUpdateFailedError,
  WorkflowUpdateRPCTimeoutOrCancelledError,
} from '@temporalio/client';
import type { MoveCase } from '../../activities/policies/move-policies.ts';
import { foreignReason } from '../../domain/foreign.ts';
import { caseId } from '../../domain/ids.ts';
import { isRefusalCode, Refusal, type RefusalCode } from '../../domain/refusal.ts';
import type { Log } from '../../platform/log.ts';

const TRIES = 3;
const DEADLINE_MS = 10_000;
const PROBE_MS = 3_000;

/**
 * Sends a case its move. A case that hangs although the server is there is given up as `outcome_unknown`, and
 * one that breaks as `failed`, so that it does not hold back others. Throws if the server is away.
 */
export function moveCase(
  client: Pick<Client, 'withDeadline' | 'workflow' | 'connection'>,
  log: Pick<Log, 'error'>,
): MoveCase {
  return async ({ customer, event, id }) => {
    const handle = client.workflow.getHandle(caseId(customer));
    for (let tries = 1; tries <= TRIES; tries += 1) {
      try {
        const answer = await client.withDeadline(Date.now() + DEADLINE_MS, () =>
          handle.executeUpdate<unknown, [typeof event]>('movePolicy', {
            args: [event],
            updateId: id,
          }),
        );
        return foreignReason(answer) ? 'outcome_unknown' : null;
      } catch (error) {
        const code = refusalOf(error);
        if (code) return code;
        if (!isWorthAgain(error)) {
          if (!(error instanceof WorkflowUpdateFailedError)) throw error;
          log.error('move.case_failed', error, { customer, code: typeOf(error) ?? 'unknown' });
          return 'failed';
        }
        await client.withDeadline(Date.now() + PROBE_MS, () =>
          client.connection.workflowService.getSystemInfo({}),
        );
      }
    }
    return 'outcome_unknown';
  };
}

function refusalOf(error: unknown): RefusalCode | null {
  // Erased: the workflow has ended.
  if (error instanceof WorkflowNotFoundError) return 'case_closed';
  // The move cannot be sealed.
  if (error instanceof Refusal && error.code === 'key_destroyed') return error.code;
  const type = typeOf(error);
  return type !== null && isRefusalCode(type) ? type : null;
}

/**
 * True for time-outs and for failures of the server's own bookkeeping: the move may be sent again with the
 * same id.
 */
function isWorthAgain(error: unknown): boolean {
  if (error instanceof WorkflowUpdateRPCTimeoutOrCancelledError) return true;
  if (isGrpcDeadlineError(error) || isGrpcServiceError(error)) return true;
  return ['UnprocessedUpdate', 'AcceptedUpdateCompletedWorkflow'].includes(typeOf(error) ?? '');
}

function typeOf(error: unknown): string | null {
  if (!(error instanceof WorkflowUpdateFailedError)) return null;
  return error.cause instanceof ApplicationFailure ? (error.cause.type ?? null) : null;
}
