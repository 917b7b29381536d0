import { isDeepStrictEqual } from 'node:util';
import type { StandingRow } from '../../store/customers/list-standings.ts';
import type { WorkflowStanding } from './workflow-standing.ts';

/** How the two stores of one case stand to each other. */
export type Comparison =
  | { kind: 'agree' }
  /** The row lacks versions that the workflow has: rebuilt from its history. */
  | { kind: 'row_behind'; row: number; workflow: number }
  /** The workflow lacks versions that were recorded and answered: it goes on from the row. */
  | { kind: 'workflow_behind'; row: number; workflow: number | null }
  /**
   * The row and the workflow differ in one version. The row's was visible and stays; the workflow's is
   * applied again after it.
   */
  | { kind: 'diverged'; version: number }
  /** The case ended, and its row goes beyond that end: nothing of ours does so. */
  | { kind: 'ended'; row: number; workflow: number }
  | { kind: 'busy' };

/** Compares a case's row with its workflow, decides nothing. The row must have been read first. */
export function compareCase(row: StandingRow, workflow: WorkflowStanding): Comparison {
  const recorded = row.state?.version ?? 0;
  if (!workflow.known) {
    if (row.state === null || row.state.erased) return { kind: 'agree' }; // the reconciler starts it
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
  // A run that went on as new has a newer generation of rules than what its case recorded last.
  const isSame = isDeepStrictEqual(
    plain(row.state),
    plain({ ...workflow.state, rules: row.state?.rules }),
  );
  return isSame ? { kind: 'agree' } : { kind: 'diverged', version };
}

function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}
