import { getEndpoint, listEndpoints } from '../../../store/webhooks/endpoint.ts';
import { listDeliveries } from '../../../store/webhooks/list-deliveries.ts';
import { listQueues, type Queue } from '../../../store/webhooks/list-queues.ts';
import type { Cursor, Listed, Page } from '../../../store/db/scope.ts';
import type { AnyCall } from '../../http/call.ts';
import type { Answer } from '../../http/answer.ts';
import { operation } from '../../http/operation.ts';
import {
  PageQuery,
  WebhookDeliveryFilters,
  WebhookDeliveryList,
  WebhookEndpointBody,
  WebhookEndpointList,
  WebhookQueueFilters,
  WebhookQueueList,
} from '../../schemas/webhook.ts';
import { deliveryBody, endpointBody, queueBody } from './body.ts';

const READ = { method: 'get', tag: 'Webhooks', rate: 'reads', action: 'webhook.read' } as const;
const OF_ENDPOINT = { ...READ, object: 'webhook_endpoint' } as const;

export const list = operation(
  {
    ...READ,
    path: '/v1/webhook-endpoints',
    name: 'listWebhookEndpoints',
    summary: 'Endpoints of the key’s mode, the newest first',
    object: null,
    query: PageQuery,
    responses: { 200: { description: 'One page', schema: WebhookEndpointList } },
  },
  async (call) =>
    paged(call, 'webhook-endpoints', endpointBody, (page) =>
      listEndpoints(call.deps.store.database, call.scope, page),
    ),
);

export const one = operation(
  {
    ...OF_ENDPOINT,
    path: '/v1/webhook-endpoints/{id}',
    name: 'readWebhookEndpoint',
    summary: 'One endpoint: whether it runs, and what waits for it',
    responses: { 200: { description: 'The endpoint', schema: WebhookEndpointBody } },
  },
  async (call) => {
    const endpoint = await getEndpoint(call.deps.store.database, call.scope, call.id);
    return { status: 200, body: endpointBody(endpoint) };
  },
);

export const deliveries = operation(
  {
    ...OF_ENDPOINT,
    path: '/v1/webhook-endpoints/{id}/deliveries',
    name: 'listWebhookDeliveries',
    summary: 'Every try of the last 30 days, the newest first',
    query: WebhookDeliveryFilters,
    responses: { 200: { description: 'One page', schema: WebhookDeliveryList } },
  },
  async (call) => {
    const { database } = call.deps.store;
    await getEndpoint(database, call.scope, call.id);
    const { limit: _limit, after: _after, ...filters } = call.query;
    const name = `deliveries ${call.id} ${JSON.stringify(filters)}`;
    return paged(call, name, deliveryBody, (page) =>
      listDeliveries(database, call.scope, call.id, filters, page),
    );
  },
);

export const queues = operation(
  {
    ...OF_ENDPOINT,
    path: '/v1/webhook-endpoints/{id}/queues',
    name: 'listWebhookQueues',
    summary: 'What waits of each customer, and which of them are parked',
    query: WebhookQueueFilters,
    responses: { 200: { description: 'One page', schema: WebhookQueueList } },
  },
  async (call) => {
    const { database } = call.deps.store;
    await getEndpoint(database, call.scope, call.id);
    const { limit: _limit, after: _after, ...filters } = call.query;
    const name = `queues ${call.id} ${JSON.stringify(filters)}`;
    return paged(
      call,
      name,
      (queue: Queue) => queueBody(call.id, queue),
      (page) => listQueues(database, call.scope, call.id, filters, page),
    );
  },
);

/** One page of a list. Its cursor is valid only for this list with these filters. */
async function paged<T>(
  call: AnyCall & { query: { limit: number; after?: string | undefined } },
  named: string,
  body: (item: T) => unknown,
  find: (page: Page) => Promise<Listed<T>>,
): Promise<Answer> {
  const { marks } = call.deps;
  const { limit, after } = call.query;
  const name = `${named} ${call.scope.mode}`;
  const cursor: { after?: Cursor } =
    after === undefined ? {} : { after: await marks.openCursor(after, name) };
  const { items, next } = await find({ limit, ...cursor });
  return { status: 200, body: { data: items.map(body), next: await marks.sealCursor(next, name) } };
}
