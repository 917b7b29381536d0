import { SEARCH } from '../../search.ts';
import { derive } from '../derive.ts';
import type { CaseState } from '../state.ts';

export type SearchValues = Record<keyof typeof SEARCH, string | boolean | null>;

/** What Temporal may show of a case in plain text: only deadlines that we set, never a document's end. */
export function searchValues(state: CaseState): SearchValues {
  const { status, statusReason, risk, level, requirements } = derive(state);
  return {
    status,
    reason: statusReason,
    level,
    risk,
    due: requirements.currentDeadline,
    review: state.review !== null,
  };
}

/** The state of a case as a Markdown table for the Temporal UI: ids and codes only. */
export function currentDetails(state: CaseState): string {
  const { status, statusReason, level, requirements } = derive(state);
  const rows = requirements.items.map(
    ({ requirement, state: now, deadline, errors }) =>
      `| ${requirement} | ${now} | ${deadline ?? ''} | ${errors.join(' ')} |`,
  );
  const checks = state.checks.map(
    ({ kind, outcome, reasons }) => `| ${kind} | ${outcome ?? 'running'} | ${reasons.join(' ')} |`,
  );
  return [
    `**${status}** / ${statusReason}, version ${state.version}, ${state.customer}, level ${level}`,
    ['| requirement | state | deadline | reasons |', '| --- | --- | --- | --- |', ...rows].join(
      '\n',
    ),
    ['| check | outcome | reasons |', '| --- | --- | --- |', ...checks].join('\n'),
  ].join('\n\n');
}
