import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { msBetween } from '../../domain/time.ts';
import type { VendorName } from '../../domain/policy/vendors.ts';

/** The content of a callback whose signature was verified. */
export interface SaidCallback {
  /** The vendor's id of the event, or the digest of its bytes if the vendor gives none. */
  eventId: string;
  /** The vendor's id of the check; null if the callback is about something that nobody here waits for. */
  reference: string | null;
  /** When it was sent, if the signed content says so. */
  sentAt: string | null;
}

/** Each of `secrets` may have signed: one is being replaced, or another environment has its own. */
export interface ReadCallback {
  raw: Buffer;
  header: (name: string) => string | undefined;
  secrets: readonly string[];
}

/**
 * Reads a callback in the vendor's form; null if the vendor did not sign it. Nothing is parsed before the
 * signature is verified.
 */
export function readCallback(vendor: VendorName, given: ReadCallback): SaidCallback | null {
  return READERS[vendor](given);
}

const TOLERANCE_MS = 300_000;

/** True for a callback whose sending time is further in the past or future than clock differences explain. */
export function isStale(sentAt: string | null, now: string): boolean {
  return sentAt !== null && Math.abs(msBetween(sentAt, now)) > TOLERANCE_MS;
}

const READERS: Record<VendorName, (given: ReadCallback) => SaidCallback | null> = {
  onfido: readOnfido,
};

/**
 * Onfido signs the raw bytes: `X-SHA2-Signature`, hex of an HMAC-SHA256. It gives neither an id of the event
 * nor a time of sending, so a repeated or replayed callback is recognised by the digest of its bytes.
 */
function readOnfido({ raw, header, secrets }: ReadCallback): SaidCallback | null {
  const signature = header('x-sha2-signature') ?? '';
  if (!/^[0-9a-f]{64}$/i.test(signature)) return null;
  const given = Buffer.from(signature, 'hex');
  const holds = secrets.map((secret) =>
    timingSafeEqual(given, createHmac('sha256', secret).update(raw).digest()),
  );
  if (!holds.includes(true)) return null;
  const eventId = createHash('sha256').update(raw).digest('hex');
  return { eventId, reference: checkIn(raw.toString()), sentAt: null };
}

const CHECK_ID = /^[\w-]{1,100}$/;

/**
 * The id of the check that the event is about; null if it is about another resource, or has a form that we do
 * not know.
 */
function checkIn(text: string): string | null {
  const event = parsed(text) as { payload?: { resource_type?: unknown; object?: unknown } } | null;
  const object = event?.payload?.object as { id?: unknown } | null | undefined;
  if (event?.payload?.resource_type !== 'check' || typeof object?.id !== 'string') return null;
  return CHECK_ID.test(object.id) ? object.id : null;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
