import { type Agent, type Dispatcher, request } from 'undici';
import type { TryProblem } from '../../domain/webhooks/endpoint.ts';
import { type AddressRules, readAddress } from '../../platform/network/read-address.ts';

/** Longest answer that is read; the rest is not waited for. */
const ANSWER_MAX = 64 * 1024;

/** What came of one request. The answer is looked at for a challenge alone, and kept nowhere. */
export interface Posted {
  code: number | null;
  problem: TryProblem | null;
  retryAfterMs: number | null;
  durationMs: number;
  answer: Buffer;
}

export interface Poster {
  agent: Agent;
  rules: AddressRules;
  totalMs: number;
}

/**
 * Posts JSON to an address that somebody typed. Follows no redirect, reads at most 64 KB, ends within
 * `totalMs` whatever the other side does. The address is judged anew each time: settings change.
 */
export async function post(
  { agent, rules, totalMs }: Poster,
  message: { url: string; headers: Record<string, string>; body: string },
): Promise<Posted> {
  const startedAt = performance.now();
  const since = () => performance.now() - startedAt;
  const none = { code: null, retryAfterMs: null, answer: Buffer.alloc(0) };
  const address = readAddress(message.url, rules);
  if (!address) return { ...none, problem: 'not_reachable', durationMs: since() };
  const signal = AbortSignal.timeout(totalMs);
  try {
    const { statusCode, headers, body } = await request(address.url, {
      method: 'POST',
      dispatcher: agent,
      headers: {
        'content-type': 'application/json',
        'user-agent': 'Vouch-Webhooks/1',
        ...message.headers,
      },
      body: message.body,
      signal,
    });
    const answer = await readSome(body);
    const retryAfterMs = retryAfterOf(headers['retry-after'], Date.now());
    return { code: statusCode, problem: null, retryAfterMs, durationMs: since(), answer };
  } catch (error) {
    return { ...none, problem: problemOf(error), durationMs: since() };
  }
}

/** The beginning of an answer. One that breaks off, or never ends, has its status all the same. */
async function readSome(body: Dispatcher.ResponseData['body']): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of body as AsyncIterable<Buffer>) {
      chunks.push(chunk.subarray(0, ANSWER_MAX - size));
      size += chunk.length;
      if (size >= ANSWER_MAX) break;
    }
  } catch {
    // The answer was cut by its sender, or by the limit of the whole request.
  }
  body.on('error', () => undefined);
  body.destroy();
  return Buffer.concat(chunks);
}

const LATE = ['UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_BODY_TIMEOUT'];

function problemOf(error: unknown): TryProblem {
  const { name, code } = error as { name?: string; code?: string };
  return name === 'TimeoutError' || LATE.includes(code ?? '') ? 'timed_out' : 'not_reachable';
}

/** `Retry-After` in milliseconds, given in seconds or as a date; null where it says nothing. */
export function retryAfterOf(header: string | string[] | undefined, nowMs: number): number | null {
  const text = Array.isArray(header) ? header[0] : header;
  if (text === undefined) return null;
  if (/^\d{1,9}$/.test(text)) return Number(text) * 1000;
  const at = text.endsWith(' GMT') ? Date.parse(text) : NaN;
  return Number.isNaN(at) ? null : Math.max(0, at - nowMs);
}
