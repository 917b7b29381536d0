import { Refusal } from '../../../domain/refusal.ts';
import type { Room } from './body-budget.ts';
import { readCapped } from './request-body.ts';

export const JSON_BYTES_MAX = 1024 * 1024;
/**
 * Far more values than any valid body has; a mebibyte of empty objects would have seventeen times as many.
 */
const VALUES_MAX = 20_000;
const DEPTH_MAX = 64;
/** Memory that one parsed value takes, together with what a refusal would say about it. */
const VALUE_BYTES = 512;

/** The JSON of a request; refuses another media type, bad UTF-8 and bad JSON without quoting it. */
export async function readJson(
  request: Request,
  room: Room,
  bytesMax = JSON_BYTES_MAX,
): Promise<unknown> {
  const declared = request.headers.get('content-type');
  const bytes = await readCapped(request, room, bytesMax);
  if (!isJson(declared)) {
    throw new Refusal('media_type_not_supported', 'Send a body of type application/json.');
  }
  return parseJson(bytes, room);
}

/**
 * Parses JSON. Before that, the text and its values are counted in `room`, because they take memory beside
 * the bytes. Refuses `payload_too_large`, `malformed_request`.
 */
export function parseJson(bytes: Uint8Array, room: Room): unknown {
  room.take(bytes.byteLength + valuesIn(bytes) * VALUE_BYTES);
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw malformedJson();
  }
}

/** The refusal of a body that is not JSON. */
export function malformedJson(): Refusal {
  return new Refusal('malformed_request', 'The body is no JSON.');
}

/** True for `application/json`, with or without parameters. */
export function isJson(mediaType: string | null): boolean {
  return (mediaType ?? '').split(';', 1).join('').trim().toLowerCase() === 'application/json';
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
/** `[` and `{` differ from `]` and `}` by 2, and from each other by one bit. */
const OPENED = 0x7b;
const CLOSED = 0x7d;
const BRACKET_BIT = 0x20;

/**
 * An upper bound of the number of values in a JSON text, counted before any is created. It does not check the
 * grammar.
 */
function valuesIn(bytes: Uint8Array): number {
  let [values, depth] = [1, 0];
  let isText = false;
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at] ?? 0;
    if (byte === QUOTE) isText = !isText;
    else if (isText) at += byte === BACKSLASH ? 1 : 0;
    else if (byte === COMMA) values += 1;
    else if ((byte | BRACKET_BIT) === OPENED) {
      values += 1;
      depth += 1;
    } else if ((byte | BRACKET_BIT) === CLOSED) depth -= 1;
    if (values > VALUES_MAX) throw tooMuch(`more than ${VALUES_MAX} values`);
    if (depth > DEPTH_MAX) throw tooMuch(`lists in lists, more than ${DEPTH_MAX} deep`);
  }
  return values;
}

function tooMuch(what: string): Refusal {
  return new Refusal('payload_too_large', `The JSON has ${what}.`);
}
