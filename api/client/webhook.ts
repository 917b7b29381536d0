import { createHmac, timingSafeEqual } from 'node:crypto';
import type { WireEventType } from '../../domain/wire/event-types.ts';

/** The body of a webhook: ids and codes. The content is fetched with a key that may see it. */
export interface WebhookEvent {
  type: WireEventType;
  timestamp: string;
  data: { customer: string } & Record<string, unknown>;
  /** The number of the event in the customer's sequence. */
  sequence: number;
  /** The sequence of the customer's previous event that this endpoint was sent; null for the first. */
  previous_sequence: number | null;
}

interface Received {
  /** The body as it was received, byte for byte: not parsed and serialised again. */
  payload: string | Uint8Array;
  headers: Headers | Readonly<Record<string, string | string[] | undefined>>;
  /** `whsec_…`; several while a secret is being replaced. */
  secrets: string | readonly string[];
  now?: Date;
}

/** Seconds by which the clocks may differ: Standard Webhooks 1.0.0. */
const TOLERANCE_S = 300;

interface Verified {
  /** The same at every repetition of the event. */
  id: string;
  event: WebhookEvent;
  /** The text to answer with, as the whole body, if this only asks whether the endpoint exists; else null. */
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

/** How an event relates to the last handled one of its customer (`null` if none was handled). */
export type Place = 'next' | 'repeated' | 'gap';

/**
 * `next`: handle it. `repeated`: it was handled already. `gap`: an event before it is missing; before
 * handling it, get the events after the last handled one, with `events` or by a replay of the endpoint, whose
 * first event has no previous one (`previous_sequence` null).
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
