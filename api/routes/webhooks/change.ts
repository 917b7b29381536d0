import { changeEndpoint, deleteEndpoint } from '../../../store/webhooks/change-endpoint.ts';
import { getEndpoint } from '../../../store/webhooks/endpoint.ts';
import { operation } from '../../http/operation.ts';
import {
  WebhookEndpointBody,
  WebhookEndpointChange,
  WebhookEndpointGone,
} from '../../schemas/webhook.ts';
import { endpointBody } from './body.ts';
import { requireAddress } from './create.ts';

const WRITE = {
  path: '/v1/webhook-endpoints/{id}',
  tag: 'Webhooks',
  action: 'webhook.manage',
  rate: 'writes',
  object: 'webhook_endpoint',
  idempotency: 'taken',
} as const;

export const change = operation(
  {
    ...WRITE,
    method: 'patch',
    name: 'changeWebhookEndpoint',
    summary: 'Address, filter, description, or `enabled`; a new address gets a challenge first',
    body: WebhookEndpointChange,
    example: { enabled: false },
    responses: { 200: { description: 'The endpoint as it is now', schema: WebhookEndpointBody } },
  },
  async (call) => {
    const { database } = call.deps.store;
    await getEndpoint(database, call.scope, call.id);
    const { url, description, enabled, event_types: eventTypes } = call.body;
    if (url !== undefined) requireAddress(call, url);
    return call.once({
      plan: () => ({}),
      act: async (run) => {
        const said = { url, description, enabled, eventTypes };
        const input = { id: call.id, change: said, at: call.now, request: call.requestId };
        await run.effect('change', (trx) => changeEndpoint(trx, call.actor, call.scope, input));
        const body = endpointBody(await getEndpoint(database, call.scope, call.id));
        return { status: 200, body };
      },
    });
  },
);

export const remove = operation(
  {
    ...WRITE,
    method: 'delete',
    name: 'deleteWebhookEndpoint',
    summary: 'Ends an endpoint with its secrets and all that waits for it',
    responses: { 200: { description: 'It is gone', schema: WebhookEndpointGone } },
  },
  (call) =>
    call.once({
      plan: () => ({}),
      act: async (run) => {
        const input = { id: call.id, at: call.now, request: call.requestId };
        await run.effect('delete', (trx) => deleteEndpoint(trx, call.actor, call.scope, input));
        return { status: 200, body: { id: call.id, object: 'webhook_endpoint', deleted: true } };
      },
    }),
);
