/** A new or changed address is `pending` until it has echoed its challenge; nothing else is sent before. */
export const ENDPOINT_STATES = ['pending', 'active', 'disabled'] as const;
export type EndpointState = (typeof ENDPOINT_STATES)[number];

/** Why nothing is sent any more. Coarse on purpose: an address must not become a port scanner. */
export const DISABLED_REASONS = [
  'by_operator',
  'not_reachable',
  'challenge_not_echoed',
  'gone',
  'took_nothing',
] as const;
export type DisabledReason = (typeof DISABLED_REASONS)[number];

export const TRY_OUTCOMES = ['delivered', 'failed'] as const;
export type TryOutcome = (typeof TRY_OUTCOMES)[number];

/** What kept a try from an answer. A refused address looks like one that nobody listens on. */
export const TRY_PROBLEMS = ['not_reachable', 'timed_out'] as const;
export type TryProblem = (typeof TRY_PROBLEMS)[number];

export const QUEUE_STATES = ['idle', 'waiting', 'parked'] as const;
export type QueueState = (typeof QUEUE_STATES)[number];

/** Both secrets sign for this long after a rotation unless told otherwise (docs/webhooks.md), in seconds. */
export const OVERLAP_SECONDS = 24 * 3600;
export const OVERLAP_SECONDS_MAX = 7 * 24 * 3600;
/** Endpoints of one mode: each event is written once for every one of them. */
export const ENDPOINTS_MAX = 50;
/** Messages, parked queues and tries are kept for as long (docs/webhooks.md). */
export const KEPT_DAYS = 30;
