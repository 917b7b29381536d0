import { openCase } from '../../domain/case/open.ts';
import type { CaseOpening } from '../../domain/case/opening.ts';
import { openRounds } from '../../domain/case/rounds.ts';
import { searchValues } from '../../domain/case/shown/search-values.ts';
import type { CaseEvent } from '../../domain/case/event.ts';
import { type CaseState, newestRules } from '../../domain/case/state.ts';
import { caseId } from '../../domain/ids.ts';
import { SEARCH } from '../../domain/search.ts';

/**
 * Time that a worker has for one task of a case before another worker gets it. A task that is lost with its
 * worker is done again within the time that an app waits for its answer. The SDK's default is 10 s.
 */
export const CASE_TASK_TIMEOUT = '3 s';

/**
 * The start options of a case, for the API and the reconciler. The same opening twice is one case; a case
 * that ended is never opened again; a stranger's start under its id fails and does not block it. No personal
 * data: everything but `args` is unencrypted in Temporal.
 */
export function caseStart(opening: CaseOpening, queues: { cases: string; checks: string }) {
  const { facts, policy, openedAt, actor } = opening;
  const { state } = openCase(facts, policy, { openedAt, actor });
  return {
    workflowId: caseId(facts.customer),
    taskQueue: queues.cases,
    workflowTaskTimeout: CASE_TASK_TIMEOUT,
    args: [{ checksQueue: queues.checks, opening: { ...opening, rules: state.rules } }] as [
      { checksQueue: string; opening: CaseOpening },
    ],
    workflowIdConflictPolicy: 'USE_EXISTING' as const,
    workflowIdReusePolicy: 'ALLOW_DUPLICATE_FAILED_ONLY' as const,
    typedSearchAttributes: attributesOf(searchValues(state)),
    staticSummary: `${facts.customer} ${state.level}`,
  };
}

/**
 * The start options with which a case goes on from its row if Temporal lost what the row has (a restored,
 * older Temporal): with the row's state, its unanswered rounds asked again, and no decision made. `retry`:
 * events that only its workflow had, to be applied afterwards.
 */
export function caseRestart(
  state: CaseState,
  queues: { cases: string; checks: string },
  retry: readonly { command: string | null; event: CaseEvent }[] = [],
) {
  const effects = openRounds(state).map((round) => ({ kind: 'run_checks' as const, round }));
  const shown = searchValues(state);
  return {
    workflowId: caseId(state.customer),
    taskQueue: queues.cases,
    workflowTaskTimeout: CASE_TASK_TIMEOUT,
    args: [
      {
        checksQueue: queues.checks,
        carried: { state: newestRules(state), handled: [], shown, effects, retry },
      },
    ],
    workflowIdConflictPolicy: 'TERMINATE_EXISTING' as const,
    workflowIdReusePolicy: 'ALLOW_DUPLICATE' as const,
    typedSearchAttributes: attributesOf(shown),
    staticSummary: `${state.customer} ${state.level}`,
  };
}

function attributesOf({
  status,
  reason,
  level,
  risk,
  due,
  review,
}: ReturnType<typeof searchValues>) {
  return [
    { key: SEARCH.status, value: String(status) },
    { key: SEARCH.reason, value: String(reason) },
    { key: SEARCH.level, value: String(level) },
    { key: SEARCH.risk, value: String(risk) },
    { key: SEARCH.review, value: review === true },
    ...(due === null ? [] : [{ key: SEARCH.due, value: new Date(String(due)) }]),
  ];
}
