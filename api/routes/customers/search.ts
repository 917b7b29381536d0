import type { z } from '@hono/zod-openapi';
import { type CustomerSearch, searchCustomers } from '../../../store/customers/search-customers.ts';
import { Refusal } from '../../../domain/refusal.ts';
import { operation } from '../../http/operation.ts';
import { CustomerFound, CustomerLookup } from '../../schemas/customer-search.ts';
import { summaryBody } from './body.ts';

const FOUND_MAX = 25;

export const search = operation(
  {
    method: 'post',
    path: '/v1/customers/search',
    name: 'searchCustomers',
    summary: 'Customers by exactly one of e-mail, phone, name with birth date, or document number',
    tag: 'Customers',
    action: 'customer.search',
    rate: 'reads',
    object: null,
    idempotency: 'taken',
    body: CustomerLookup,
    example: { email: 'anna@example.com' },
    responses: { 200: { description: 'The newest who match', schema: CustomerFound } },
  },
  async (call) => {
    // Documents are searched by the numbers that engines read. That two customers have one number is a
    // finding.
    if (call.body.document !== undefined && !call.may('finding.read')) {
      throw new Refusal('forbidden', 'A search by document needs the scope findings:read.');
    }
    return call.once({
      plan: () => ({}),
      act: async () => {
        const { database, keys } = call.deps.store;
        const asked = {
          search: searchOf(call.body),
          limit: FOUND_MAX,
          at: call.now,
          request: call.requestId,
        };
        const found = await database
          .transaction()
          .execute((trx) => searchCustomers(trx, keys, call.actor, call.scope, asked));
        const reader = { readsFindings: call.may('finding.read') };
        const data = found.map((customer) => summaryBody(customer, reader));
        return { status: 200, body: { data, next: null } };
      },
    });
  },
);

/** The schema accepts exactly one of these fields. */
function searchOf(body: z.output<typeof CustomerLookup>): CustomerSearch {
  if (body.email !== undefined) return { field: 'email', value: body.email };
  if (body.phone !== undefined) return { field: 'phone', value: body.phone };
  if (body.document !== undefined) return { field: 'identity_number', ...body.document };
  if (body.person === undefined) throw new Error('a search for nothing');
  const { given_names: givenNames, family_name: familyName, birth_date: birthDate } = body.person;
  return { field: 'name_birth_date', givenNames, familyName, birthDate };
}
