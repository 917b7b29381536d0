import { REFUSAL_CODES } from '../refusal.ts';
import { FAST, WAITS, DECLARED, type Metrics } from './spec.ts';

/** What the API counts of its requests. */
export const REQUESTS = {
  vouch_http_request_duration_seconds: {
    kind: 'histogram',
    help: 'Time to answer a request; its _count is the number of requests',
    labels: {
      route: DECLARED,
      method: ['get', 'post', 'put', 'patch', 'delete'],
      status_class: ['2xx', '3xx', '4xx', '5xx'],
    },
    buckets: FAST,
    in: ['api'],
  },
  vouch_http_requests_in_flight: {
    kind: 'gauge',
    help: 'Requests that are being answered',
    labels: {},
    in: ['api'],
  },
  vouch_http_refusals_total: {
    kind: 'counter',
    help: 'Requests refused, by code',
    labels: { code: REFUSAL_CODES },
    in: ['api'],
  },
  vouch_rate_limited_total: {
    kind: 'counter',
    help: 'Requests beyond the rate or the memory that a key may use, by class',
    labels: { class: DECLARED },
    in: ['api'],
  },
  vouch_idempotent_replays_total: {
    kind: 'counter',
    help: 'Requests answered with the kept answer of an earlier one',
    labels: {},
    in: ['api'],
  },
  vouch_write_visible_seconds: {
    kind: 'histogram',
    help: 'From the workflow’s receipt until the row has that version; one never seen counts in +Inf',
    labels: {},
    buckets: WAITS,
    in: ['api'],
  },
} as const satisfies Metrics;
