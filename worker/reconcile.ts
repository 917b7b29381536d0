import { type Client, isGrpcServiceError } from '@temporalio/client';
import { caseStart } from '../store/case-start.ts';
import { listCustomersWithoutCaseUnscoped } from '../store/customers/customers-without-case.ts';
import type { Log } from '../store/log.ts';
import type { Meters } from '../store/metrics/meters.ts';
import type { Store } from '../store/open-store.ts';
import { isStoreAway } from '../store/pg-error.ts';
import { getPolicy } from '../store/policies/get-policy.ts';
import type { Opening } from '../store/tables/customers.ts';

const BATCH = 100;

export interface Reconciler {
  store: Store;
  client: Pick<Client, 'withDeadline' | 'workflow'>;
  queues: { cases: string; checks: string };
  now: () => number;
  /** Younger customers are left to the request that creates them. */
  ageMs: number;
  log: Pick<Log, 'error'>;
  meters?: Pick<Meters, 'count'>;
}

/**
 * Gives every customer whose case was never recorded the same start again (record.md section 2):
 * the creating request died between its transaction and Temporal. A start that fails is logged and
 * the next customer has its turn; with Temporal or Postgres away it throws. Answers how many it started.
 */
export async function reconcile(deps: Reconciler): Promise<number> {
  const createdBefore = new Date(deps.now() - deps.ageMs).toISOString();
  let started = 0;
  let after: Opening | undefined;
  for (;;) {
    const input = { createdBefore, after, limit: BATCH };
    const lost = await listCustomersWithoutCaseUnscoped(deps.store.database, input);
    for (const opening of lost) if (await start(deps, opening)) started += 1;
    after = lost.at(-1);
    if (lost.length < BATCH) return started;
  }
}

async function start(deps: Reconciler, opening: Opening) {
  const { store, client, queues, log, meters } = deps;
  const { customer } = opening.facts;
  try {
    const whole = { ...opening, policy: await getPolicy(store.database, opening.policy) };
    await client.withDeadline(Date.now() + 5000, () =>
      client.workflow.start('kycCase', caseStart(whole, queues)),
    );
    meters?.count('vouch_reconciler_repairs_total', { result: 'started' });
    return true;
  } catch (error) {
    if (isTemporalAway(error) || isStoreAway(error)) throw error; // all others would wait as long
    meters?.count('vouch_reconciler_repairs_total', { result: 'failed' });
    log.error('reconcile.failed', error, { customer });
    return false;
  }
}

/** gRPC's DEADLINE_EXCEEDED and UNAVAILABLE. */
const AWAY: readonly number[] = [4, 14];

function isTemporalAway(error: unknown): boolean {
  const cause = error instanceof Error && error.cause ? error.cause : error;
  return isGrpcServiceError(cause) && AWAY.includes(cause.code);
}
