import type { Status, StatusReason } from '../../domain/case/status.ts';
import { disclosableData } from '../../domain/wire/disclosable-data.ts';
import type { WireData, WireEventType } from '../../domain/wire/event-types.ts';

/** An event that is sent to endpoints. */
export interface OutgoingEvent {
  id: string;
  customer: string;
  sequence: number;
  type: WireEventType;
  at: string;
  data: WireData;
  status: Status;
  statusReason: StatusReason;
}

/** Longest body, in bytes (docs/webhooks.md). */
const BYTES_MAX = 20_000;

/**
 * The bytes of a webhook: ids and codes, no personal data and nothing from findings. `previous` is the
 * sequence of the last event of this customer that this endpoint got. The same event always gives the same
 * bytes.
 */
export function messageBody(event: OutgoingEvent, previous: number | null): string {
  const { customer, sequence, type, at, status, statusReason } = event;
  const standing = { customer, event: event.id, status, status_reason: statusReason };
  const bodyOf = (data: object) =>
    JSON.stringify({ type, timestamp: at, data, sequence, previous_sequence: previous });
  const whole = bodyOf({ ...disclosableData(event.data), ...standing });
  return Buffer.byteLength(whole) <= BYTES_MAX ? whole : bodyOf({ ...standing, cut: true });
}
