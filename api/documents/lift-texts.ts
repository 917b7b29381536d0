import { randomBytes } from 'node:crypto';
import { Refusal } from '../../domain/refusal.ts';
import { JSON_BYTES_MAX, malformedJson } from '../http/body/request-json.ts';
import { refuse } from './submission.ts';

/** JSON in which each long text is replaced by a name. */
export interface Lifted {
  rest: Buffer;
  /** The bytes of a text, long or not, if it is base64 (RFC 4648, with padding); else null. */
  bytesOf: (text: string) => Buffer | null;
  /** True for a text that is a data URL, long or not. */
  isDataUrl: (text: string) => boolean;
}

/** No text of a submission other than a page may be longer, however it is escaped. */
const SHORT_BYTES = 2048;
/** Longer than any text other than a page may be, so that the name is refused wherever no page belongs. */
const NAME_LENGTH = 300;

/**
 * Takes the pages out of JSON before it is parsed, and decodes each in place in `json`, so that a body of
 * sixty megabytes takes no more than sixty megabytes of memory. The names of the texts cannot be guessed.
 * Refuses `payload_too_large` if the rest is longer than any JSON may be, and `malformed_request`.
 */
export function liftTexts(json: Buffer): Lifted {
  const secret = randomBytes(NAME_LENGTH / 2 - 5).toString('hex');
  const texts = new Map<string, Buffer | null>();
  const urls = new Set<string>();
  const pieces: Buffer[] = [];
  let [from, left] = [0, 0];
  const leave = (end: number) => {
    left += end - from;
    if (left > JSON_BYTES_MAX) {
      const most = `${JSON_BYTES_MAX} bytes beside its pages`;
      throw new Refusal('payload_too_large', `A submission may have at most ${most}.`);
    }
    pieces.push(json.subarray(from, end));
  };
  let start = json.indexOf(QUOTE);
  while (start >= 0) {
    const end = endOfText(json, start + 1);
    if (end - start > SHORT_BYTES) {
      leave(start + 1);
      const name = `${secret}${String(texts.size).padStart(10, '0')}`;
      pieces.push(Buffer.from(name));
      left += NAME_LENGTH;
      if (isDataUrl(json.toString('latin1', start + 1, start + 6))) urls.add(name);
      texts.set(name, decodeInPlace(json.subarray(start + 1, end)));
      from = end;
    } else if (left + end - from > JSON_BYTES_MAX) break; // refused below
    start = json.indexOf(QUOTE, end + 1);
  }
  leave(json.length);
  const bytesOf = (text: string) => {
    const known = texts.get(text);
    return known === undefined ? decodeInPlace(Buffer.from(text)) : known;
  };
  return {
    rest: Buffer.concat(pieces),
    bytesOf,
    isDataUrl: (text) => urls.has(text) || isDataUrl(text),
  };
}

function isDataUrl(text: string): boolean {
  return text.slice(0, 5).toLowerCase() === 'data:';
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const SLASH = 0x2f;
const SMALL_U = 0x75;

/** The index of the closing quote of the text that begins at `at`. */
function endOfText(json: Buffer, at: number): number {
  let end = json.indexOf(QUOTE, at);
  while (end >= 0 && isEscaped(json, end, at)) {
    // Base64 has no quotes, so a long text with an escaped quote is not a page. Its end need not be found.
    if (end - at > SHORT_BYTES) refuse('validation_failed', '', 'too_long', 'A text is too long.');
    end = json.indexOf(QUOTE, end + 1);
  }
  if (end < 0) throw malformedJson();
  return end;
}

function isEscaped(json: Buffer, quote: number, start: number): boolean {
  let at = quote;
  while (at > start && json[at - 1] === BACKSLASH) at -= 1;
  return (quote - at) % 2 === 1;
}

/** Bytes of base64 decoded at a time; a multiple of 4. */
const STEP = 64 * 1024;

/**
 * Overwrites base64 with the bytes that it encodes, piece by piece. The bytes are shorter than the base64, so
 * no other memory is needed.
 */
function decodeInPlace(text: Buffer): Buffer | null {
  const base64 = unescapeInPlace(text);
  if (base64 === null || base64.length % 4 !== 0) return null;
  let size = 0;
  for (let at = 0; at < base64.length; at += STEP) {
    const piece = base64.toString('latin1', at, Math.min(at + STEP, base64.length));
    const count = base64.write(piece, size, 'base64');
    const isLast = at + STEP >= base64.length;
    // The piece is encoded again and compared, because Node's decoder silently skips whatever is not base64.
    const isSame = base64.toString('base64', size, size + count) === piece;
    if (!isSame || (!isLast && count !== (STEP / 4) * 3)) return null;
    size += count;
  }
  return base64.subarray(0, size);
}

/**
 * Some clients escape characters of base64 as `\\/` or `\\u002B`. Any other escape means that the text is not
 * base64.
 */
function unescapeInPlace(text: Buffer): Buffer | null {
  const first = text.indexOf(BACKSLASH);
  if (first < 0) return text;
  let size = first;
  for (let at = first; at < text.length; at += 1) {
    let byte = text[at] ?? 0;
    if (byte === BACKSLASH) {
      at += 1;
      if (text[at] === SMALL_U) {
        byte = asciiAt(text, at + 1);
        at += 4;
      } else byte = text[at] === SLASH ? SLASH : NO_ASCII;
      if (byte === NO_ASCII) return null;
    }
    text[size] = byte;
    size += 1;
  }
  return text.subarray(0, size);
}

const ZERO = 0x30;
const NO_ASCII = 0x80;

/**
 * The ASCII character that four hexadecimal digits name. There may be millions of them, so no object is
 * allocated for each.
 */
function asciiAt(text: Buffer, at: number): number {
  const isWide = text[at] !== ZERO || text[at + 1] !== ZERO;
  const [high, low] = [digitOf(text[at + 2]), digitOf(text[at + 3])];
  return isWide || high < 0 || low < 0 ? NO_ASCII : Math.min(high * 16 + low, NO_ASCII);
}

function digitOf(byte = 0): number {
  if (byte >= ZERO && byte <= ZERO + 9) return byte - ZERO;
  const letter = byte | 0x20;
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x57 : -1;
}
