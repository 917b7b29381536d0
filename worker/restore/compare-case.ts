import { isDeepStrictEqual } from 'node:util';
import type { StandingRow } from '../../store/customers/list-standings.ts';
import type { WorkflowStanding } from './workflow-standing.ts';

/** How the row and the workflow of one case relate to each other. */
export type Comparison =
  | { kind: 'agree' }
  /** The row lacks versions that the workflow has. It is rebuilt from the workflow's history. */
  | { kind: 'row_behind'; row: number; workflow: number }
  /** The workflow lacks versions that were recorded and acknowledged. It continues from the row. */
  | { kind: 'workflow_behind'; row: number; workflow: number | null }
  /**
   * The row and the workflow have different changes in one version. The row's change was visible and stays;
   * the workflow's is applied again after it.
   */
  | { kind: 'diverged'; version: number }
  /** The case ended, but its row has later versions. Nothing in Vouch can cause that. */
  | { kind: 'ended'; row: number; workflow: number }
  | { kind: 'busy' };

/** Compares a case's row with its workflow, without mending anything. The row must have been read first. */
export function compareCase(row: StandingRow, workflow: WorkflowStanding): Comparison {
  const recorded = row.state?.version ?? 0;
  if (!workflow.known) {
    // The reconciler starts the case.
    if (row.state === null || row.state.erased) return { kind: 'agree' };
    return { kind: 'workflow_behind', row: recorded, workflow: null };
  }
  const { version } = workflow.state;
  if (version > recorded) {
    return workflow.busy
      ? { kind: 'busy' }
      : { kind: 'row_behind', row: recorded, workflow: version };
  }
  if (version < recorded) {
    if (workflow.busy) return { kind: 'busy' };
    const kind = workflow.ended ? 'ended' : 'workflow_behind';
    return { kind, row: recorded, workflow: version };
  }
  // A run that continued as new may have a newer generation of rules than what its case recorded last.
  const isSame = isDeepStrictEqual(
    plain(row.state),
    plain({ ...workflow.state, rules: row.state?.rules }),
  );
  return isSame ? { kind: 'agree' } : { kind: 'diverged', version };
}

function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}
