import { PROBLEM_CODES, PROBLEMS } from '../http/errors.ts';
import type { Declaration, ObjectKind } from '../http/operation.ts';
import { PROBLEM_SCHEMA } from '../schemas/problem.ts';

/** Any request with a key may be answered by these. */
const ALWAYS = [401, 403, 422, 429, 500, 503];

/** Statuses for a missing object: 404, and 410 for a customer who was erased. */
const MISSING = {
  customer: [404, 410],
  document: [404, 410],
  decision: [404, 410],
  review: [404, 410],
  api_key: [404],
  webhook_endpoint: [404],
} as const satisfies Record<ObjectKind, readonly number[]>;

/** Every status of 400 or more that a route may answer with, ascending. */
export function problemStatuses(declared: Declaration): number[] {
  const { idempotency, object, refuses = [] } = declared;
  const takesBody = declared.body !== undefined || declared.raw !== undefined;
  const may = [
    ...ALWAYS,
    ...(declared.path.includes('{') ? [404] : []),
    ...(idempotency ? [400, 409] : []),
    ...(takesBody ? [400, 408, 413, 415] : []),
    ...(declared.headers?.['If-Match'] ? [412] : []),
    ...(object === null ? [] : MISSING[object]),
    ...refuses.map((code) => PROBLEMS[code].status),
  ];
  return [...new Set(may)].toSorted((a, b) => a - b);
}

/** References to the problem of each status. */
export function refsOf(statuses: readonly number[]): Record<number, { $ref: string }> {
  return Object.fromEntries(
    statuses.map((status) => [status, { $ref: `#/components/responses/Problem${status}` }]),
  );
}

const HEADERS = {
  'X-Request-Id': { description: 'Names the request in our logs', schema: { type: 'string' } },
  'RateLimit-Policy': {
    description: 'The class of the request: `q` requests in `w` seconds',
    schema: { type: 'string', example: '"reads";q=200;w=1' },
  },
  RateLimit: {
    description: '`r` requests are left; all of them again in `t` seconds',
    schema: { type: 'string', example: '"reads";r=199;t=1' },
  },
  'Retry-After': {
    description: 'Seconds after which to come again',
    schema: { type: 'integer', minimum: 0 },
  },
  'WWW-Authenticate': { description: 'Bearer', schema: { type: 'string' } },
} as const;

/** Headers of answers to a caller with a valid key. */
export const LIMITED = refs(['X-Request-Id', 'RateLimit-Policy', 'RateLimit']);

/** The components that problems are made of: a response for each status that a route gives, and headers. */
export function problemComponents(statuses: readonly number[]) {
  const ascending = [...new Set(statuses)].toSorted((a, b) => a - b);
  return {
    responses: Object.fromEntries(ascending.map((one) => [`Problem${one}`, responseOf(one)])),
    headers: HEADERS,
  };
}

function responseOf(status: number): object {
  const codes = PROBLEM_CODES.filter(
    (code) => (code === 'internal_error' ? 500 : PROBLEMS[code].status) === status,
  );
  return {
    description: codes.map((code) => `\`${code}\``).join(', '),
    headers: headersOf(status),
    content: { 'application/problem+json': { schema: { $ref: PROBLEM_SCHEMA } } },
  };
}

/** Statuses after which another attempt may succeed; `Retry-After` says when. */
const RETRIED = [408, 429, 503, 507];

function headersOf(status: number): object {
  if (status === 401) return refs(['X-Request-Id', 'WWW-Authenticate']);
  if (RETRIED.includes(status)) return { ...LIMITED, ...refs(['Retry-After']) };
  return LIMITED;
}

function refs(names: readonly (keyof typeof HEADERS)[]): Record<string, { $ref: string }> {
  return Object.fromEntries(names.map((name) => [name, { $ref: `#/components/headers/${name}` }]));
}
