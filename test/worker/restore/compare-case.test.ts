import { expect, test } from 'vitest';
import type { CaseState } from '../../../domain/case/state.ts';
import { compareCase, type Comparison } from '../../../worker/restore/compare-case.ts';
import type { WorkflowStanding } from '../../../worker/restore/workflow-standing.ts';

const at = (version: number, more: Partial<CaseState> = {}) =>
  ({ version, level: 'standard', ...more }) as CaseState;
const row = (state: CaseState | null) => ({ customer: 'cus_1', state, erased: false });
const runs = (state: CaseState, more: Partial<WorkflowStanding> = {}) =>
  ({ known: true, state, busy: false, ended: false, ...more }) as WorkflowStanding;
const UNKNOWN: WorkflowStanding = { known: false };

test.each<[string, CaseState | null, WorkflowStanding, Comparison]>([
  ['the same', at(3), runs(at(3)), { kind: 'agree' }],
  ['never recorded, never started', null, UNKNOWN, { kind: 'agree' }],
  ['erased, and forgotten by Temporal', at(9, { erased: true }), UNKNOWN, { kind: 'agree' }],
  ['a newer workflow', at(3), runs(at(5)), { kind: 'row_behind', row: 3, workflow: 5 }],
  ['a row that is lost', null, runs(at(5)), { kind: 'row_behind', row: 0, workflow: 5 }],
  ['a newer row', at(5), runs(at(3)), { kind: 'workflow_behind', row: 5, workflow: 3 }],
  ['a lost workflow', at(5), UNKNOWN, { kind: 'workflow_behind', row: 5, workflow: null }],
  ['a newer workflow at work', at(3), runs(at(5), { busy: true }), { kind: 'busy' }],
  ['a newer row, at work', at(5), runs(at(3), { busy: true }), { kind: 'busy' }],
  [
    'a row beyond the end',
    at(5),
    runs(at(3), { ended: true }),
    { kind: 'ended', row: 5, workflow: 3 },
  ],
  [
    'two tales of one version',
    at(3),
    runs(at(3, { level: 'basic' })),
    { kind: 'diverged', version: 3 },
  ],
])('%s', (_, recorded, workflow, expected) => {
  expect(compareCase(row(recorded), workflow)).toEqual(expected);
});
