import { listLinks } from '../../../store/links/link.ts';
import { operation } from '../../http/operation.ts';
import { LinkList } from '../../schemas/link.ts';
import { requireCustomer } from '../customers/show.ts';
import { linkBody } from './body.ts';

export const list = operation(
  {
    method: 'get',
    path: '/v1/customers/{id}/links',
    name: 'listLinks',
    summary: 'A customer’s links without their URLs, newest first, a hundred at most',
    tag: 'Links',
    action: 'link.read',
    rate: 'reads',
    object: 'customer',
    responses: { 200: { description: 'The links', schema: LinkList } },
  },
  async (call) => {
    await requireCustomer(call, call.id);
    const found = await listLinks(call.deps.store.database, call.scope, call.id);
    return { status: 200, body: { data: found.map((one) => linkBody(one, call.now)), next: null } };
  },
);
