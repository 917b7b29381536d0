import type { Policy } from '../../domain/policy/policy.ts';
import { findNewerPolicy } from '../../store/policies/get-policy.ts';
import type { AnyCall } from '../http/call.ts';

/**
 * A newer version of the policy of the customer in the path, for events that verify the customer anew; `{}`
 * if there is none.
 */
export async function newestPolicy(call: AnyCall): Promise<{ newest?: Policy }> {
  const newest = await findNewerPolicy(call.deps.store.database, call.scope, call.id);
  return newest ? { newest } : {};
}
