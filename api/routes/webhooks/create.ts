import { newId } from '../../../platform/new-id.ts';
import { createEndpoint } from '../../../store/webhooks/create-endpoint.ts';
import { ADDRESS_RULES, judgeAddress } from '../../../platform/network/read-address.ts';
import { rotateSecret } from '../../../store/webhooks/rotate-secret.ts';
import { showSecret } from '../../../store/webhooks/secrets.ts';
import { getEndpoint } from '../../../store/webhooks/endpoint.ts';
import type { AnyCall } from '../../http/call.ts';
import { invalid } from '../../http/errors.ts';
import type { Answer } from '../../http/answer.ts';
import { operation } from '../../http/operation.ts';
import {
  WebhookEndpointCreate,
  WebhookEndpointWithSecret,
  WebhookRotation,
} from '../../schemas/webhook.ts';
import { endpointBody } from './body.ts';

const WRITE = {
  method: 'post',
  tag: 'Webhooks',
  action: 'webhook.manage',
  rate: 'writes',
  idempotency: 'taken',
} as const;

export const create = operation(
  {
    ...WRITE,
    path: '/v1/webhook-endpoints',
    name: 'createWebhookEndpoint',
    summary: 'Registers an address; it gets a challenge to echo, and nothing else before',
    object: null,
    body: WebhookEndpointCreate,
    responses: {
      201: { description: 'The endpoint with its secret', schema: WebhookEndpointWithSecret },
    },
  },
  async (call) => {
    const { url, description = null, event_types: eventTypes = null } = call.body;
    requireAddress(call, url);
    return call.once({
      plan: () => ({ endpoint: newId('webhook_endpoint'), secret: newId('webhook_secret') }),
      act: async (run) => {
        const { endpoint: id, secret } = run.ids;
        const said = { url, description, eventTypes, at: call.now, request: call.requestId };
        const { keys } = call.deps.store;
        await run.effect('create', (trx) =>
          createEndpoint(trx, keys, call.actor, call.scope, { id, secret, ...said }),
        );
        return withSecret(call, { status: 201, endpoint: id, secret });
      },
    });
  },
);

export const rotate = operation(
  {
    ...WRITE,
    path: '/v1/webhook-endpoints/{id}/rotate',
    name: 'rotateWebhookSecret',
    summary: 'Adds a secret; those before it sign too until the overlap ends, by default a day',
    object: 'webhook_endpoint',
    body: WebhookRotation,
    example: {},
    responses: {
      200: { description: 'The endpoint with its new secret', schema: WebhookEndpointWithSecret },
    },
  },
  async (call) => {
    await getEndpoint(call.deps.store.database, call.scope, call.id);
    return call.once({
      plan: () => ({ secret: newId('webhook_secret') }),
      act: async (run) => {
        const { secret } = run.ids;
        const { keys } = call.deps.store;
        const overlapSeconds = call.body.overlap_seconds;
        const said = { secret, overlapSeconds, at: call.now, request: call.requestId };
        await run.effect('rotate', (trx) =>
          rotateSecret(trx, keys, call.actor, call.scope, { endpoint: call.id, ...said }),
        );
        return withSecret(call, { status: 200, endpoint: call.id, secret });
      },
    });
  },
);

/**
 * Refuses an address that is never called, and names the rule. The rule depends on the text of the address
 * only, so the answers reveal nothing about the network.
 */
export function requireAddress(call: AnyCall, url: string): void {
  const address = judgeAddress(url, call.deps.settings.webhooks);
  if (typeof address !== 'string') return;
  throw invalid('/url', 'address_not_taken', ADDRESS_RULES[address]);
}

/** The only answer that shows a secret. What is stored of it for repetitions does not contain the secret. */
async function withSecret(
  call: AnyCall,
  made: { status: number; endpoint: string; secret: string },
): Promise<Answer> {
  const { database, keys } = call.deps.store;
  const { endpoint, secret: id } = made;
  const asked = { id, endpoint, at: call.now, request: call.requestId };
  const text = await database
    .transaction()
    .execute((trx) => showSecret(trx, keys, call.actor, asked));
  const body = endpointBody(await getEndpoint(database, call.scope, endpoint));
  const kept = { ...body, secret: null };
  return { status: made.status, body: { ...body, secret: text.reveal() }, kept };
}
