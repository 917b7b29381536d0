import type { Actor } from '../access/access.ts';

/** Event types of the API and of webhooks (docs/webhooks.md#what-comes): a closed list. */
export const WIRE_EVENTS = [
  'customer.created',
  'customer.details_changed',
  'customer.status_changed',
  'customer.locked',
  'customer.unlocked',
  'customer.closed',
  'customer.reopened',
  'customer.erased',
  'requirement.due',
  'requirement.satisfied',
  'requirement.past_due',
  'requirement.reminder',
  'document.received',
  'document.accepted',
  'document.rejected',
  'document.expired',
  'check.completed',
  'review.opened',
  'review.claimed',
  'review.released',
  'review.escalated',
  'review.closed',
  'decision.made',
  'decision.proposed',
  'policy.moved',
  'customer.details_confirmed',
  'customer.level_changed',
  'consent.given',
  'screening.hit_decided',
] as const;
export type WireEventType = (typeof WIRE_EVENTS)[number];

/** Flat JSON of ids, codes and instants; no personal data. */
export type WireData = Record<string, string | number | boolean | null | string[]>;

export interface WireEvent {
  type: WireEventType;
  actor: Actor;
  data: WireData;
  /** `findings`: only for keys with `findings:read`, and never in webhooks. */
  audience: 'all' | 'findings';
}
