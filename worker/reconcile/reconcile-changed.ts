import { caseId } from '../../domain/ids.ts';
import type { CaseState } from '../../domain/case/state.ts';
import type { Log } from '../../platform/log.ts';
import type { Meters } from '../../platform/metrics/meters.ts';
import { findStandingUnscoped, type StandingRow } from '../../store/customers/list-standings.ts';
import { noteComparedUnscoped, takeChangedUnscoped } from '../../store/record/changed-cases.ts';
import { compareCase } from '../restore/compare-case.ts';
import { mendCase, type MendDeps } from '../restore/mend-case.ts';

/**
 * How many cases are compared at a time, and how many are fetched a second: comparing must not slow down what
 * customers wait for.
 */
const AT_ONCE = 4;
const PAGE = 100;
const DEADLINE_MS = 10_000;
const PROBE_MS = 3_000;
/** How many failed cases are remembered to be compared again; those beyond are only in the log. */
const AGAIN_MAX = 1_000;

export interface ChangedReconciler extends MendDeps {
  log: Pick<Log, 'error' | 'info'>;
  meters?: Pick<Meters, 'count'>;
  /** Cases that changed more recently than this are left alone, as they may still be at work. */
  restSeconds: number;
  /** Cases in which another part of the worker found a difference; each is removed when it is compared. */
  suspects: Set<string>;
}

/**
 * Compares each case that changed, once it rests, with its workflow, and mends a difference: a task may have
 * recorded a change and been lost before Temporal had it. Returns how many it mended. A case that cannot be
 * compared is logged and tried again; throws if Postgres or Temporal is away.
 */
export async function reconcileChanged(deps: ChangedReconciler): Promise<number> {
  let mended = 0;
  for (;;) {
    const { restSeconds } = deps;
    await deps.client.withDeadline(Date.now() + PROBE_MS, () =>
      deps.client.connection.workflowService.getSystemInfo({}),
    );
    const page = await takeChangedUnscoped(deps.store.database, { restSeconds, limit: PAGE });
    const suspects = [...deps.suspects];
    deps.suspects.clear();
    const left = new Set([...suspects, ...(page?.customers ?? [])]).values();
    const lane = async () => {
      for (const customer of left) if (await look(deps, customer)) mended += 1;
    };
    await Promise.all(Array.from({ length: AT_ONCE }, lane));
    if (page) await noteComparedUnscoped(deps.store.database, page);
    if (!page || page.isLast) return mended;
  }
}

/** True if it found a difference and mended it. */
async function look(deps: ChangedReconciler, customer: string): Promise<boolean> {
  try {
    const row = await findStandingUnscoped(deps.store.database, customer);
    if (!row?.state || row.erased || (await agreesAtOnce(deps, row))) return false;
    const { found } = await mendCase(deps, row);
    if (found.kind === 'busy') again(deps, customer);
    if (found.kind === 'agree' || found.kind === 'busy' || found.kind === 'erased') return false;
    const result = found.kind === 'ended' ? ('left' as const) : ('mended' as const);
    deps.meters?.count('vouch_case_divergences_total', { kind: found.kind, result });
    deps.log.info('case.diverged', { customer, code: found.kind });
    return result === 'mended';
  } catch (error) {
    deps.meters?.count('vouch_case_divergences_total', { kind: 'unknown', result: 'failed' });
    deps.log.error('reconcile.failed', error, { customer });
    again(deps, customer);
    return false;
  }
}

function again({ suspects }: ChangedReconciler, customer: string): void {
  if (suspects.size < AGAIN_MAX) suspects.add(customer);
}

/**
 * One query to the workflow is enough for nearly every case. In all other cases `mendCase` compares closely.
 */
async function agreesAtOnce({ client }: ChangedReconciler, row: StandingRow): Promise<boolean> {
  const handle = client.workflow.getHandle(caseId(row.customer));
  const state = await client
    .withDeadline(Date.now() + DEADLINE_MS, () => handle.query<CaseState, []>('caseState'))
    .catch(() => null);
  if (state === null) return false;
  const known = { known: true, state, busy: false, ended: false } as const;
  return compareCase(row, known).kind === 'agree';
}
