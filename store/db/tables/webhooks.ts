import type { Actor, Mode } from '../../../domain/access/access.ts';
import type {
  DisabledReason,
  EndpointState,
  TryOutcome,
  TryProblem,
} from '../../../domain/webhooks/endpoint.ts';
import type { WireEventType } from '../../../domain/wire/event-types.ts';
import type { Instant, Json, Sealed } from './columns.ts';

/** What an operator asked for: written by the API. What became of it is `webhook_health`. */
export interface WebhookEndpointTable {
  id: string;
  mode: Mode;
  url: string;
  description: string | null;
  /** Null: all of them. */
  event_types: WireEventType[] | null;
  enabled: boolean;
  /** Moved by a new address and by each enabling: what the sender knew of an earlier one counts no more. */
  generation: number;
  created_at: Instant;
  created_by: Json<Actor>;
  updated_at: Instant;
  deleted_at: Instant | null;
}

export interface WebhookSecretTable {
  id: string;
  endpoint_id: string;
  /** The 32 bytes of the HMAC key, under the system key. */
  secret: Sealed<'secret'>;
  created_at: Instant;
  expires_at: Instant | null;
}

/** Written by the sender alone, as are messages, queues and deliveries. */
export interface WebhookHealthTable {
  endpoint_id: string;
  generation: number;
  state: EndpointState;
  reason: DisabledReason | null;
  changed_at: Instant;
  /** Tries of the challenge while the endpoint is pending. */
  tries: number;
  due_at: Instant;
  lease_until: Instant | null;
  failures: number;
  rest_until: Instant | null;
  last_delivered_at: Instant | null;
}

/** One event for one endpoint: the bytes of each try. */
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
  /** Messages that are not delivered. */
  pending: number;
  /** Of the first of them. */
  tries: number;
  due_at: Instant;
  /** Moved by each claim and each replay: only its holder may mark. */
  lease: number;
  lease_until: Instant | null;
  parked_at: Instant | null;
}

/** Asked for by the API, carried out and removed by the sender. */
export interface WebhookReplayTable {
  id: string;
  endpoint_id: string;
  customer_id: string;
  from_sequence: number;
  to_sequence: number | null;
  asked_at: Instant;
}

/** One try. */
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
  /** What was read of the answer; nothing of it is kept. */
  bytes: number;
}
