import { MIMEType } from 'node:util';
import { Refusal } from '../../domain/refusal.ts';

/** One part of a form; a part with a file name is a file. Its bytes are a view of the body. */
export interface Part {
  name: string;
  fileName: string | null;
  mediaType: string | null;
  bytes: Buffer;
}

const HEADER_BYTES_MAX = 8 * 1024;
const HEADER_LINES_MAX = 16;
const PARTS_MAX = 400;
const BREAK = '\r\n';

/**
 * The parts of a `multipart/form-data` body (RFC 7578), none of them copied. We parse it ourselves because
 * the platform's `formData()` copies every byte three times. Refuses `malformed_request`.
 */
export function partsOf(body: Buffer, contentType: string): Part[] {
  const delimiter = `--${boundaryOf(contentType)}`;
  // An empty preamble ends with a line break of its own (RFC 2046).
  const first = startsWith(body, 0, BREAK) ? BREAK.length : 0;
  if (!startsWith(body, first, delimiter)) throw malformed();
  const parts: Part[] = [];
  for (let at = first + delimiter.length; !startsWith(body, at, '--');) {
    if (!startsWith(body, at, BREAK) || parts.length === PARTS_MAX) throw malformed();
    const headersEnd = body.indexOf(BREAK + BREAK, at);
    if (headersEnd < 0 || headersEnd - at > HEADER_BYTES_MAX) throw malformed();
    const start = headersEnd + 4;
    const end = body.indexOf(BREAK + delimiter, start);
    if (end < 0) throw malformed();
    const headers = body.toString('utf8', at, headersEnd);
    parts.push({ ...described(headers), bytes: body.subarray(start, end) });
    at = end + BREAK.length + delimiter.length;
  }
  return parts;
}

function boundaryOf(contentType: string): string {
  try {
    const boundary = new MIMEType(contentType).params.get('boundary') ?? '';
    if (/^[\x20-\x7e]{1,70}$/.test(boundary)) return boundary;
  } catch {
    // A request without a media type is refused like one without a boundary.
  }
  throw malformed();
}

function startsWith(body: Buffer, at: number, text: string): boolean {
  return body.toString('latin1', at, at + text.length) === text;
}

/**
 * A header name as in RFC 9110, a colon, and a value without control characters. Folded headers do not match.
 */
const HEADER = /^([!#$%&'*+.^_`|~\w-]+):([\t\x20-\x7e\x80-\uffff]*)$/;
const PARAMETER = /\s*;\s*([\w*-]+)=(?:"((?:\\"|[^"])*)"|([^\s;"]+))/y;

function described(text: string): Omit<Part, 'bytes'> {
  const headers = headersOf(text);
  const parameters = parametersOf(headers.get('content-disposition') ?? '');
  const name = parameters.get('name');
  if (name === undefined) throw malformed();
  const mediaType = headers.get('content-type') ?? null;
  const fileName = extended(parameters.get('filename*')) ?? parameters.get('filename') ?? null;
  return { name, fileName, mediaType };
}

/** Refuses what two parsers may read differently: a line that is not a header, and a header given twice. */
function headersOf(text: string): Map<string, string> {
  // The first line break ends the delimiter.
  const lines = text.split(BREAK, HEADER_LINES_MAX + 2).slice(1);
  if (lines.length > HEADER_LINES_MAX) throw malformed();
  const headers = new Map<string, string>();
  for (const line of lines) {
    const [, name = '', value = ''] = HEADER.exec(line) ?? [];
    if (name === '' || headers.has(name.toLowerCase())) throw malformed();
    headers.set(name.toLowerCase(), value.trim());
  }
  return headers;
}

/** The parameters of a `Content-Disposition`. The whole value must be parameters, each given once. */
function parametersOf(disposition: string): Map<string, string> {
  const parameters = new Map<string, string>();
  PARAMETER.lastIndex = /^form-data(?=\s*;)/i.exec(disposition)?.[0].length ?? disposition.length;
  while (PARAMETER.lastIndex < disposition.length) {
    const [, key = '', quoted, bare = ''] = PARAMETER.exec(disposition) ?? [];
    if (key === '' || parameters.has(key.toLowerCase())) throw malformed();
    parameters.set(key.toLowerCase(), quoted === undefined ? bare : unescaped(quoted));
  }
  return parameters;
}

/**
 * A file name encoded as in RFC 5987, which some clients send without a plain one: `UTF-8''%C3%A4.jpg`. A
 * name that cannot be decoded is refused.
 */
function extended(value: string | undefined): string | null {
  if (value === undefined) return null;
  const [, charset = '', encoded = ''] = /^([\w-]+)'[\w-]*'(.*)$/.exec(value) ?? [];
  const isLatin = charset.toLowerCase() === 'iso-8859-1';
  if (!isLatin && charset.toLowerCase() !== 'utf-8') throw malformed();
  try {
    return isLatin ? unescapedLatin(encoded) : decodeURIComponent(encoded);
  } catch {
    throw malformed();
  }
}

function unescapedLatin(text: string): string {
  return text.replace(/%([0-9a-f]{2})/gi, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
}

/** Undoes the escapes of a quote, as browsers write it (`%22`) and as others do (`\"`). */
function unescaped(text: string): string {
  return text
    .replaceAll('\\"', '"')
    .replaceAll('%22', '"')
    .replaceAll('%0D', '\r')
    .replaceAll('%0A', '\n');
}

function malformed(): Refusal {
  return new Refusal(
    'malformed_request',
    'The body is no multipart form, or its boundary is wrong.',
  );
}
