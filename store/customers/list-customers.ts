import { type Kysely, sql } from 'kysely';
import type { Risk } from '../../domain/policy/policy.ts';
import type { Status, StatusReason } from '../../domain/case/status.ts';
import type { Database } from '../db/database.ts';
import { type Listed, type Page, pageOf, type Scope } from '../db/scope.ts';
import { type Customer, customerFromRow, customersInScope } from './customer.ts';

export interface CustomerFilters {
  status?: Status | undefined;
  statusReason?: StatusReason | undefined;
  externalId?: string | undefined;
  level?: string | undefined;
  risk?: Risk | undefined;
  createdAfter?: string | undefined;
  createdBefore?: string | undefined;
  updatedAfter?: string | undefined;
  /** The policy of the case, and its version. */
  policyName?: string | undefined;
  policyVersion?: number | undefined;
  customer?: string | undefined;
}

/** Customers of a scope, newest first, a page at a time by keyset. */
export async function listCustomers(
  db: Kysely<Database>,
  scope: Scope,
  filters: CustomerFilters,
  page: Page,
): Promise<Listed<Customer>> {
  const { after } = page;
  const rows = await customersMatching(db, scope, filters)
    .$if(after !== undefined, (q) =>
      q.where(
        sql<boolean>`(c.created_at, c.customer_id) < (${after?.at}::timestamptz, ${after?.id})`,
      ),
    )
    .orderBy('c.created_at', 'desc')
    .orderBy('c.customer_id', 'desc')
    .limit(page.limit + 1)
    .execute();
  return pageOf(rows, page, customerFromRow, ({ createdAt, id }) => ({ at: createdAt, id }));
}

/** Customers that match all filters, in no particular order. */
export function customersMatching(db: Kysely<Database>, scope: Scope, filters: CustomerFilters) {
  const { status, statusReason, externalId, level, risk } = filters;
  const { createdAfter, createdBefore, updatedAfter } = filters;
  const { policyName, policyVersion, customer } = filters;
  return customersInScope(db, scope)
    .where('c.mode', '=', scope.mode)
    .$if(customer !== undefined, (q) => q.where('c.customer_id', '=', customer ?? ''))
    .$if(status !== undefined, (q) => q.where('c.status', '=', status ?? 'locked'))
    .$if(statusReason !== undefined, (q) =>
      q.where('c.status_reason', '=', statusReason ?? 'closed'),
    )
    .$if(externalId !== undefined, (q) =>
      q.where('u.mode', '=', scope.mode).where('u.external_id', '=', externalId ?? ''),
    )
    .$if(level !== undefined, (q) => q.where('c.level', '=', level ?? ''))
    .$if(risk !== undefined, (q) => q.where('c.risk', '=', risk ?? 'high'))
    .$if(policyName !== undefined, (q) => q.where('c.policy_name', '=', policyName ?? ''))
    .$if(policyVersion !== undefined, (q) => q.where('c.policy_version', '=', policyVersion ?? 0))
    .$if(createdAfter !== undefined, (q) => q.where('c.created_at', '>', createdAfter ?? ''))
    .$if(createdBefore !== undefined, (q) => q.where('c.created_at', '<', createdBefore ?? ''))
    .$if(updatedAfter !== undefined, (q) => q.where('c.updated_at', '>', updatedAfter ?? ''));
}
