import { type Action, personOf } from '../../domain/access/access.ts';
import { Refusal } from '../../domain/refusal.ts';
import type { Requirement } from '../../domain/case/requirements.ts';
import { getApiKey } from '../../store/api-keys/api-key.ts';
import type { Customer } from '../../store/customers/customer.ts';
import { getCustomerInScope } from '../../store/customers/get-customer.ts';
import { getDecision, type StoredDecision } from '../../store/decisions/decisions.ts';
import { getDocument } from '../../store/documents/document.ts';
import { audienceOf } from '../../domain/case/shown/audience.ts';
import { getReview } from '../../store/reviews/get-review.ts';
import type { Review } from '../../store/reviews/review.ts';
import { getEndpoint } from '../../store/webhooks/endpoint.ts';
import { mayDo } from './access/auth.ts';
import type { AnyCall, Caller } from './call.ts';
import type { Deps } from '../deps.ts';
import { notFound } from './errors.ts';
import type { ObjectKind } from './operation.ts';

/**
 * The action that a caller must be allowed to do to know of an object at all. Without it the answer is 404,
 * not 403.
 */
export const SEEN_BY = {
  customer: 'customer.read',
  document: 'customer.read',
  decision: 'customer.read',
  review: 'review.read',
  api_key: 'key.read',
  webhook_endpoint: 'webhook.read',
} as const satisfies Record<ObjectKind, Action>;

/** The customer whom an object belongs to, if it belongs to one. Throws the masked 404. */
export async function customerBehind(
  deps: Deps,
  caller: Caller,
  object: { kind: ObjectKind; id: string },
): Promise<string | undefined> {
  const { database } = deps.store;
  const scope = { mode: caller.mode };
  switch (object.kind) {
    case 'customer':
      return (await getCustomerInScope(database, scope, object.id)).id;
    case 'document':
      return (await getDocument(database, scope, object.id)).customer;
    case 'decision':
      return (await visibleDecision(deps, caller, object.id)).customer;
    case 'review':
      return (await visibleReview(deps, caller, object.id)).customer;
    case 'api_key':
      await getApiKey(database, scope, object.id);
      return undefined;
    case 'webhook_endpoint':
      await getEndpoint(database, scope, object.id);
      return undefined;
  }
}

/** A review that the caller may know of, or the masked 404. */
export async function visibleReview(deps: Deps, caller: Caller, id: string): Promise<Review> {
  const asked = { id, now: deps.now() };
  const review = await getReview(deps.store.database, { mode: caller.mode }, asked);
  requireAudience(caller, review.requirements);
  return review;
}

/** A decision that the caller may know of, or the masked 404. */
export async function visibleDecision(
  deps: Deps,
  caller: Caller,
  id: string,
): Promise<StoredDecision> {
  const decision = await getDecision(deps.store.database, { mode: caller.mode }, id);
  requireAudience(caller, decision.requirements);
  return decision;
}

function requireAudience(caller: Caller, requirements: readonly Requirement[]): void {
  if (audienceOf(requirements) === 'all' || mayDo(caller, 'finding.read')) return;
  throw notFound();
}

/** True unless the caller is a reviewer who does not hold the customer's review (docs/protection.md#access). */
export async function isHeld(call: AnyCall, customer: Pick<Customer, 'review'>): Promise<boolean> {
  if (call.actor.role !== 'reviewer') return true;
  if (customer.review === null) return false;
  const asked = { id: customer.review, now: call.now };
  const { claim } = await getReview(call.deps.store.database, call.scope, asked);
  return claim !== null && claim.holder === personOf(call.actor);
}

/** Refuses a reviewer who has not claimed the case. */
export async function requireHeld(
  call: AnyCall,
  customer: Pick<Customer, 'review'>,
): Promise<void> {
  if (!(await isHeld(call, customer))) {
    throw notHeld();
  }
}

export function notHeld(): Refusal {
  return new Refusal('review_not_held', 'Claim the customer’s review first.');
}
