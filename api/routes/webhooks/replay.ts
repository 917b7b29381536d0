import { newId } from '../../../platform/new-id.ts';
import { askReplay } from '../../../store/webhooks/ask-replay.ts';
import { getEndpoint } from '../../../store/webhooks/endpoint.ts';
import { getDelivery } from '../../../store/webhooks/list-deliveries.ts';
import type { AnyCall } from '../../http/call.ts';
import type { Answer } from '../../http/answer.ts';
import { operation } from '../../http/operation.ts';
import { WebhookReplayBody, WebhookReplayCreate } from '../../schemas/webhook.ts';

const WRITE = {
  method: 'post',
  tag: 'Webhooks',
  action: 'webhook.manage',
  rate: 'writes',
  object: 'webhook_endpoint',
  idempotency: 'taken',
  responses: { 202: { description: 'It will be sent again', schema: WebhookReplayBody } },
} as const;

export const replay = operation(
  {
    ...WRITE,
    path: '/v1/webhook-endpoints/{id}/replay',
    name: 'replayWebhooks',
    summary: 'Sends a customer’s events again from a sequence on, with the same ids and bytes',
    body: WebhookReplayCreate,
    example: { customer: 'cus_4TfYq0ZbN3', from_sequence: 7 },
  },
  async (call) => {
    await getEndpoint(call.deps.store.database, call.scope, call.id);
    const { customer, from_sequence: fromSequence } = call.body;
    return asked(call, { customer, fromSequence, toSequence: null });
  },
);

export const resend = operation(
  {
    ...WRITE,
    path: '/v1/webhook-endpoints/{id}/deliveries/{delivery}/resend',
    name: 'resendWebhook',
    summary: 'Sends the event of a delivery again, with the same id and bytes',
  },
  async (call) => {
    const { database } = call.deps.store;
    const which = { endpoint: call.id, id: call.params['delivery'] ?? '' };
    const { customer, sequence } = await getDelivery(database, call.scope, which);
    return asked(call, { customer, fromSequence: sequence, toSequence: sequence });
  },
);

function asked(
  call: AnyCall,
  what: { customer: string; fromSequence: number; toSequence: number | null },
): Promise<Answer> {
  return call.once({
    plan: () => ({ replay: newId('webhook_replay') }),
    act: async (run) => {
      const id = run.ids.replay;
      const { now: at, requestId: request } = call;
      await run.effect('replay', (trx) =>
        askReplay(trx, call.actor, call.scope, { id, endpoint: call.id, ...what, at, request }),
      );
      const { customer, fromSequence: from_sequence, toSequence: to_sequence } = what;
      const bounds = { customer, from_sequence, to_sequence, asked_at: at };
      const body = { id, object: 'webhook_replay', endpoint: call.id, ...bounds };
      return { status: 202, body };
    },
  });
}
