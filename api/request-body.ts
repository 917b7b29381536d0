import { Refusal } from '../domain/refusal.ts';
import type { Room } from './body-budget.ts';

const JSON_BYTES_MAX = 1024 * 1024;
const FIRST_BYTES = 16 * 1024;
/** The text and the values parsed from it stand beside the bytes. */
const JSON_WEIGHT = 2;

/**
 * Reads a body to its end into one buffer, counting as it comes: a declared length is only a claim.
 * What is read stays counted in `room` until the request is answered.
 */
export async function readCapped(
  request: Request,
  room: Room,
  bytesMax: number,
): Promise<Buffer<ArrayBuffer>> {
  const tooLarge = () =>
    new Refusal('payload_too_large', `A request may have at most ${bytesMax} bytes.`);
  const declared = Math.max(0, Number(request.headers.get('content-length')) || 0);
  if (declared > bytesMax) throw tooLarge();
  let whole = Buffer.allocUnsafeSlow(declared);
  let size = 0;
  for await (const chunk of (request.body ?? []) as AsyncIterable<Uint8Array>) {
    const needed = size + chunk.byteLength;
    if (needed > bytesMax) throw tooLarge();
    // A buffer that must grow may be twice as long as what is in it.
    room.take(declared === 0 ? chunk.byteLength * 2 : chunk.byteLength);
    if (needed > whole.byteLength) whole = grown(whole, needed);
    whole.set(chunk, size);
    size = needed;
  }
  return whole.subarray(0, size);
}

function grown(buffer: Buffer, needed: number): Buffer<ArrayBuffer> {
  const larger = Buffer.allocUnsafeSlow(Math.max(FIRST_BYTES, needed, buffer.byteLength * 2));
  buffer.copy(larger);
  return larger;
}

/** The JSON of a request; refuses another media type, bad UTF-8 and bad JSON without quoting it. */
export async function readJson(
  request: Request,
  room: Room,
  bytesMax = JSON_BYTES_MAX,
): Promise<unknown> {
  const declared = request.headers.get('content-type');
  const bytes = await readCapped(request, room, bytesMax);
  room.take(bytes.byteLength * JSON_WEIGHT);
  if (!isJson(declared)) {
    throw new Refusal('media_type_not_supported', 'Send a body of type application/json.');
  }
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw new Refusal('malformed_request', 'The body is no JSON.');
  }
}

/** True for `application/json`, with or without parameters. */
export function isJson(mediaType: string | null): boolean {
  return (mediaType ?? '').split(';', 1).join('').trim().toLowerCase() === 'application/json';
}
