import { listCustomers } from '../../../store/customers/list-customers.ts';
import { Refusal } from '../../../domain/refusal.ts';
import { operation } from '../../http/operation.ts';
import {
  CustomerBody,
  CustomerExpand,
  CustomerFilters,
  CustomerList,
} from '../../schemas/customer.ts';
import { summaryBody } from './body.ts';
import { etag, readCustomer, readWhole, showCustomer } from './show.ts';

export const readOne = operation(
  {
    method: 'get',
    path: '/v1/customers/{id}',
    name: 'readCustomer',
    summary: 'A customer: status, what is due, details',
    tag: 'Customers',
    action: 'customer.read',
    rate: 'reads',
    object: 'customer',
    query: CustomerExpand,
    responses: { 200: { description: 'The customer', schema: CustomerBody } },
  },
  async (call) => {
    const { expand } = call.query;
    const { customer, more } = expand
      ? await readWhole(call, call.id, expand)
      : { customer: await readCustomer(call, call.id), more: {} };
    const body = { ...(await showCustomer(call, customer)), ...more };
    return { status: 200, body, headers: etag(customer) };
  },
);

export const list = operation(
  {
    method: 'get',
    path: '/v1/customers',
    name: 'listCustomers',
    summary: 'Customers by status, level, external id or time, newest first',
    tag: 'Customers',
    action: 'customer.read',
    rate: 'reads',
    object: null,
    query: CustomerFilters,
    responses: { 200: { description: 'One page', schema: CustomerList } },
  },
  async (call) => {
    const { limit, after, ...filters } = call.query;
    const readsFindings = call.may('finding.read');
    if (filters.risk !== undefined && !readsFindings) {
      throw new Refusal('forbidden', 'A filter by risk needs the scope findings:read.');
    }
    const { marks, store } = call.deps;
    const name = `customers ${call.scope.mode} ${JSON.stringify(filters)}`;
    const page = {
      limit,
      ...(after === undefined ? {} : { after: await marks.openCursor(after, name) }),
    };
    const found = await listCustomers(store.database, call.scope, fromFilters(filters), page);
    const data = found.items.map((customer) => summaryBody(customer, { readsFindings }));
    return { status: 200, body: { data, next: await marks.sealCursor(found.next, name) } };
  },
);

type Asked = Omit<(typeof CustomerFilters)['_output'], 'limit' | 'after'>;
type Filters = Parameters<typeof listCustomers>[2];

function fromFilters(asked: Asked): Filters {
  return {
    ...(asked.status && { status: asked.status }),
    ...(asked.status_reason && { statusReason: asked.status_reason }),
    ...(asked.external_id && { externalId: asked.external_id }),
    ...(asked.level && { level: asked.level }),
    ...(asked.risk && { risk: asked.risk }),
    ...(asked.created_after && { createdAfter: asked.created_after }),
    ...(asked.created_before && { createdBefore: asked.created_before }),
    ...(asked.updated_after && { updatedAfter: asked.updated_after }),
  };
}
