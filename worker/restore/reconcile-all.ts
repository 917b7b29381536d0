import { customerOf } from '../../domain/ids.ts';
import {
  findStandingUnscoped,
  listStandingsUnscoped,
} from '../../store/customers/list-standings.ts';
import { type Mended, mendCase, type MendDeps } from './mend-case.ts';

/** One line of the report: a customer with a difference, or one whose case could not be compared. */
export type Line = Mended | { customer: string; found: { kind: 'unknown' | 'failed' }; lost: [] };

const BATCH = 200;
const AT_ONCE = 8;

/**
 * Compares every customer's row with their workflow and mends whatever can be mended without guessing, then
 * looks for cases that Temporal runs and the database does not know. Safe to repeat. Returns how many agree,
 * and calls `tell` for every other one.
 */
export async function reconcileAll(
  deps: MendDeps & { onError: (error: unknown, customer: string) => void },
  tell: (line: Line) => void,
): Promise<{ agreed: number }> {
  let agreed = 0;
  let after = '';
  const look = async (work: () => Promise<Mended>, customer: string) => {
    try {
      const line = await work();
      if (line.found.kind === 'agree' && line.lost.length === 0) agreed += 1;
      else tell(line);
    } catch (error) {
      deps.onError(error, customer);
      tell({ customer, found: { kind: 'failed' }, lost: [] });
    }
  };
  for (;;) {
    const rows = await listStandingsUnscoped(deps.store.database, { after, limit: BATCH });
    const left = rows.values();
    const lane = async () => {
      for (const row of left) await look(() => mendCase(deps, row), row.customer);
    };
    await Promise.all(Array.from({ length: AT_ONCE }, lane));
    after = rows.at(-1)?.customer ?? after;
    if (rows.length < BATCH) break;
  }
  await tellUnknown(deps, tell);
  return { agreed };
}

/**
 * Reports cases that began after the backup was made. Their details exist nowhere, so they are left as they
 * are.
 */
async function tellUnknown(deps: MendDeps, tell: (line: Line) => void): Promise<void> {
  const query = "WorkflowType = 'kycCase' AND ExecutionStatus = 'Running'";
  for await (const { workflowId } of deps.client.workflow.list({ query })) {
    const customer = customerOf(workflowId);
    if (customer === null || (await findStandingUnscoped(deps.store.database, customer))) continue;
    tell({ customer, found: { kind: 'unknown' }, lost: [] });
  }
}
