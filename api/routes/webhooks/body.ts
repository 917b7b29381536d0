import type { z } from '@hono/zod-openapi';
import type { Delivery } from '../../../store/webhooks/list-deliveries.ts';
import type { Endpoint } from '../../../store/webhooks/endpoint.ts';
import type { Queue } from '../../../store/webhooks/list-queues.ts';
import type {
  WebhookDeliveryBody,
  WebhookEndpointBody,
  WebhookQueueBody,
} from '../../schemas/webhook.ts';

export function endpointBody(endpoint: Endpoint): z.output<typeof WebhookEndpointBody> {
  return {
    id: endpoint.id,
    object: 'webhook_endpoint',
    mode: endpoint.mode,
    url: endpoint.url,
    description: endpoint.description,
    event_types: endpoint.eventTypes,
    state: endpoint.state,
    disabled_reason: endpoint.disabledReason,
    created_at: endpoint.createdAt,
    updated_at: endpoint.updatedAt,
    last_delivered_at: endpoint.lastDeliveredAt,
    waiting_events: endpoint.waiting,
    parked_customers: endpoint.parked,
    oldest_waiting_at: endpoint.oldestWaitingAt,
  };
}

export function deliveryBody(delivery: Delivery): z.output<typeof WebhookDeliveryBody> {
  const { durationMs, ...same } = delivery;
  return { object: 'webhook_delivery', ...same, duration_ms: durationMs };
}

export function queueBody(endpoint: string, queue: Queue): z.output<typeof WebhookQueueBody> {
  const { customer, state, tries } = queue;
  return {
    object: 'webhook_queue',
    endpoint,
    customer,
    state,
    waiting_events: queue.waiting,
    next_sequence: queue.nextSequence,
    last_sequence: queue.lastSequence,
    tries,
    due_at: state === 'waiting' ? queue.dueAt : null,
    parked_at: queue.parkedAt,
  };
}
