import type { Actor, Mode } from '../../../domain/access/access.ts';
import type {
  DisabledReason,
  EndpointState,
  TryOutcome,
  TryProblem,
} from '../../../domain/webhooks/endpoint.ts';
import type { WireEventType } from '../../../domain/wire/event-types.ts';
import type { Instant, Json, Sealed } from './columns.ts';

/** An endpoint as the operator set it up, written by the API. Its current state is in `webhook_health`. */
export interface WebhookEndpointTable {
  id: string;
  mode: Mode;
  url: string;
  description: string | null;
  /** Null: all types. */
  event_types: WireEventType[] | null;
  enabled: boolean;
  /**
   * Increments with a new address and each time the endpoint is enabled; results of earlier generations no
   * longer count.
   */
  generation: number;
  created_at: Instant;
  created_by: Json<Actor>;
  updated_at: Instant;
  deleted_at: Instant | null;
}

export interface WebhookSecretTable {
  id: string;
  endpoint_id: string;
  /** The 32 bytes of the HMAC key, sealed with the system key. */
  secret: Sealed<'secret'>;
  created_at: Instant;
  expires_at: Instant | null;
}

/** Written only by the sender, as are messages, queues and deliveries. */
export interface WebhookHealthTable {
  endpoint_id: string;
  generation: number;
  state: EndpointState;
  reason: DisabledReason | null;
  changed_at: Instant;
  /** Attempts of the challenge while the endpoint is pending. */
  tries: number;
  due_at: Instant;
  lease_until: Instant | null;
  failures: number;
  rest_until: Instant | null;
  last_delivered_at: Instant | null;
}

/** One event for one endpoint: the bytes that each attempt sends. */
export interface WebhookMessageTable {
  endpoint_id: string;
  customer_id: string;
  sequence: number;
  event_id: string;
  type: WireEventType;
  body: string;
  created_at: Instant;
  delivered_at: Instant | null;
}

/** The messages of one customer for one endpoint, sent in order, one at a time. */
export interface WebhookQueueTable {
  endpoint_id: string;
  customer_id: string;
  last_sequence: number;
  /** How many messages are not delivered yet. */
  pending: number;
  /** Attempts of the first undelivered message. */
  tries: number;
  due_at: Instant;
  /** Increments with each claim and each replay. Only its holder may record the result of an attempt. */
  lease: number;
  lease_until: Instant | null;
  parked_at: Instant | null;
}

/** A replay: the API asks for it, the sender carries it out and removes the row. */
export interface WebhookReplayTable {
  id: string;
  endpoint_id: string;
  customer_id: string;
  from_sequence: number;
  to_sequence: number | null;
  asked_at: Instant;
}

/** One attempt of a delivery. */
export interface WebhookDeliveryTable {
  id: string;
  endpoint_id: string;
  customer_id: string;
  sequence: number;
  event_id: string;
  type: WireEventType;
  try: number;
  at: Instant;
  outcome: TryOutcome;
  code: number | null;
  problem: TryProblem | null;
  duration_ms: number;
  /** How many bytes of the answer were read; none of it is stored. */
  bytes: number;
}
