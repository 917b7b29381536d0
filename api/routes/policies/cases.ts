import type { z } from '@hono/zod-openapi';
import type { CaseFilter } from '../../../domain/policy/move.ts';
import { Refusal } from '../../../domain/refusal.ts';
import { getCustomerInScope } from '../../../store/customers/get-customer.ts';
import { listCustomers } from '../../../store/customers/list-customers.ts';
import type { AnyCall } from '../../http/call.ts';
import type { CaseFilterBody } from '../../schemas/policy-move.ts';

type Asked = z.output<typeof CaseFilterBody>;

/**
 * The cases that a request body selects. An external id is replaced by its customer's id, so that a stored
 * filter holds nothing that an erasure would have to find. Refuses `not_found`, and a filter by risk without
 * `findings:read`.
 */
export async function casesOf(
  call: AnyCall,
  asked: { customer?: string | undefined; filter?: Asked | undefined },
): Promise<CaseFilter> {
  const { database } = call.deps.store;
  if (asked.customer !== undefined) {
    return { customer: (await getCustomerInScope(database, call.scope, asked.customer)).id };
  }
  const { external_id: externalId, ...filter } = asked.filter ?? {};
  if (filter.risk !== undefined && !call.may('finding.read')) {
    throw new Refusal('forbidden', 'A filter by risk needs the scope findings:read.');
  }
  const rest = fromFilter(filter);
  if (externalId === undefined) return rest;
  const found = await listCustomers(database, call.scope, { externalId }, { limit: 1 });
  const [one] = found.items;
  if (!one) throw new Refusal('not_found');
  return { ...rest, customer: one.id };
}

function fromFilter(asked: Omit<Asked, 'external_id'>): CaseFilter {
  return {
    ...(asked.status && { status: asked.status }),
    ...(asked.status_reason && { statusReason: asked.status_reason }),
    ...(asked.level && { level: asked.level }),
    ...(asked.risk && { risk: asked.risk }),
    ...(asked.policy && { policyName: asked.policy }),
    ...(asked.policy_version && { policyVersion: asked.policy_version }),
    ...(asked.created_after && { createdAfter: asked.created_after }),
    ...(asked.created_before && { createdBefore: asked.created_before }),
    ...(asked.updated_after && { updatedAfter: asked.updated_after }),
  };
}

/** A filter in the API's form; null if one customer was named. */
export function filterBody({ customer, ...filter }: CaseFilter): Asked | null {
  if (customer !== undefined && Object.keys(filter).length === 0) return null;
  return {
    ...(filter.status && { status: filter.status }),
    ...(filter.statusReason && { status_reason: filter.statusReason }),
    ...(filter.level && { level: filter.level }),
    ...(filter.risk && { risk: filter.risk }),
    ...(filter.policyName && { policy: filter.policyName }),
    ...(filter.policyVersion && { policy_version: filter.policyVersion }),
    ...(filter.createdAfter && { created_after: filter.createdAfter }),
    ...(filter.createdBefore && { created_before: filter.createdBefore }),
    ...(filter.updatedAfter && { updated_after: filter.updatedAfter }),
  };
}
