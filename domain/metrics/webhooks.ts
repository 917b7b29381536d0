import { ENDPOINT_STATES, TRY_OUTCOMES } from '../webhooks/endpoint.ts';
import { FAST, WAITS, DECLARED, type Metrics } from './spec.ts';

/** What the sender tells. */
export const WEBHOOKS = {
  vouch_webhook_first_try_seconds: {
    kind: 'histogram',
    help: 'From when an event could be tried to the first try of its delivery',
    labels: {},
    buckets: WAITS,
    in: ['sender'],
  },
  vouch_webhook_tries_total: {
    kind: 'counter',
    help: 'Tries to deliver a webhook, by the endpoint’s id',
    labels: { endpoint: DECLARED, outcome: TRY_OUTCOMES },
    in: ['sender'],
  },
  vouch_webhook_try_seconds: {
    kind: 'histogram',
    help: 'From a webhook’s request to the end of its answer',
    labels: {},
    buckets: FAST,
    in: ['sender'],
  },
  vouch_webhook_oldest_age_seconds: {
    kind: 'gauge',
    help: 'Age of the oldest event that an endpoint is to be sent, in a replay too; 0: none waits',
    labels: { endpoint: DECLARED },
    in: ['sender'],
  },
  vouch_webhook_waiting_events: {
    kind: 'gauge',
    help: 'Events that wait for an endpoint',
    labels: { endpoint: DECLARED },
    in: ['sender'],
  },
  vouch_webhook_parked_customers: {
    kind: 'gauge',
    help: 'Customers whose queue to an endpoint is parked',
    labels: { endpoint: DECLARED },
    in: ['sender'],
  },
  vouch_webhook_endpoints: {
    kind: 'gauge',
    help: 'Endpoints by state',
    labels: { state: ENDPOINT_STATES },
    in: ['sender'],
  },
} as const satisfies Metrics;
