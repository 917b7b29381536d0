import { type Context, Hono } from 'hono';
import { Refusal } from '../../domain/refusal.ts';
import { type CallbackResult, type VendorName, VENDORS } from '../../domain/policy/vendors.ts';
import { newId } from '../../platform/new-id.ts';
import { takeCallback } from '../../store/vendors/callbacks.ts';
import { isStale, readCallback, type SaidCallback } from '../../store/vendors/read-callback.ts';
import type { Room } from '../http/body/body-budget.ts';
import type { Deps } from '../deps.ts';
import { notFound } from '../http/errors.ts';
import { JSON_HEADERS } from '../http/headers.ts';
import { readCapped } from '../http/body/request-body.ts';
import { isJson } from '../http/body/request-json.ts';
import { failed, orAway } from '../http/serve.ts';

const BYTES_MAX = 64 * 1024;
const PATH = '/v1/vendor-callbacks/{vendor}';

/**
 * The callbacks of vendors. They carry no key: the signature over the raw bytes names the vendor, and nothing
 * is parsed before it is verified. A callback is stored once, as a hint that a result can be fetched. It is
 * answered 204 only after the commit, so that the vendor repeats what was not stored.
 */
export function vendorCallbackRoutes(deps: Deps, addressOf: (c: Context) => string): Hono {
  const app = new Hono();
  app.post('/:vendor', async (c) => {
    const requestId = newId('request');
    const extra = { 'x-request-id': requestId };
    const room = deps.bodies.open();
    room.of({ lane: 'stranger', id: addressOf(c) });
    try {
      await take(deps, c, { room, requestId });
      return new Response(null, { status: 204, headers: { ...JSON_HEADERS, ...extra } });
    } catch (error) {
      // Treated like a failed read, because storing the same bytes again changes nothing.
      const told = orAway(deps, error, 'get');
      return failed(deps, told, { requestId, extra, path: PATH, rate: 'writes' });
    } finally {
      room.close();
    }
  });
  return app;
}

async function take(
  deps: Deps,
  c: Context,
  { room, requestId }: { room: Room; requestId: string },
): Promise<void> {
  const vendor = setUp(deps, c.req.param('vendor') ?? '');
  const count = (result: CallbackResult) =>
    deps.metrics.meters.count('vouch_vendor_callbacks_total', { vendor, result });
  const raw = await readCapped(c.req.raw, room, BYTES_MAX);
  if (!isJson(c.req.header('content-type') ?? null)) {
    throw new Refusal('media_type_not_supported', 'A callback is of type application/json.');
  }
  const secrets = deps.settings.callbackSecrets[vendor] ?? [];
  const header = (name: string) => c.req.header(name);
  const said = readCallback(vendor, { raw, header, secrets });
  // Signed and forged callbacks have separate rates, so that a forger cannot use up the vendor's.
  limit(deps, `callback/${vendor}/${said ? 'signed' : 'forged'}`);
  if (!said) {
    count('forged');
    deps.log.warn('callback.forged', { request: requestId, code: vendor });
    throw new Refusal('unauthenticated', 'The signature does not hold.');
  }
  count(await keep(deps, vendor, said));
}

async function keep(deps: Deps, vendor: VendorName, said: SaidCallback): Promise<CallbackResult> {
  const { eventId, reference, sentAt } = said;
  const at = deps.now();
  if (isStale(sentAt, at)) {
    deps.metrics.meters.count('vouch_vendor_callbacks_total', { vendor, result: 'stale' });
    throw new Refusal('unauthenticated', 'The callback was sent too long ago.');
  }
  if (reference === null) return 'not_ours';
  const { database } = deps.store;
  const isFirst = await database
    .transaction()
    .execute((trx) => takeCallback(trx, { vendor, eventId, reference, at }));
  return isFirst ? 'taken' : 'repeated';
}

/** A vendor that is set up here. Throws the masked 404 for any other. */
function setUp({ settings }: Deps, name: string): VendorName {
  const vendor = VENDORS.find((known) => known === name);
  if (!vendor || !settings.vendors.includes(vendor)) throw notFound();
  if (!settings.callbackSecrets[vendor]?.length) throw notFound();
  return vendor;
}

function limit({ limiter }: Deps, key: string): void {
  const { retryAfterSeconds } = limiter.take(key, 'writes', Date.now());
  if (retryAfterSeconds !== null) throw new Refusal('rate_limited', '', { retryAfterSeconds });
}

const problem = (status: number) => ({ $ref: `#/components/responses/Problem${status}` });

/** The route in the OpenAPI document: it takes no key, so it stands beside the operations. */
export const VENDOR_CALLBACK = {
  method: 'post',
  path: PATH,
  operationId: 'takeVendorCallback',
  summary: 'Takes a vendor’s callback, signed as that vendor signs; its result is fetched',
  description: 'No key: the signature of the vendor over the raw bytes. docs/vendors.md.',
  tags: ['Vendors'],
  security: [],
  parameters: [
    { name: 'vendor', in: 'path', required: true, schema: { type: 'string', enum: [...VENDORS] } },
    {
      name: 'X-SHA2-Signature',
      in: 'header',
      required: true,
      description: 'Onfido: hex of the HMAC-SHA256 of the body under the webhook’s token',
      schema: { type: 'string', pattern: '^[0-9A-Fa-f]{64}$' },
    },
  ],
  request: {
    body: {
      required: true,
      content: { 'application/json': { schema: { type: 'object', additionalProperties: true } } },
    },
  },
  responses: {
    204: {
      description: 'It is kept, or was before',
      headers: { 'X-Request-Id': { $ref: '#/components/headers/X-Request-Id' } },
    },
    ...Object.fromEntries(
      [401, 404, 408, 413, 415, 429, 500, 503].map((one) => [one, problem(one)]),
    ),
  },
};
