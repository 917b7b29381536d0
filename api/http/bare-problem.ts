import type { Refusal } from '../../domain/refusal.ts';
import { newId } from '../../platform/new-id.ts';
import { blandProblem, problemOf } from './errors.ts';
import { PROBLEM_HEADERS } from './headers.ts';

/** The answer to a request that reaches no route: it is neither counted nor logged. Null stands for a bug. */
export function bareProblem(refusal: Refusal | null): Response {
  const requestId = newId('request');
  const body = refusal === null ? blandProblem(requestId) : problemOf(refusal, requestId);
  const headers = { ...PROBLEM_HEADERS, 'x-request-id': requestId };
  return new Response(JSON.stringify(body), { status: body.status, headers });
}
