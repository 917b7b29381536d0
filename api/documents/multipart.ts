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
const PARTS_MAX = 400;
const BREAK = '\r\n';

/**
 * The parts of a `multipart/form-data` body (RFC 7578) without a copy of any. Ours, because the
 * platform's `formData()` copies every byte three times. Refuses `malformed_request`.
 */
export function partsOf(body: Buffer, contentType: string): Part[] {
  const delimiter = `--${boundaryOf(contentType)}`;
  if (!body.subarray(0, delimiter.length).equals(Buffer.from(delimiter))) throw malformed();
  const parts: Part[] = [];
  for (let at = delimiter.length; !startsWith(body, at, '--');) {
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
    // No media type at all: refused as one without a boundary.
  }
  throw malformed();
}

function startsWith(body: Buffer, at: number, text: string): boolean {
  return body.toString('latin1', at, at + text.length) === text;
}

const PARAMETER = /;\s*([\w*-]+)=(?:"((?:\\"|[^"])*)"|([^\s;"]+))/g;

function described(headers: string): Omit<Part, 'bytes'> {
  const said = headerOf(headers, 'content-disposition');
  if (said === null || !/^form-data\s*;/i.test(said)) throw malformed();
  const found = [...said.matchAll(PARAMETER)].map(
    ([, key = '', quoted, bare]): [string, string] => [
      key.toLowerCase(),
      quoted === undefined ? (bare ?? '') : unescaped(quoted),
    ],
  );
  const parameters = new Map(found);
  const name = parameters.get('name');
  if (name === undefined) throw malformed();
  const mediaType = headerOf(headers, 'content-type');
  return { name, fileName: parameters.get('filename') ?? null, mediaType };
}

function headerOf(headers: string, name: string): string | null {
  const lines = headers.split(BREAK).map((line) => line.split(/:(.*)/s));
  const line = lines.find(([key = '']) => key.trim().toLowerCase() === name);
  return line?.[1]?.trim() ?? null;
}

/** As browsers write it (`%22`) and as others do (`\"`). */
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
