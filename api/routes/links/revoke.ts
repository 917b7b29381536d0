import { getLink } from '../../../store/links/link.ts';
import { revokeLink } from '../../../store/links/revoke-link.ts';
import { ACTING_PURPOSE_HEADER, actingPurposeOf } from '../../http/access/access-purpose.ts';
import { operation } from '../../http/operation.ts';
import { LinkBody } from '../../schemas/link.ts';
import { requireCustomer } from '../customers/show.ts';
import { linkBody } from './body.ts';

export const revoke = operation(
  {
    method: 'delete',
    path: '/v1/customers/{id}/links/{link}',
    name: 'revokeLink',
    summary: 'Ends a link at once, with what was staged by it; a second time changes nothing',
    tag: 'Links',
    action: 'link.manage',
    rate: 'writes',
    object: 'customer',
    idempotency: 'taken',
    headers: ACTING_PURPOSE_HEADER,
    responses: { 200: { description: 'The link, ended', schema: LinkBody } },
  },
  async (call) => {
    const { database } = call.deps.store;
    await requireCustomer(call, call.id);
    const named = { customer: call.id, id: call.params['link'] ?? '' };
    await getLink(database, call.scope, named);
    const reason = actingPurposeOf(call);
    return call.once({
      plan: () => ({}),
      act: async (run) => {
        const ended = { ...named, reason, at: call.now, request: call.requestId };
        await run.effect('revoke', (trx) => revokeLink(trx, call.actor, ended));
        const link = await getLink(database, call.scope, named);
        return { status: 200, body: linkBody(link, call.now) };
      },
    });
  },
);
