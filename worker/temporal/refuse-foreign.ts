import { ApplicationFailure } from '@temporalio/client';
import type { ActivityInterceptorsFactory } from '@temporalio/worker';
import { foreignReason } from '../../domain/foreign.ts';
import type { HearForeign } from './hear-foreign.ts';

/**
 * Runs no activity with an input that none of our cases sealed: whoever reaches Temporal can start a workflow
 * of their own and have it ask our workers for anything. If the key was destroyed, the failure is retryable.
 */
export function refuseForeign(hear: HearForeign): ActivityInterceptorsFactory {
  return ({ info }) => ({
    inbound: {
      execute: (input, next) => {
        const reason = input.args.map(foreignReason).find((one) => one !== undefined);
        const isErased = input.args.some(isTombstone);
        if (!reason && !isErased) return next(input);
        if (!reason) return Promise.reject(ApplicationFailure.retryable('erased', 'key_destroyed'));
        const workflow = info.workflowExecution?.workflowId ?? '';
        hear({ message: 'activity', reason, workflow });
        const code = 'command_not_taken';
        return Promise.reject(ApplicationFailure.nonRetryable(code, code));
      },
    },
  });
}

function isTombstone(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'erased' in value && value.erased === true;
}
