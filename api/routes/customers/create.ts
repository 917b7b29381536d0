import type { AccessPurpose } from '../../../domain/access/access.ts';
import type { Details } from '../../../domain/case/details.ts';
import type { Policy } from '../../../domain/policy/policy.ts';
import { Refusal } from '../../../domain/refusal.ts';
import { hasUnknownTestValue } from '../../../domain/test-mode.ts';
import { createCustomer } from '../../../store/customers/create-customer.ts';
import type { Customer } from '../../../store/customers/customer.ts';
import { newId } from '../../../platform/new-id.ts';
import { getNewestPolicy, getPolicy } from '../../../store/policies/get-policy.ts';
import type { AnyCall } from '../../http/call.ts';
import { invalid } from '../../http/errors.ts';
import { ACTING_PURPOSE_HEADER, actingPurposeOf } from '../../http/access/access-purpose.ts';
import { operation } from '../../http/operation.ts';
import { CustomerBody, CustomerCreate } from '../../schemas/customer.ts';
import { detailsBody, fromDetails, namesUtopia } from '../../schemas/details.ts';
import { untilOpen } from '../../commands/visible.ts';
import { etag, showWith } from './show.ts';

export const create = operation(
  {
    method: 'post',
    path: '/v1/customers',
    name: 'createCustomer',
    summary: 'Takes a person’s details and opens the case',
    tag: 'Customers',
    action: 'customer.create',
    rate: 'writes',
    object: null,
    idempotency: 'required',
    headers: ACTING_PURPOSE_HEADER,
    body: CustomerCreate,
    example: {
      external_id: 'user-42',
      level: 'standard',
      policy: 'standard',
      locale: 'sv-SE',
      details: {
        given_names: 'Anna Maria',
        family_name: 'Eriksson',
        birth_date: '1974-08-12',
        nationality: 'SE',
        email: 'anna@example.com',
        phone: '+46701234567',
        address: {
          line1: 'Storgatan 1',
          city: 'Uppsala',
          postal_code: '753 20',
          country: 'SE',
        },
      },
      metadata: { plan: 'gold' },
    },
    responses: { 201: { description: 'The customer, with what is due', schema: CustomerBody } },
  },
  async (call) => {
    const { body, deps } = call;
    const reason = actingPurposeOf(call);
    const details = fromDetails(body.details);
    requireDetailsOfMode(call, details);
    const policy = await getNewestPolicy(deps.store.database, call.scope, body.policy);
    if (!Object.hasOwn(policy.levels, body.level)) {
      throw new Refusal('level_unknown', `Levels: ${Object.keys(policy.levels).join(', ')}.`);
    }
    return call.once({
      plan: () => ({ customer: newId('customer') }),
      act: async ({ ids }) => {
        const id = ids.customer;
        deps.engine.refuseWhileAway();
        const customer = await open(call, { id, details, policy, body, reason });
        const shown = showWith(call, customer, {
          details: detailsBody(details),
          metadata: body.metadata,
        });
        return { status: 201, body: shown, headers: etag(customer), owner: id };
      },
    });
  },
);

/**
 * Rules for the details in each mode. ICAO's specimen state (UTO) is for test customers only. The given names
 * of test customers may hold test values, so a mistyped test value is refused.
 */
export function requireDetailsOfMode(call: AnyCall, details: Details): void {
  if (call.scope.mode === 'test') {
    if (!hasUnknownTestValue(details.givenNames ?? '')) return;
    const message = 'No magic value of test mode: docs/test-mode.md lists them.';
    throw invalid('/details/given_names', 'unknown_magic_value', message);
  }
  if (namesUtopia(details)) {
    throw invalid('/details', 'unknown_country', 'A country of ISO 3166-1.');
  }
}

/** The steps of docs/record.md#how-a-customer-is-created; each may be repeated with the same id. */
async function open(
  call: AnyCall,
  from: {
    id: string;
    details: Details;
    policy: Policy;
    reason: AccessPurpose | undefined;
    body: {
      external_id?: string | null | undefined;
      level: string;
      locale?: string | undefined;
      metadata: Record<string, string>;
    };
  },
): Promise<Customer> {
  const { store, engine, settings, crash } = call.deps;
  const { id, details, body } = from;
  await store.keys.createCustomerKey(id);
  crash('api.key_created');
  const { name, version } = from.policy;
  const opening = await createCustomer(store.database, store.keys, call.actor, {
    id,
    mode: call.scope.mode,
    externalId: body.external_id ?? null,
    locale: body.locale ?? settings.defaultLocale,
    metadata: body.metadata,
    details,
    level: body.level,
    policy: { name, version },
    reason: from.reason,
    at: call.now,
    request: call.requestId,
  });
  crash('api.customer_stored');
  // A repetition opens the case with the policy of the first run, whatever was published since.
  const isSame = opening.policy.name === name && opening.policy.version === version;
  const policy = isSame ? from.policy : await getPolicy(store.database, opening.policy);
  await engine.start({ ...opening, policy });
  crash('api.started');
  return untilOpen(call, id);
}
