import { type Client, isGrpcServiceError } from '@temporalio/client';
import { caseStart } from '../../store/temporal/case-start.ts';
import {
  listCustomersWithoutCaseUnscoped,
  type WithoutCase,
} from '../../store/customers/customers-without-case.ts';
import type { Log } from '../../platform/log.ts';
import type { Meters } from '../../platform/metrics/meters.ts';
import type { Store } from '../../store/open-store.ts';
import { isStoreAway } from '../../store/db/pg-error.ts';
import { getPolicy } from '../../store/policies/get-policy.ts';

const BATCH = 100;

export interface Reconciler {
  store: Store;
  client: Pick<Client, 'withDeadline' | 'workflow'>;
  queues: { cases: string; checks: string };
  now: () => number;
  /** Customers younger than this are left to the request that creates them. */
  ageMs: number;
  log: Pick<Log, 'error'>;
  meters?: Pick<Meters, 'count'>;
}

/**
 * Starts the case of every customer whose case was never recorded, as the first attempt did
 * (docs/record.md#how-a-customer-is-created): the creating request died between its transaction and Temporal.
 * A start that fails, or a row that cannot be read, is logged, and the next customer follows; throws if
 * Temporal or Postgres is away. Returns how many it started.
 */
export async function reconcile(deps: Reconciler): Promise<number> {
  const createdBefore = new Date(deps.now() - deps.ageMs).toISOString();
  let started = 0;
  let after: WithoutCase | undefined;
  for (;;) {
    const input = { createdBefore, after, limit: BATCH };
    const lost = await listCustomersWithoutCaseUnscoped(deps.store.database, input);
    for (const one of lost) if (await start(deps, one)) started += 1;
    after = lost.at(-1);
    if (lost.length < BATCH) return started;
  }
}

async function start(deps: Reconciler, { customer, opening }: WithoutCase) {
  const { store, client, queues, log, meters } = deps;
  try {
    const whole = { ...opening, policy: await getPolicy(store.database, opening.policy) };
    await client.withDeadline(Date.now() + 5000, () =>
      client.workflow.start('kycCase', caseStart(whole, queues)),
    );
    meters?.count('vouch_reconciler_repairs_total', { result: 'started' });
    return true;
  } catch (error) {
    if (isAway(error)) throw error; // the other starts would fail, too
    meters?.count('vouch_reconciler_repairs_total', { result: 'failed' });
    log.error('reconcile.failed', error, { customer });
    return false;
  }
}

/** gRPC's DEADLINE_EXCEEDED and UNAVAILABLE. */
const AWAY: readonly number[] = [4, 14];

/** True if nothing can be started for now, so that every other start would have to wait too. */
export function isAway(error: unknown): boolean {
  if (isStoreAway(error)) return true;
  const cause = error instanceof Error && error.cause ? error.cause : error;
  return isGrpcServiceError(cause) && AWAY.includes(cause.code);
}
