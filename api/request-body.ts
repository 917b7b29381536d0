import { Refusal } from '../domain/refusal.ts';

const JSON_BYTES_MAX = 1024 * 1024;

/** Reads a body to its end, counting as it comes: a declared length is only a claim. */
export async function readCapped(request: Request, bytesMax: number): Promise<Buffer> {
  const tooLarge = () =>
    new Refusal('payload_too_large', `A request may have at most ${bytesMax} bytes.`);
  if (Number(request.headers.get('content-length') ?? 0) > bytesMax) throw tooLarge();
  if (request.body === null) return Buffer.alloc(0);
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request.body as AsyncIterable<Uint8Array>) {
    size += chunk.byteLength;
    if (size > bytesMax) throw tooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, size);
}

/** The JSON of a request; refuses another media type, bad UTF-8 and bad JSON without quoting it. */
export async function readJson(request: Request, bytesMax = JSON_BYTES_MAX): Promise<unknown> {
  const declared = request.headers.get('content-type');
  const bytes = await readCapped(request, bytesMax);
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
