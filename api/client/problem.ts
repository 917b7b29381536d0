import type { Problem } from '../http/errors.ts';

/** An answer other than 2xx: its problem document (RFC 9457), and when it is worth trying again. */
export interface VouchProblem extends Error {
  name: 'VouchProblem';
  problem: Problem;
  /** Seconds, from `Retry-After`; null if the answer has none. */
  retryAfter: number | null;
}

/** The problem that an error of the client carries; null for any other error. */
export function problemOf(error: unknown): Problem | null {
  return isProblem(error) ? error.problem : null;
}

/**
 * The error for an answer. A body that is not a problem document (for example the page of a proxy) becomes a
 * problem without details.
 */
export async function readProblem(response: Response): Promise<VouchProblem> {
  const problem = problemIn(await response.text(), response);
  const message = `${problem.status} ${problem.code}: ${problem.title} (${problem.request_id})`;
  const error = Object.assign(new Error(message), {
    name: 'VouchProblem' as const,
    problem,
    retryAfter: secondsIn(response.headers.get('retry-after')),
  });
  return error;
}

function isProblem(error: unknown): error is VouchProblem {
  return error instanceof Error && error.name === 'VouchProblem' && 'problem' in error;
}

function problemIn(text: string, response: Response): Problem {
  if (response.headers.get('content-type')?.includes('problem+json')) {
    return JSON.parse(text) as Problem;
  }
  return {
    type: 'about:blank',
    title: `The answer was ${response.status} without a problem in it`,
    status: response.status,
    code: 'internal_error',
    request_id: response.headers.get('x-request-id') ?? 'none',
  };
}

function secondsIn(header: string | null): number | null {
  const seconds = Number(header);
  return header !== null && Number.isFinite(seconds) && seconds >= 0 ? seconds : null;
}
