import { refreshDetails, resubmissionDeadline } from './moves.ts';
import { addRequirements } from './open.ts';
import { unstarted } from './rounds.ts';
import type { RequirementRecord } from './state.ts';
import { recordOf, type Step } from './step.ts';

/** Makes due what a new level, policy or risk asks for. `settle` asks for details that now lack fields. */
export function askAnew(step: Step, cause: 'level' | 'policy' | 'hit'): void {
  const { draft } = step;
  addRequirements(step, cause, resubmissionDeadline(step));
  const details = recordOf(draft, 'details');
  if (details?.state === 'satisfied' && unstarted(draft, 'details').length > 0) pend(details);
  refreshDetails(step);
}

/** Back to the checks: nothing of what was said before counts. */
export function pend(record: RequirementRecord): void {
  record.state = 'pending';
  record.errors = [];
}
