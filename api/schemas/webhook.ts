import { z } from '@hono/zod-openapi';
import { MODES } from '../../domain/access/access.ts';
import {
  DISABLED_REASONS,
  ENDPOINT_STATES,
  OVERLAP_SECONDS,
  OVERLAP_SECONDS_MAX,
  QUEUE_STATES,
  TRY_OUTCOMES,
  TRY_PROBLEMS,
} from '../../domain/webhooks/endpoint.ts';
import { WIRE_EVENTS } from '../../domain/wire/event-types.ts';
import { coded } from '../http/body/validation.ts';
import { after, instant, instantIn, limit, line, matching } from './text.ts';

const ENDPOINT = {
  id: z.string(),
  object: z.literal('webhook_endpoint'),
  mode: z.enum(MODES),
  url: z.string(),
  description: z.string().nullable(),
  /** Null: all types. */
  event_types: z.array(z.enum(WIRE_EVENTS)).nullable(),
  state: z.enum(ENDPOINT_STATES),
  disabled_reason: z.enum(DISABLED_REASONS).nullable(),
  created_at: instant,
  updated_at: instant,
  last_delivered_at: instant.nullable(),
  waiting_events: z.int(),
  parked_customers: z.int(),
  oldest_waiting_at: instant.nullable(),
};

export const WebhookEndpointBody = z.strictObject(ENDPOINT).openapi('WebhookEndpoint');

export const WebhookEndpointWithSecret = z
  .strictObject({
    ...ENDPOINT,
    secret: z.string().nullable().openapi({
      description:
        'Shown this once, `whsec_` and base64: null in a repeated answer. Who lost it rotates it.',
    }),
  })
  .openapi('WebhookEndpointWithSecret');

export const WebhookEndpointList = z
  .strictObject({ data: z.array(WebhookEndpointBody), next: z.string().nullable() })
  .openapi('WebhookEndpointList');

export const WebhookEndpointGone = z
  .strictObject({ id: z.string(), object: z.literal('webhook_endpoint'), deleted: z.literal(true) })
  .openapi('WebhookEndpointGone');

const eventTypes = z
  .array(z.enum(WIRE_EVENTS))
  .min(1)
  .max(WIRE_EVENTS.length)
  .transform((types) => [...new Set(types)])
  .nullable();
/** The route decides whether the address may be called, by the settings of this installation. */
const url = z.string().min(1).max(2048).openapi({ format: 'uri' });

export const WebhookEndpointCreate = z
  .strictObject({
    url,
    description: line(200).nullable().optional(),
    event_types: eventTypes.optional(),
  })
  .openapi('WebhookEndpointCreate');

export const WebhookEndpointChange = z
  .strictObject({
    url: url.optional(),
    description: line(200).nullable().optional(),
    event_types: eventTypes.optional(),
    enabled: z.boolean().optional(),
  })
  .refine(
    (change) => Object.values(change).some((value) => value !== undefined),
    coded('nothing_to_change', 'Name at least one field.'),
  )
  .openapi('WebhookEndpointChange');

export const WebhookRotation = z
  .strictObject({
    overlap_seconds: z.int().min(0).max(OVERLAP_SECONDS_MAX).default(OVERLAP_SECONDS),
  })
  .openapi('WebhookRotation');

export const PageQuery = z.strictObject({ limit, after: after.optional() });

const customer = matching(/^cus_\w{1,60}$/, 'not_an_id', 'The id of a customer.');

export const WebhookDeliveryBody = z
  .strictObject({
    id: z.string(),
    object: z.literal('webhook_delivery'),
    endpoint: z.string(),
    customer: z.string(),
    /** The event's id, which is the `webhook-id` of every attempt. */
    event: z.string(),
    sequence: z.int(),
    type: z.enum(WIRE_EVENTS),
    try: z.int(),
    at: instant,
    outcome: z.enum(TRY_OUTCOMES),
    code: z.int().nullable(),
    problem: z.enum(TRY_PROBLEMS).nullable(),
    duration_ms: z.int(),
    bytes: z.int(),
  })
  .openapi('WebhookDelivery');

export const WebhookDeliveryList = z
  .strictObject({ data: z.array(WebhookDeliveryBody), next: z.string().nullable() })
  .openapi('WebhookDeliveryList');

export const WebhookDeliveryFilters = z.strictObject({
  outcome: z.enum(TRY_OUTCOMES).optional(),
  customer: customer.optional(),
  event: matching(/^evt_\w{1,100}$/, 'not_an_id', 'The id of an event.').optional(),
  type: z.enum(WIRE_EVENTS).optional(),
  before: instantIn.optional(),
  limit,
  after: after.optional(),
});

export const WebhookQueueBody = z
  .strictObject({
    object: z.literal('webhook_queue'),
    endpoint: z.string(),
    customer: z.string(),
    state: z.enum(QUEUE_STATES),
    waiting_events: z.int(),
    next_sequence: z.int().nullable(),
    last_sequence: z.int(),
    tries: z.int(),
    due_at: instant.nullable(),
    parked_at: instant.nullable(),
  })
  .openapi('WebhookQueue');

export const WebhookQueueList = z
  .strictObject({ data: z.array(WebhookQueueBody), next: z.string().nullable() })
  .openapi('WebhookQueueList');

export const WebhookQueueFilters = z.strictObject({
  state: z.enum(QUEUE_STATES).optional(),
  customer: customer.optional(),
  limit,
  after: after.optional(),
});

export const WebhookReplayCreate = z
  .strictObject({ customer, from_sequence: z.int().min(0).max(2_147_483_647) })
  .openapi('WebhookReplayCreate');

export const WebhookReplayBody = z
  .strictObject({
    id: z.string(),
    object: z.literal('webhook_replay'),
    endpoint: z.string(),
    customer: z.string(),
    from_sequence: z.int(),
    /** Null: all events from there on. */
    to_sequence: z.int().nullable(),
    asked_at: instant,
  })
  .openapi('WebhookReplay');
