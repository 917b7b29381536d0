import { setTimeout as sleep } from 'node:timers/promises';
import { problemOf, readProblem, type VouchProblem } from './problem.ts';
import type { Request } from './request.ts';
import type { Answer } from './shapes.ts';

export interface SendOptions {
  /** The address of the API: `https://kyc.example.com`. */
  url: string;
  key: string;
  /** Most attempts of one request; 5 by default. */
  tries?: number;
  /** How long one attempt may take, in ms; by default 60,000, enough for a long poll and a large upload. */
  timeoutMs?: number;
  /**
   * The longest wait between two attempts, in ms; 20,000 by default. A longer `Retry-After` ends the
   * attempts.
   */
  waitMsMax?: number;
  /** Used in place of the platform's `fetch`, to observe or route requests. */
  fetch?: typeof fetch;
}

type Send = <T>(request: Request) => Promise<Answer<T>>;

const FIRST_WAIT_MS = 250;

/**
 * Sends a request until it gets an answer that another attempt would not change; throws the last problem
 * otherwise.
 */
export function createSend(options: SendOptions): Send {
  const { tries = 5, waitMsMax = 20_000 } = options;
  return async <T>(request: Request) => {
    for (let tried = 1; ; tried += 1) {
      try {
        return await sendOnce<T>(options, request);
      } catch (error) {
        const waitMs = waitBefore(error, tried);
        const isLast = tried >= tries || waitMs === null || waitMs > waitMsMax;
        if (isLast || request.signal?.aborted) throw error;
        await sleep(waitMs, undefined, { ...(request.signal && { signal: request.signal }) });
      }
    }
  };
}

async function sendOnce<T>(options: SendOptions, request: Request): Promise<Answer<T>> {
  const { url, key, timeoutMs = 60_000, fetch: ask = fetch } = options;
  const limit = AbortSignal.timeout(timeoutMs);
  const response = await ask(new URL(request.path, url), {
    method: request.method,
    headers: { ...request.headers, authorization: `Bearer ${key}` },
    body: request.body,
    redirect: 'error', // never send the key to another address
    signal: request.signal ? AbortSignal.any([request.signal, limit]) : limit,
  });
  if (!response.ok) throw await readProblem(response);
  const { status, headers } = response;
  return { status, headers, body: (await bodyOf(response)) as T };
}

async function bodyOf(response: Response): Promise<unknown> {
  if (response.status === 204) return undefined;
  const type = response.headers.get('content-type') ?? '';
  if (/^application\/json\b/.test(type)) return response.json();
  return new Uint8Array(await response.arrayBuffer());
}

/** Milliseconds to wait before the next attempt; null if another attempt would get the same answer. */
function waitBefore(error: unknown, tried: number): number | null {
  const backOff = FIRST_WAIT_MS * 2 ** (tried - 1) * (0.5 + Math.random());
  const problem = problemOf(error);
  if (problem === null) return backOff; // no answer: the connection was cut, or the time is over
  const { status, code } = problem;
  const passes =
    status === 408 ||
    (status === 429 && code !== 'quota_exceeded') ||
    status >= 500 ||
    code === 'idempotency_in_progress';
  if (!passes) return null;
  const { retryAfter } = error as VouchProblem;
  return Math.max(backOff, (retryAfter ?? 0) * 1000);
}
