import { PROBLEMS } from '../http/errors.ts';
import type { HostedDeclaration, HostedOperation } from '../verify/operation.ts';
import { CSRF_HEADER, cookieName } from '../verify/session-cookie.ts';
import { LIMITED, refsOf } from './problems.ts';
import { IDEMPOTENCY_KEY, namesIn, pathParameter } from './parameters.ts';

const JSON_TYPE = 'application/json';

/** How the hosted routes identify their callers: by the link's token or a cookie, never by a key. */
export const HOSTED_SCHEMES = {
  link: {
    type: 'apiKey',
    in: 'cookie',
    name: cookieName({ isSecure: true }),
    description: 'A started link. By plain http on this machine the cookie is `vouch-verify`.',
  },
  csrf: {
    type: 'apiKey',
    in: 'header',
    name: CSRF_HEADER,
    description: 'The session’s `csrf_token`; writes also need the `Origin` of our own page.',
  },
} as const;

/** Every status of 400 or more that a hosted route may answer with, ascending. */
export function hostedStatuses(declared: HostedDeclaration): number[] {
  const { path, method, body, raw, refuses = [], idempotency } = declared;
  const isToken = path.includes('{token}');
  const may = [
    403,
    429,
    500,
    503,
    ...(isToken ? [404] : [401, 404, 410, 422]),
    ...(method === 'get' || isToken ? [] : [409]),
    ...(body || raw ? [400, 408, 413, 415] : []),
    ...(idempotency ? [400] : []),
    ...refuses.map((code) => PROBLEMS[code].status),
  ];
  return [...new Set(may)].toSorted((a, b) => a - b);
}

/** A hosted route as OpenAPI writes it. */
export function hostedPath({ by, declaration }: HostedOperation) {
  const { method, path, name, summary } = declaration;
  const writes = method === 'get' ? { link: [] } : { link: [], csrf: [] };
  const responses = Object.entries(declaration.responses).map(([status, said]) => {
    const content = { [JSON_TYPE]: { schema: said.schema ?? {} } };
    return [status, { description: said.description, headers: LIMITED, content }] as const;
  });
  const key = declaration.idempotency ? [{ ...IDEMPOTENCY_KEY, required: false }] : [];
  return {
    method,
    path,
    operationId: name,
    summary,
    description: by === 'token' ? 'For whoever holds the link.' : 'For whoever started the link.',
    tags: ['Hosted uploads'],
    security: by === 'token' ? [] : [writes],
    parameters: [...namesIn(path).map((one) => pathParameter(path, one)), ...key],
    ...requestOf(declaration),
    responses: { ...Object.fromEntries(responses), ...refsOf(hostedStatuses(declaration)) },
  };
}

function requestOf({ body, raw, example }: HostedDeclaration): object {
  const shown = example === undefined ? {} : { example };
  const content = raw ?? (body && { [JSON_TYPE]: { schema: body, ...shown } });
  return { request: content ? { body: { content, required: true } } : {} };
}
