import { type Client, WorkflowNotFoundError } from '@temporalio/client';
import type { CaseState } from '../../domain/case/state.ts';
import { caseId } from '../../domain/ids.ts';

/**
 * What Temporal knows of a case; `busy` while one of its tasks is open, as the answer may be about to change.
 */
export type WorkflowStanding =
  | { known: false }
  | { known: true; state: CaseState; busy: boolean; ended: boolean };

const DEADLINE_MS = 30_000;
/** The query of `workflows/messages.ts`, by its name, because a worker knows workflows only by path. */
const CASE_STATE = 'caseState';

/**
 * Queries a case's workflow for its state. Needs a running worker; throws after half a minute without one.
 */
export async function workflowStanding(
  client: Client,
  customer: string,
): Promise<WorkflowStanding> {
  const handle = client.workflow.getHandle(caseId(customer));
  try {
    return await client.withDeadline(Date.now() + DEADLINE_MS, async () => {
      const before = await handle.describe();
      const state = await handle.query<CaseState, []>(CASE_STATE);
      const after = await handle.describe();
      const busy =
        Boolean(before.raw.pendingWorkflowTask ?? after.raw.pendingWorkflowTask) ||
        before.historyLength !== after.historyLength ||
        before.runId !== after.runId;
      return { known: true, state, busy, ended: after.status.name !== 'RUNNING' };
    });
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return { known: false };
    throw error;
  }
}
