import { getRequirements } from '../../../store/customers/get-requirements.ts';
import { operation } from '../../http/operation.ts';
import { RequirementsBody } from '../../schemas/requirements.ts';
import { requirementsBody } from './body.ts';

/** The cheapest request for polling: one prepared query, nothing decrypted, nothing audited. */
export const readRequirements = operation(
  {
    method: 'get',
    path: '/v1/customers/{id}/requirements',
    name: 'readRequirements',
    summary: 'What the customer has to do next',
    tag: 'Customers',
    action: 'customer.read',
    rate: 'reads',
    object: 'customer',
    responses: { 200: { description: 'What is due, and why', schema: RequirementsBody } },
  },
  async (call) => {
    const found = await getRequirements(call.deps.store.database, call.scope, call.id);
    const body = requirementsBody(found.requirements, { readsFindings: call.may('finding.read') });
    return { status: 200, body, headers: { etag: `"${found.version}"` } };
  },
);
