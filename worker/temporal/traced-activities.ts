import type { ActivityInterceptorsFactory } from '@temporalio/worker';
import { traceparentIn } from '../../platform/traces/headers.ts';
import type { Traces } from '../../platform/traces/traces.ts';

/** Puts spans around activities that a traced request led to; the others run as they are. */
export function tracedActivities(traces: Traces): ActivityInterceptorsFactory {
  return ({ info }) => ({
    inbound: {
      execute: (input, next) => {
        const parent = traceparentIn(input.headers);
        if (parent === undefined) return next(input);
        const { activityType: activity, attempt, taskQueue: queue } = info;
        const workflow = info.workflowExecution?.workflowId ?? '';
        const fields = { activity, attempt, queue, workflow };
        return traces.span({ name: activity, kind: 'consumer', parent, fields }, () => next(input));
      },
    },
  });
}
