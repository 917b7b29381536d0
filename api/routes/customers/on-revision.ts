import { Refusal } from '../../../domain/refusal.ts';
import { beginChange, type Change, undoChange } from '../../../store/customers/begin-change.ts';
import type { AnyCall, Run } from '../../http/call.ts';
import { PROBLEMS } from '../../http/errors.ts';

/**
 * Changes the case only if the customer's row still has the revision that the caller saw; the version does
 * not show such changes. A 412 comes before anything is done, and the other fields of the request can then be
 * written without another check.
 */
export async function onRevision(
  call: AnyCall,
  run: Run,
  revision: string,
  work: () => Promise<void>,
): Promise<void> {
  const begun = await run.effect('begun', async (trx) =>
    JSON.stringify(await beginChange(trx, call.scope, { id: call.id, revision })),
  );
  try {
    await work();
  } catch (error) {
    if (error instanceof Refusal && PROBLEMS[error.code].status < 500) {
      const change = { id: call.id, ...(JSON.parse(begun) as Change) };
      await run.effect('undone', (trx) => undoChange(trx, call.scope, change));
    }
    throw error;
  }
}
