import type { Context } from 'hono';
import { Refusal } from '../../domain/refusal.ts';
import {
  findLinkBySession,
  findLinkByToken,
  type HeldLink,
  linkActor,
} from '../../store/links/held-link.ts';
import type { Deps } from '../deps.ts';
import { notFound } from '../http/errors.ts';
import { idempotencyKeyOf, runOnce } from '../http/idempotency/idempotency.ts';
import type { Answer } from '../http/answer.ts';
import { queryOf } from '../http/query.ts';
import { readJson } from '../http/body/request-json.ts';
import { answered, type Asked, limit, paramsOf, responseOf } from '../http/serve.ts';
import { parse } from '../http/body/validation.ts';
import type { HostedAddress } from './address.ts';
import type { Guesses } from './guesses.ts';
import type { HostedOperation, SessionCall } from './operation.ts';
import { csrfToken, requireCsrf, requireSameSite, sessionSecret } from './session-cookie.ts';

/** What the cookie router needs in addition to the other routers. */
export interface Watch {
  guesses: Guesses;
  addressOf: (c: Context) => string;
}

/**
 * The steps of a request with a link's token or cookie: it must carry no key, come from our own page, and not
 * come from an address that guessed too often; then its link is looked up. Expired, used, revoked and unknown
 * links get the same answer.
 */
export function serveHosted(
  deps: Deps,
  watch: Watch,
  operation: HostedOperation,
): (c: Context) => Promise<Response> {
  return answered(deps, operation.declaration, async (asked) => {
    const { hosted } = deps.settings;
    if (hosted === null) throw notFound();
    const result = await respond(deps, watch, operation, { ...asked, hosted });
    return responseOf(result, asked.extra);
  });
}

type HostedAsked = Asked & { hosted: HostedAddress };

async function respond(
  deps: Deps,
  watch: Watch,
  operation: HostedOperation,
  asked: HostedAsked,
): Promise<Answer> {
  const { c, hosted, requestId } = asked;
  const { method, rate } = operation.declaration;
  refuseKeys(c);
  if (method !== 'get') requireSameSite(c, hosted);
  const now = deps.now();
  const params = paramsOf(c);
  const secret = operation.by === 'token' ? (params['token'] ?? '') : sessionSecret(c, hosted);
  const link = await findLink(deps, watch, operation, { c, secret, now });
  limit(deps, asked, { id: link.id, rate });
  asked.room.of({ lane: 'link', id: link.customer });
  if (operation.by === 'token') return operation.run({ deps, link, requestId, now });
  if (method !== 'get') requireCsrf(c, secret);
  return operation.run(await callOf(deps, operation, { ...asked, link, params, secret, now }));
}

/** The cookie router refuses keys, just as the key router ignores cookies (docs/protection.md#access). */
function refuseKeys(c: Context): void {
  const isKeyed = ['authorization', 'x-api-key'].some((name) => c.req.header(name) !== undefined);
  if (isKeyed) throw new Refusal('forbidden', 'Keys are not taken here.');
}

async function findLink(
  { store }: Deps,
  { guesses, addressOf }: Watch,
  operation: HostedOperation,
  { c, secret, now }: { c: Context; secret: string; now: string },
): Promise<HeldLink> {
  const address = addressOf(c);
  const isToken = operation.by === 'token';
  // Only tokens are limited by address: a session continues even if others behind the same address guess
  // tokens.
  if (isToken) guesses.require(address, Date.now());
  const found = isToken
    ? await findLinkByToken(store.database, { token: secret, now })
    : await findLinkBySession(store.database, { secret, now });
  if (found === null) {
    guesses.require(address, Date.now());
    if (secret !== '') guesses.note(address, Date.now());
    throw isToken ? notFound() : new Refusal('session_not_live');
  }
  if (operation.by === 'session' && found.completedAt !== null && !operation.isAfterwards) {
    throw new Refusal('session_not_live');
  }
  return found;
}

interface Known {
  link: HeldLink;
  params: Record<string, string>;
  secret: string;
  now: string;
}

async function callOf(
  deps: Deps,
  { declaration }: HostedOperation,
  { c, link, params, secret, now, requestId, room }: HostedAsked & Known,
): Promise<SessionCall> {
  const request = c.req.raw;
  queryOf(c.req.url, undefined);
  const body = declaration.body
    ? parse(declaration.body, await readJson(request, room))
    : undefined;
  const actor = linkActor(link);
  const { id, customer, mode } = link;
  const by = { principal: id, actor, method: request.method, path: c.req.path, requestId };
  // Refusals need no entry here: the customer's audit trail already has what the case refused, and the link's
  // own entries.
  const keyed = (key: string | null) => ({ ...by, key, onRefusal: () => Promise.resolve() });
  const header = c.req.header('idempotency-key');
  const key = declaration.idempotency ? idempotencyKeyOf(header, false) : null;
  return {
    deps,
    caller: { id, app: id, actor, mode, scopes: [] },
    actor,
    scope: { mode },
    requestId,
    now,
    params,
    id: customer,
    query: undefined,
    body,
    request,
    room,
    may: () => false,
    once: (write) => runOnce(deps, keyed(key), write, write.asks ?? body ?? null),
    link,
    csrf: csrfToken(secret),
    onceBy: (own, write) => runOnce(deps, keyed(own), write, write.asks ?? null),
  };
}
