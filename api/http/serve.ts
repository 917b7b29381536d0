import type { Context } from 'hono';
import type { Action } from '../../domain/access/access.ts';
import { Refusal } from '../../domain/refusal.ts';
import { newId } from '../../platform/new-id.ts';
import { isContended, isStoreAway } from '../../store/db/pg-error.ts';
import { auditRefusal } from './access/audit-refusal.ts';
import { authenticate, mayDo } from './access/auth.ts';
import type { Room } from './body/body-budget.ts';
import type { AnyCall, Caller } from './call.ts';
import type { Deps } from '../deps.ts';
import { blandProblem, notFound, problemOf } from './errors.ts';
import { JSON_HEADERS, PROBLEM_HEADERS } from './headers.ts';
import { idempotencyKeyOf, runOnce } from './idempotency/idempotency.ts';
import { customerBehind, SEEN_BY } from './objects.ts';
import type { Answer } from './answer.ts';
import type { Declaration, Operation } from './operation.ts';
import { queryOf } from './query.ts';
import type { RateClass } from './access/rate.ts';
import { readJson } from './body/request-json.ts';
import { isEngineFault, outcomeUnknown } from '../temporal/temporal-errors.ts';
import { tracedRequest } from './traced-request.ts';
import { parse } from './body/validation.ts';

const AWAY_RETRY_SECONDS = 2;

/** The steps of every request: authenticate, limit the rate, authorise, validate, then run the handler. */
export function serve(deps: Deps, operation: Operation): (c: Context) => Promise<Response> {
  return answered(deps, operation.declaration, (asked) => respond(deps, operation, asked));
}

/** Wraps every answer: gives it an id, metrics and a log line, and turns what was thrown into a problem. */
export function answered(
  deps: Deps,
  declaration: Served,
  respondTo: (asked: Asked) => Promise<Response>,
): (c: Context) => Promise<Response> {
  const { path, method, rate } = declaration;
  return tracedRequest(deps.traces, declaration, async (c) => {
    const startedAt = performance.now();
    const ended = deps.metrics.begin();
    const requestId = newId('request');
    const extra: Record<string, string> = { 'x-request-id': requestId };
    const room = deps.bodies.open();
    const response = await respondTo({ c, requestId, extra, room })
      .catch((error: unknown) =>
        failed(deps, orAway(deps, error, method), { requestId, extra, path, rate }),
      )
      .finally(room.close)
      .finally(ended);
    const ms = performance.now() - startedAt;
    const { status } = response;
    deps.metrics.observe({ route: path, method, status, ms });
    if (method !== 'get')
      deps.log.info('request', { request: requestId, method, route: path, status, ms });
    return response;
  });
}

/**
 * If Postgres is away, or gave up a transaction because of another one, a read can be sent again, but nobody
 * knows how far a write came.
 */
export function orAway({ log }: Pick<Deps, 'log'>, error: unknown, method: string): unknown {
  if (error instanceof Refusal && error.code === 'storage_full') {
    log.error('files have no room', error);
    return error; // the outcome is certain: nothing happened
  }
  const contended = isContended(error);
  if (!contended && !isStoreAway(error)) return error;
  log.error(contended ? 'the store gave up a transaction' : 'the store is away', error);
  if (method !== 'get') return outcomeUnknown(error);
  return new Refusal('store_unavailable', 'Send this again later.', { cause: error });
}

/** The problem document of an error. A bug is logged, and answered without its text. */
export function failed(
  deps: Pick<Deps, 'log' | 'metrics' | 'traces'>,
  error: unknown,
  at: { requestId: string; extra: Record<string, string>; path: string; rate?: RateClass },
): Response {
  if (!(error instanceof Refusal)) {
    deps.log.error('request failed', error, { request: at.requestId, route: at.path });
    return json(500, blandProblem(at.requestId), { ...PROBLEM_HEADERS, ...at.extra });
  }
  if (isEngineFault(error.cause)) {
    deps.log.error('the engine could not take a command', error.cause, {
      request: at.requestId,
      route: at.path,
    });
  }
  deps.metrics.refused(error.code);
  deps.traces?.note({ code: error.code });
  if (error.code === 'rate_limited') {
    deps.metrics.meters.count('vouch_rate_limited_total', { class: at.rate ?? 'other' });
  }
  const body = problemOf(error, at.requestId);
  const retry = error.retryAfterSeconds ?? (body.status === 503 ? AWAY_RETRY_SECONDS : undefined);
  const after: Record<string, string> = retry === undefined ? {} : { 'retry-after': String(retry) };
  if (error.code === 'unauthenticated') after['www-authenticate'] = 'Bearer';
  if (error.code === 'too_slow') after['connection'] = 'close'; // the rest of the body is not read
  return json(body.status, body, { ...PROBLEM_HEADERS, ...at.extra, ...after });
}

/** The characters of an id or a name in a path; nothing can have another name. */
const SEGMENT = /^[\w.-]{1,120}$/;

/** The parts of a route that are counted and logged. */
type Served = Pick<Declaration, 'path' | 'rate'> & {
  method: Declaration['method'] | 'put';
};

export interface Asked {
  c: Context;
  requestId: string;
  /** Headers that every answer to this request carries, refused or not. */
  extra: Record<string, string>;
  room: Room;
}

async function respond(deps: Deps, operation: Operation, asked: Asked): Promise<Response> {
  const { declaration } = operation;
  const header = (name: string) => asked.c.req.header(name);
  const caller = await authenticate(deps.verifier, {
    authorization: header('authorization'),
    apiKey: header('x-api-key'),
  });
  limit(deps, asked, { id: caller.id, rate: declaration.rate });
  asked.room.of({ lane: 'key', id: caller.app });
  const params = paramsOf(asked.c);
  const result = await run(deps, operation, { ...asked, caller, params }).catch(
    async (error: unknown) => {
      const id = params['id'] ?? '';
      await auditRefusal(deps, { error, caller, declaration, id, request: asked.requestId });
      throw error;
    },
  );
  return responseOf(result, asked.extra);
}

/** Takes one request from a principal's rate; throws `rate_limited`. The headers say what is left. */
export function limit(
  { limiter }: Pick<Deps, 'limiter'>,
  { extra }: Pick<Asked, 'extra'>,
  { id, rate }: { id: string; rate: RateClass },
): void {
  extra['ratelimit-policy'] = limiter.policy[rate];
  const { header: left, retryAfterSeconds } = limiter.take(id, rate, Date.now());
  extra['ratelimit'] = left;
  if (retryAfterSeconds !== null) throw new Refusal('rate_limited', '', { retryAfterSeconds });
}

/** The parameters of the path. Throws the masked 404 for a value that is neither an id nor a name. */
export function paramsOf(c: Context): Record<string, string> {
  const params = c.req.param() as Record<string, string>;
  for (const name in params) if (!SEGMENT.test(params[name] ?? '')) throw notFound();
  return params;
}

/** Builds the response, with the headers that every answer to the request carries. */
export function responseOf(result: Answer | Response, extra: Record<string, string>): Response {
  if (result instanceof Response) return withHeaders(result, extra);
  const problem = result.status >= 400; // a stored refusal, repeated
  const base = problem ? PROBLEM_HEADERS : JSON_HEADERS;
  return json(result.status, result.body, { ...base, ...extra, ...result.headers });
}

async function run(
  deps: Deps,
  operation: Operation,
  asked: Asked & { caller: Caller; params: Record<string, string> },
): Promise<Answer | Response> {
  const { caller, params } = asked;
  if (!mayDo(caller, operation.declaration.action)) {
    throw await whyNot(deps, operation, caller, params);
  }
  return operation.run(await callOf(deps, operation, asked));
}

/**
 * The refusal for a caller who lacks permission: 403 if the caller may see the object, else the masked 404.
 */
async function whyNot(
  deps: Deps,
  { declaration }: Operation,
  caller: Caller,
  params: Record<string, string>,
): Promise<Refusal> {
  const forbidden = new Refusal('forbidden', 'The key’s scopes or its role do not allow this.');
  if (declaration.object === null) return forbidden;
  if (!mayDo(caller, SEEN_BY[declaration.object])) return notFound();
  await customerBehind(deps, caller, { kind: declaration.object, id: params['id'] ?? '' });
  return forbidden;
}

async function callOf(
  deps: Deps,
  { declaration }: Operation,
  asked: Asked & { caller: Caller; params: Record<string, string> },
): Promise<AnyCall> {
  const { c, caller, params, requestId, room } = asked;
  const request = c.req.raw;
  const key = declaration.idempotency
    ? idempotencyKeyOf(c.req.header('idempotency-key'), declaration.idempotency === 'required')
    : null;
  const query = queryOf(c.req.url, declaration.query);
  const body = declaration.body
    ? parse(declaration.body, await readJson(request, room))
    : undefined;
  const { id = '' } = params;
  const onRefusal = (error: Refusal) =>
    auditRefusal(deps, { error, caller, declaration, id, request: requestId });
  const { method } = request;
  const by = { principal: caller.app, actor: caller.actor };
  const keyed = { ...by, method, path: c.req.path, key, requestId, onRefusal };
  return {
    deps,
    caller,
    actor: caller.actor,
    scope: { mode: caller.mode },
    requestId,
    now: deps.now(),
    params,
    id,
    query,
    body,
    request,
    room,
    may: (action: Action) => mayDo(caller, action),
    once: (write): Promise<Answer> => runOnce(deps, keyed, write, write.asks ?? body ?? null),
  };
}

function json(status: number, body: unknown, headers: Record<string, string>): Response {
  return new Response(JSON.stringify(body), { status, headers });
}

function withHeaders(response: Response, extra: Record<string, string>): Response {
  for (const [name, value] of Object.entries(extra)) response.headers.set(name, value);
  return response;
}
