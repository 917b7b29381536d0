import type { WorkflowClientInterceptor } from '@temporalio/client';
import { headersWith } from '../../platform/traces/headers.ts';
import type { Traces } from '../../platform/traces/traces.ts';

/** Puts spans around the calls to a case. The workflow passes their context to its activities. */
export function tracedClient(traces: Traces): WorkflowClientInterceptor {
  return {
    startWithDetails: (input, next) => {
      const fields = { workflow: input.options.workflowId };
      return traces.span({ name: `start ${input.workflowType}`, kind: 'client', fields }, () =>
        next({ ...input, headers: { ...input.headers, ...headersWith(traces.current()) } }),
      );
    },
    startUpdate: (input, next) => {
      const { updateId: update } = input.options;
      const { workflowId: workflow } = input.workflowExecution;
      const fields = { workflow, ...(update ? { update } : {}) };
      return traces.span({ name: `update ${input.updateName}`, kind: 'client', fields }, () =>
        next({ ...input, headers: { ...input.headers, ...headersWith(traces.current()) } }),
      );
    },
  };
}
