import type { Client } from '@temporalio/client';
import { caseStart } from '../store/case-start.ts';
import { listCustomersWithoutCaseUnscoped } from '../store/customers/customers-without-case.ts';
import type { Store } from '../store/open-store.ts';
import { getPolicy } from '../store/policies/get-policy.ts';

const BATCH = 100;

/**
 * Gives every customer whose case was never recorded the same start again (record.md section 2):
 * the creating request died between its transaction and Temporal. Answers how many it started.
 */
export async function reconcile(deps: {
  store: Store;
  client: Client;
  queues: { cases: string; checks: string };
  now: () => number;
  /** Younger customers are left to the request that creates them. */
  ageMs: number;
}): Promise<number> {
  const { store, client, queues } = deps;
  const createdBefore = new Date(deps.now() - deps.ageMs).toISOString();
  const input = { createdBefore, limit: BATCH };
  const lost = await listCustomersWithoutCaseUnscoped(store.database, input);
  for (const { policy, ...opening } of lost) {
    const whole = { ...opening, policy: await getPolicy(store.database, policy) };
    await client.withDeadline(Date.now() + 5000, () =>
      client.workflow.start('kycCase', caseStart(whole, queues)),
    );
  }
  return lost.length;
}
