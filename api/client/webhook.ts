import { createHmac, timingSafeEqual } from 'node:crypto';
import type { WireEventType } from '../../domain/wire/event-types.ts';

/** The body of a webhook: ids and codes. Its content is fetched, with a key that may see it. */
export interface WebhookEvent {
  type: WireEventType;
  timestamp: string;
  data: { customer: string } & Record<string, unknown>;
  /** The customer's event number. */
  sequence: number;
  /** The one that this endpoint was sent before, of this customer; null for the first. */
  previous_sequence: number | null;
}

interface Received {
  /** The body as it came, byte for byte: not parsed and printed again. */
  payload: string | Uint8Array;
  headers: Headers | Readonly<Record<string, string | string[] | undefined>>;
  /** `whsec_…`; several while one is being replaced. */
  secrets: string | readonly string[];
  now?: Date;
}

/** Seconds by which clocks may differ: Standard Webhooks 1.0.0. */
const TOLERANCE_S = 300;

interface Verified {
  /** The same at every repetition. */
  id: string;
  event: WebhookEvent;
  /** The word to answer with, in a body of its own, where this only asks whether we are here. */
  challenge: string | null;
}

/**
 * The event of a webhook that our endpoint's secret signed (Standard Webhooks 1.0.0). Throws an error
 * that says what is wrong; answer it with 400.
 */
export function verifyWebhook(received: Received): Verified {
  const { headers, payload, secrets, now = new Date() } = received;
  const id = headerOf(headers, 'webhook-id');
  const sentAt = headerOf(headers, 'webhook-timestamp');
  const offered = headerOf(headers, 'webhook-signature');
  if (!id || !sentAt || !offered) throw new Error('a header of Standard Webhooks is missing');
  const skewS = Math.abs(now.getTime() / 1000 - Number(sentAt));
  if (!/^\d+$/.test(sentAt) || skewS > TOLERANCE_S) throw new Error('the webhook is not of now');
  const text = typeof payload === 'string' ? payload : new TextDecoder().decode(payload);
  const wanted = [secrets].flat().map((secret) => signatureOf(secret, `${id}.${sentAt}.${text}`));
  const isSigned = offered
    .split(' ')
    .filter((one) => one.startsWith('v1,'))
    .some((one) => wanted.some((mac) => isSame(Buffer.from(one.slice(3), 'base64'), mac)));
  if (!isSigned) throw new Error('no signature of the webhook is ours');
  const event = JSON.parse(text) as WebhookEvent;
  const isChallenge = (event.type as string) === 'webhook.challenge';
  return { id, event, challenge: isChallenge ? String(event.data['challenge']) : null };
}

/** The place of an event after the last handled one of its customer (`null` if none was handled). */
export type Place = 'next' | 'repeated' | 'gap';

/**
 * `next`: handle it. `repeated`: it was handled already. `gap`: something before it is missing; ask
 * for the events after the last one before handling it: by `events`, or by a replay of the endpoint,
 * which has nothing before its first (`previous_sequence` null).
 */
export function placeOf(
  event: Pick<WebhookEvent, 'sequence' | 'previous_sequence'>,
  last: number | null,
): Place {
  const { sequence, previous_sequence: previous } = event;
  if (last === null) return previous === null ? 'next' : 'gap';
  if (sequence <= last) return 'repeated';
  // Events that were pulled may be ahead of webhooks.
  return previous !== null && previous <= last ? 'next' : 'gap';
}

function signatureOf(secret: string, text: string): Buffer {
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  return createHmac('sha256', key).update(text).digest();
}

function isSame(a: Buffer, b: Buffer): boolean {
  return a.length === b.length && timingSafeEqual(a, b);
}

function headerOf(headers: Received['headers'], name: string): string | undefined {
  if (headers instanceof Headers) return headers.get(name) ?? undefined;
  const [, value] = Object.entries(headers).find(([key]) => key.toLowerCase() === name) ?? [];
  return Array.isArray(value) ? value[0] : value;
}
